import { preflightOf } from "../../src/platforms/preflights";
import { breaking, preflight } from "../../src/preflight/run";
import { readRendered } from "../../src/preflight/read";
import { loadNamed } from "../../src/config/load";
import { build } from "../../src/deployment";
import type { Rendered } from "../../src/model/rendered";
import { platformNamed } from "../../src/platforms/registry";
import type { Input } from "../../src/platforms/kdcube/preflight/rule";
import { synthesize, type TerraformJson } from "../../src/synthesize";
import { ROOT } from "../helpers/source-files";
import { deploymentNamed, inStates, shipped } from "../helpers/workspaces";

const outputs = new Map<string, ReturnType<typeof synthesize>["workspaces"]>();

function readOf(name: string, change: (text: string) => string = (text) => text): Rendered {
  const workspaces = outputs.get(name) ?? synthesize([deploymentNamed(name)]).workspaces;
  outputs.set(name, workspaces);
  return readRendered(
    workspaces.map(({ workspace, json }) => ({
      workspace,
      json: JSON.parse(change(JSON.stringify(json))) as TerraformJson,
    })),
  );
}

/** What one rule says about the output of a shipped environment after its text was changed. */
function told(name: string, id: number, change: (text: string) => string): string[] {
  const { platform, environment } = deploymentNamed(name);
  const { input } = build(loadNamed(ROOT, name), platformNamed(platform.name, environment.file));
  const view = { build: input, platform, proxy: environment.edge.proxy, rendered: readOf(name, change) } as Input;
  return preflightOf("kdcube")
    .filter((rule) => rule.id === id)
    .flatMap((rule) => rule.run(view).map(({ text }) => text));
}

/** One text of the output for another, as it stands inside JSON. */
const replacing =
  (from: string, to: string) =>
  (text: string): string =>
    text.replaceAll(JSON.stringify(from).slice(1, -1), () => JSON.stringify(to).slice(1, -1));

describe("what is read back from an output", () => {
  const prod = readOf("kdcube/prod");

  it("has every container in its place", () =>
    expect(prod.containers.map(({ on, unit, name }) => `${on} ${unit} ${name}`)).toEqual(
      expect.arrayContaining([
        "ecs chat-ingress clamav",
        "ecs metrics metrics",
        "compose host chat-proc",
        "compose host postgres-setup",
      ]),
    ));

  it("follows a share into both target groups", () =>
    expect(
      prod.rules.find(({ patterns }) => patterns.includes("/sse/*"))?.targets.map(({ on, weight }) => [on, weight]),
    ).toEqual([
      ["compose", 75],
      ["ecs", 25],
    ]));

  it("names secrets as the model does, in both places", () => {
    for (const on of ["ecs", "compose"])
      expect(prod.containers.find((each) => each.on === on && each.name === "chat-ingress")?.secrets).toMatchObject({
        REDIS_URL: "redis-url",
        POSTGRES_PASSWORD: "postgres-password",
      });
  });

  it("finds stores, files and their owners", () => {
    expect(prod.caches).toMatchObject([{ name: "redis", tls: true, shards: 1, eviction: "noeviction" }]);
    expect(prod.databases).toMatchObject([{ name: "postgres", parameters: { max_connections: "400" } }]);
    expect(prod.files).toMatchObject([{ name: "exec-workspace", uid: 1000, gid: 1000 }]);
    expect(prod.zones).toHaveLength(3);
    expect(prod.secretTexts["redis-url"]).toMatch(/^rediss:\/\/:<.+>@<.+>:6379\/0$/);
  });

  it("reads the laptop's containers and their files", () => {
    const { containers, caches } = readOf("kdcube/dev");
    expect(Object.keys(containers.find(({ name }) => name === "web-proxy")?.files ?? {})).toEqual([
      "/usr/local/openresty/nginx/conf/nginx.conf",
    ]);
    expect(caches).toMatchObject([{ on: "laptop", eviction: "noeviction" }]);
  });

  it("reads alarms and policies alike", () => {
    const metric = { metric_name: "m", namespace: "N" };
    const resource = {
      aws_cloudwatch_metric_alarm: {
        plain: { ...metric, dimensions: { a: "b" }, threshold: 7 },
        computed: { metric_query: [{ metric: { ...metric, dimensions: { a: "b" } } }], threshold: 1 },
      },
      aws_appautoscaling_policy: {
        tracking: {
          target_tracking_scaling_policy_configuration: {
            target_value: 70,
            customized_metric_specification: { ...metric, dimensions: [{ name: "a", value: "b" }] },
          },
        },
      },
    };
    const [{ workspace, json } = { workspace: undefined, json: undefined }] = synthesize([
      deploymentNamed("kdcube/staging"),
    ]).workspaces;
    const { watches } = readRendered([{ workspace: workspace!, json: { ...json!, resource } }]);
    expect(watches.map(({ name, dimensions, threshold }) => [name, dimensions["a"], threshold])).toEqual([
      ["plain", "b", 7],
      ["computed", "b", undefined],
      ["tracking", "b", 70],
    ]);
  });
});

