import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describeAll } from "../../src/deployment";
import { routeFor } from "../../src/model/route";
import { ROOT } from "../helpers/source-files";
import { ask, docker, eventually, serverEvents, webSocketEcho } from "./engine";
import { figure, secondsSince } from "../helpers/figures";
import {
  CLOSE_MS,
  containerOf,
  ferry,
  MINUTE_MS,
  OPEN_MS,
  openTrial,
  succeed,
  type Trial,
  whyNoTrial,
} from "./devenv-trial";
import { startProcess, whyNoProcess } from "./images";
import type { Laptop } from "./laptop";
import { containersOf, environment, type Ports, remains, rewrite, withSetting, workspaceOf } from "./trial";

jest.setTimeout(4 * MINUTE_MS);

const [ONE, TWO] = ["trial", "second"] as const;
const workspace = workspaceOf(ONE);
const container = containerOf(ONE);

const missing = whyNoTrial();
if (missing !== undefined) it.skip(`a devenv that is applied to a real engine: ${missing}`, () => undefined);

/** In the order of a day: each test goes on from where the one before it ended. */
(missing === undefined ? describe : describe.skip)("a devenv on a real engine", () => {
  let trial: Trial;
  let laptop: Laptop;
  let ports: Ports;
  const door = (path: string): string => `http://127.0.0.1:${ports.proxy}${path}`;

  beforeAll(async () => {
    trial = await openTrial(ONE, undefined, [TWO]);
    ({ laptop, ports } = trial);
  }, OPEN_MS);

  afterAll(() => trial?.close(), CLOSE_MS);

  it("comes up in one apply, everything healthy and the job ended with 0", async () => {
    const { seconds } = succeed(laptop.apply(workspace));
    const all = await containersOf(ONE);
    figure(`apply until ${Object.keys(all).length} containers are healthy or done: ${seconds.toFixed(1)} s`);
    const states = Object.fromEntries(
      Object.entries(all).map(([name, state]) => [name.replace(container(""), ""), state]),
    );
    expect(states).toEqual({
      "chat-ingress": "running healthy",
      "chat-proc": "running healthy",
      "exec-workspace-owner": "exited 0",
      metrics: "running healthy",
      postgres: "running healthy",
      "postgres-setup": "exited 0",
      redis: "running healthy",
      "storage-owner": "exited 0",
      "web-proxy": "running healthy",
      "web-ui": "running healthy",
    });
  });

  it("says where it is, and which keys nobody has given", () => {
    expect(laptop.outputs(workspace)).toEqual({
      keys_not_set: ["anthropic-api-key", "brave-api-key", "openai-api-key"],
      url: `http://localhost:${ports.proxy}`,
    });
  });

  it("has an empty plan then", () => {
    const started = performance.now();
    expect(laptop.plan(workspace)).toEqual({});
    figure(`the plan after it is empty: ${secondsSince(started)}`);
  });

  describe("through its proxy", () => {
    let stream: Promise<number[]>;
    beforeAll(() => {
      stream = ticks(door("/sse/stream?pause=15&count=6"));
    });

    it("reaches the owner of every public route", async () => {
      const [deployment] = describeAll(laptop.bench.root, [`kdcube/${ONE}`]);
      const { routes } = deployment!.platform;
      const paths = routes
        .filter(({ exposure, service }) => exposure === "public" && service)
        .map(({ path, exact }) => (exact ? path : path.endsWith("/") ? `${path}x` : `${path}/x`));
      for (const path of paths) {
        const { headers, text, json } = await ask(door(path));
        const owner = (json as { service?: string } | undefined)?.service ?? /<title>(.*)<\/title>/.exec(text)?.[1];
        expect([path, owner, headers.get("x-content-type-options")]).toEqual([
          path,
          routeFor(routes, path)?.service,
          "nosniff",
        ]);
      }
      figure(`${paths.length} public routes reach their owners; internal ones are refused`);
    });

    it.each(["/metrics", "/metrics/x", "//metrics", "/%6detrics"])("refuses %s, which is internal", async (path) => {
      expect((await ask(door(path))).status).toBe(404);
    });

    it("carries a turn: in by the ingress, through the queue and the processor, out on the stream", async () => {
      for await (const { event, data } of serverEvents(door("/sse/stream?stream_id=trial"))) {
        if (event === "ready") {
          const body = JSON.stringify({ stream_id: "trial", message: "hello" });
          expect(await ask(door("/sse/chat"), { method: "POST", body })).toMatchObject({ status: 202 });
        } else {
          expect(data).toMatchObject({ service: "chat-proc", echo: "hello" });
          break;
        }
      }
    });

    it("answers a WebSocket under the path that it rewrites", async () => {
      const url = door("/cb/socket.io/?EIO=4&transport=websocket");
      expect(await webSocketEcho(url, "2probe")).toBe("2probe");
    });

    it("does not cut a stream of 90 s that is silent for 15 s at a time", async () => {
      const arrived = await stream;
      figure(`a stream with 15 s pauses through the proxy, events after ${arrived.join(", ")} s`);
      expect(arrived).toEqual([15, 30, 45, 60, 75, 90]);
    });
  });

  it("exports its metrics", async () => {
    const { text } = await ask(`http://127.0.0.1:${ports.metrics}/metrics`);
    expect(text).toContain("proc_queue_total 0");
  });

  it("runs code in a container beside the processor, on the directories that are really mounted", async () => {
    const { json } = await ask(`http://127.0.0.1:${ports.proc}/exec-check`);
    expect(json).toMatchObject({ HOST_EXEC_WORKSPACE_PATH: "ok", HOST_KDCUBE_STORAGE_PATH: "ok" });
  });

  it("gives the engine's socket to the processor alone", async () => {
    const mounts = await docker(
      "inspect",
      "--format",
      "{{.Name}} {{range .Mounts}}{{.Source}} {{end}}",
      ...Object.keys(await containersOf(ONE)),
    );
    const withSocket = mounts.split("\n").filter((line) => line.includes("docker.sock"));
    expect(withSocket.map((line) => line.split(" ")[0])).toEqual([`/${container("chat-proc")}`]);
  });

  it("replaces the one container whose variable changed, and is found again behind the proxy", async () => {
    rewrite(laptop, ONE, withSetting(["ingress", "streamQueue"], 500));
    laptop.synth(`kdcube/${ONE}`);
    expect(laptop.plan(workspace)).toEqual({ "docker_container.services_chat-ingress": "delete+create" });
    const { seconds, status, output } = laptop.apply(workspace);
    expect([status, output]).toEqual([0, expect.stringContaining("1 added, 0 changed, 1 destroyed")]);
    figure(`a changed variable replaces its container alone: ${seconds.toFixed(1)} s`);
    await eventually(async () => expect((await ask(door("/profile"))).status).toBe(200), 15);
    expect(laptop.plan(workspace)).toEqual({});
  });

  it("tells of a container that was killed, and brings it back", async () => {
    await docker("kill", container("metrics"));
    expect(ferry(laptop, ["doctor", `kdcube/${ONE}`]).output).toContain(`container ${container("metrics")}`);
    expect(laptop.plan(workspace)).toEqual({ "docker_container.services_metrics": "create" });
    succeed(laptop.apply(workspace));
    expect((await containersOf(ONE))[container("metrics")]).toBe("running healthy");
  });

  it("fails when its job fails, and says how to read why and how to run it again", async () => {
    const failed = laptop.apply(
      workspace,
      "-var=postgres_password=another",
      "-target=docker_container.jobs_postgres-setup",
    );
    expect(failed.status).toBe(1);
    const message = failed.output.replace(/[\s│]+/g, " ");
    expect(message).toContain(`${container("postgres-setup")} ended with exit code 1`);
    expect(message).toContain(`docker logs ${container("postgres-setup")}`);
    expect(message).toContain("terraform apply -replace=docker_container.jobs_postgres-setup");
    expect(await docker("logs", container("postgres-setup")).catch(String)).toBeDefined();
    expect(ferry(laptop, ["doctor", `kdcube/${ONE}`]).output).toContain("ended with exit code 1");
  });

  it("goes on when what made it fail is mended", () => {
    succeed(laptop.apply(workspace));
    expect(laptop.plan(workspace)).toEqual({});
  });

  it("stands beside a second environment, which the CDKTF CLI applies as Terraform does", async () => {
    const second = await environment(laptop, TWO);
    asCheckout(laptop);
    const deployed = cdktf(laptop, "deploy", workspaceOf(TWO), "--auto-approve", "--skip-provider-lock");
    const { seconds } = succeed(deployed);
    figure(`cdktf deploy of a second environment beside the first: ${seconds.toFixed(1)} s`);
    expect(Object.values(await containersOf(TWO)).filter((state) => !/healthy|exited 0/.test(state))).toEqual([]);
    for (const port of [ports.proxy, second.proxy])
      expect((await ask(`http://127.0.0.1:${port}/profile`)).json).toMatchObject({ service: "chat-ingress" });
    expect(laptop.plan(workspaceOf(TWO))).toEqual({});
    expect(laptop.plan(workspace)).toEqual({});
    succeed(cdktf(laptop, "destroy", workspaceOf(TWO), "--auto-approve", "--skip-provider-lock"));
    expect(await remains(TWO)).toEqual([]);
  });

  describe("in mode infra", () => {
    beforeAll(() => {
      rewrite(laptop, ONE, (yaml) => ({ ...yaml, devenv: { ...(yaml["devenv"] as object), mode: "infra" } }));
      laptop.synth(`kdcube/${ONE}`);
      succeed(laptop.apply(workspace));
    });

    it("keeps the stores and the job, and nothing that a developer runs", async () => {
      expect(Object.keys(await containersOf(ONE))).toEqual(["postgres", "postgres-setup", "redis"].map(container));
      expect(laptop.plan(workspace)).toEqual({});
    });

    const noProcess = whyNoProcess();
    if (noProcess !== undefined) it.skip(`runs the services as processes: ${noProcess}`, () => undefined);
    else
      it("gives processes of the laptop what they need: they are healthy, and a turn goes through them", async () => {
        succeed(ferry(laptop, ["env", `kdcube/${ONE}`]));
        const file = (name: string): string => laptop.bench.path(`state/kdcube/${ONE}/processes/.env.${name}`);
        const [ingress, proc, metrics] = [
          startProcess("chat-ingress", file("ingress")),
          startProcess("chat-proc", file("proc")),
          startProcess("metrics", file("metrics")),
        ];
        try {
          for (const port of [ports.ingress, ports.proc, ports.metrics])
            await eventually(async () => {
              const { status, text } = await ask(`http://127.0.0.1:${port}/health`);
              if (status !== 200) throw new Error(text);
            });
          figure("processes with the files of `ferry env` are healthy: chat-ingress, chat-proc, metrics");
          const setup = startProcess("postgres-setup", file("postgres.setup"));
          expect([await setup.ended, setup.output()]).toEqual([0, expect.stringContaining("are there")]);
          expect((await ask(`http://127.0.0.1:${ports.proc}/exec-check`)).json).toMatchObject({
            HOST_EXEC_WORKSPACE_PATH: "ok",
          });
        } finally {
          await Promise.all([ingress, proc, metrics].map((each) => each.stop()));
        }
      });
  });

  it("leaves no container, network or volume when it is destroyed", async () => {
    const { seconds, output } = succeed(laptop.destroy(workspace));
    expect(output).toContain("Destroy complete!");
    figure(`destroy: ${seconds.toFixed(1)} s, nothing left`);
    expect(await remains(ONE)).toEqual([]);
  });
});

/** When each event arrived, in whole seconds. */
async function ticks(url: string): Promise<number[]> {
  const arrived: number[] = [];
  for await (const { event, atMs } of serverEvents(url)) if (event === "tick") arrived.push(Math.round(atMs / 1000));
  return arrived;
}

const cdktf = (laptop: Laptop, ...words: string[]) =>
  laptop.run(join(ROOT, "node_modules/.bin/cdktf"), words, { env: { CI: "1" } });

/** The trial's folder as a checkout, for the CDKTF CLI to run the app in. */
function asCheckout(laptop: Laptop): void {
  for (const file of ["main.ts", "cdktf.json", "package.json", "tsconfig.json"])
    cpSync(join(ROOT, file), laptop.bench.path(file));
  for (const folder of ["src", "node_modules"]) symlinkSync(join(ROOT, folder), laptop.bench.path(folder));
}
