import { use } from "../../../src/model/secret";
import { aJob, aTask, one } from "../platform";
import type { RuleCases } from "./rule";

const file = (path: string, content = "x") => ({ kind: "config", path, content }) as const;

/** Rules about what a container is given: files, directories and variables. */
export const mounts: readonly RuleCases[] = [
  {
    id: 24,
    fine: [
      [
        "shared files, scratch, and a socket that starts a task",
        one({
          mounts: [
            { kind: "shared", path: "/d", store: "shared" },
            { kind: "scratch", path: "/w" },
            { kind: "dockerSocket", startsTask: "code" },
          ],
        }),
      ],
      ["a file anywhere on the host", { on: "compose", ...one({ mounts: [file("/etc/c")] }) }],
      [
        "files in directories of their own, beside others",
        one({
          mounts: [
            file("/etc/app/a"),
            file("/etc/app/b"),
            file("/etc/app-more/c"),
            { kind: "scratch", path: "/etc/work" },
          ],
        }),
      ],
      ["as much text as there is room for", one({ mounts: [file("/etc/app/a", "x".repeat(32_768))] })],
    ],
    refused: [
      [
        "a file where the image has its own",
        one({ mounts: [file("/c"), file("/etc//c"), file("/etc/app/../c")] }),
        ["/c", "/etc//c", "/etc/app/../c"].map(
          (path) =>
            `settings: service api mounts ${path} (config), which cannot be had on ECS: its directory ${path === "/c" ? "/" : "/etc"} is mounted as a whole and would hide what the image has there; put it into a directory of its own`,
        ),
      ],
      [
        "a file where something else is mounted",
        one({ mounts: [file("/srv/app/app.conf"), { kind: "scratch", path: "/srv/app/" }] }),
        [
          "settings: service api mounts /srv/app/app.conf (config), which cannot be had on ECS: its directory /srv/app is mounted as a whole, and /srv/app (scratch) too; put them side by side",
        ],
      ],
      [
        "a file around a directory of files, of a job",
        {
          platform: {
            jobs: {
              migrate: aJob({ mounts: [file("/data/a"), { kind: "shared", path: "/data/up", store: "shared" }] }),
            },
          },
        },
        [
          "settings: job migrate mounts /data/a (config), which cannot be had on ECS: its directory /data is mounted as a whole, and /data/up (shared) too; put them side by side",
        ],
      ],
      [
        "a file below another, of a task",
        { platform: { tasks: { code: aTask({ mounts: [file("/etc/app/a"), file("/etc/app/conf.d/b")] }) } } },
        [
          "settings: task code mounts /etc/app/conf.d/b (config), which cannot be had on ECS: its directory /etc/app/conf.d is mounted as a whole, and /etc/app (config) too; put them side by side",
        ],
      ],
      [
        "more text than there is room for, each newline counted as it is written",
        one({ mounts: [file("/etc/app/a", "\n".repeat(10_000)), file("/etc/app/b", "x".repeat(12_769))] }),
        [
          "settings: service api mounts /etc/app/a, /etc/app/b (config), which cannot be had on ECS: together they come to 32769 bytes of a task definition, where 32768 are left for files; keep it in a store, or bake it into the image",
        ],
      ],
      [
        "a secret file",
        one({ mounts: [{ kind: "secretFile", path: "/s", secret: "password" }] }),
        [
          "settings: service api mounts /s (secretFile), which cannot be had on ECS: ECS hands secrets over as variables only; read it from a variable",
        ],
      ],
      [
        "a path of the host",
        one({ mounts: [{ kind: "hostPath", path: "/h", hostPath: "/h" }] }),
        [
          "settings: service api mounts /h (hostPath), which cannot be had on ECS: there is no machine of ours under Fargate; keep it in a store, or take capacity ec2",
        ],
      ],
      [
        "the docker socket",
        { platform: { jobs: { migrate: aJob({ mounts: [{ kind: "dockerSocket" }] }) } } },
        [
          "settings: job migrate mounts /var/run/docker.sock (dockerSocket), which cannot be had on ECS: there is no engine to talk to under Fargate; give the mount startsTask, and start tasks through ECS, or take capacity ec2",
        ],
      ],
    ],
  },
  {
    id: 31,
    fine: [
      [
        "mounts side by side",
        one({
          mounts: [
            { kind: "scratch", path: "/data" },
            { kind: "scratch", path: "/database" },
          ],
        }),
      ],
      [
        "a file inside a directory",
        one({
          mounts: [
            { kind: "scratch", path: "/etc" },
            { kind: "config", path: "/etc/app.conf", content: "" },
          ],
        }),
      ],
    ],
    refused: [
      [
        "one path",
        one({
          mounts: [
            { kind: "scratch", path: "/data" },
            { kind: "shared", path: "/data/", store: "shared" },
          ],
        }),
        ["service api mounts two things at /data"],
      ],
      [
        "one inside another",
        one({
          mounts: [
            { kind: "scratch", path: "/data/tmp" },
            { kind: "shared", path: "/data", store: "shared" },
          ],
        }),
        ["service api mounts /data/tmp inside /data; put them side by side"],
      ],
    ],
  },
  {
    id: 32,
    fine: [["one of each", one({ environment: { A: "1" }, secrets: { B: use("password") } })]],
    refused: [
      [
        "both",
        one({ environment: { A: "1" }, secrets: { A: use("password") } }),
        ["service api sets A as a variable and as a secret; keep one"],
      ],
    ],
  },
];