describe("a mistake of our own in the output", () => {
  it.each<[string, string, number, (text: string) => string, RegExp]>([
    [
      "a container port",
      "kdcube/staging",
      31,
      replacing('containerPort":8020', 'containerPort":8010'),
      /its container opens 8010/,
    ],
    [
      "roles that may be passed on",
      "kdcube/staging",
      82,
      replacing("${aws_iam_role.py-code-exec_task_role.arn}", "*"),
      /may pass on \*/,
    ],
    [
      "a value that compose fills in",
      "kdcube/prod",
      137,
      replacing("=sonnet-4.5", "=$${MODEL}"),
      /DEFAULT_LLM_MODEL_ID of chat-proc on the host is not what the model says/,
    ],
    [
      "the same",
      "kdcube/prod",
      142,
      replacing("=sonnet-4.5", "=$${MODEL}"),
      /DEFAULT_LLM_MODEL_ID of chat-proc on the host is left/,
    ],
    ["a cache that evicts", "kdcube/staging", 22, replacing("noeviction", "allkeys-lru"), /is allkeys-lru/],
    [
      "a security group that is shut",
      "kdcube/staging",
      36,
      (text) => text.replaceAll('"from_port":6379', '"from_port":6380'),
      /calls redis on 6379/,
    ],
    [
      "an idle timeout",
      "kdcube/staging",
      50,
      (text) => text.replaceAll('"idle_timeout":660', '"idle_timeout":60'),
      /waits 60 s/,
    ],
    ["a grant of the host", "kdcube/prod", 95, replacing("s3:DeleteObject", "s3:Other"), /lacks s3:DeleteObject/],
    [
      "a probe",
      "kdcube/prod",
      124,
      replacing("8020/health", "8020/monitoring/health"),
      /is probed at \/monitoring\/health/,
    ],
    [
      "the relay of one place",
      "kdcube/prod",
      146,
      replacing("CB_RELAY_IDENTITY=kdcube.relay", "CB_RELAY_IDENTITY=other.relay"),
      /CB_RELAY_IDENTITY: /,
    ],
  ])("is found: %s", (_what, name, id, change, says) => {
    expect(told(name, id, (text) => text)).toEqual([]);
    expect(told(name, id, change).join("\n")).toMatch(says);
  });
});

describe("the steps of a migration", () => {
  const prod = deploymentNamed("kdcube/prod");
  const { input } = build(loadNamed(ROOT, "kdcube/prod"), platformNamed("kdcube", prod.environment.file));
  const breaking = (states: Parameters<typeof inStates>[1]): string[] => {
    const { platform, ...moved } = inStates(prod, states);
    const { workspaces } = synthesize([{ platform, ...moved }]);
    const view = { build: input, platform, proxy: undefined, rendered: readRendered(workspaces) } as Input;
    return preflightOf("kdcube")
      .filter((rule) => rule.severity === "breaks" && rule.idle?.(view) === undefined)
      .flatMap((rule) => rule.run(view).map(({ text }) => `${rule.id} ${text}`));
  };

  it("break nothing on the way", () => {
    expect(breaking({ metrics: "planned", ingress: "planned", proc: "planned", edge: "planned" })).toEqual([]);
    expect(breaking({ metrics: "retired", ingress: "moved", proc: "warm", edge: "planned" })).toEqual([]);
  });

  it.each(["moved", "retired"] as const)("end with a setup that the other workspace waits for: all %s", (state) =>
    expect(breaking({ metrics: state, ingress: state, proc: state, edge: state })).toEqual([]),
  );
});

describe("the shipped environments", () => {
  it("have no finding that breaks", () => {
    for (const { environment } of shipped()) {
      const name = `${environment.platform}/${environment.environment}`;
      const { findings, looked } = preflight(
        loadNamed(ROOT, name),
        platformNamed(environment.platform, environment.file),
        preflightOf(environment.platform),
      );
      expect([name, breaking(findings)]).toEqual([name, 0]);
      expect(looked.length).toBeGreaterThan(50);
    }
  });
});
