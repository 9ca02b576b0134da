import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { figure } from "../helpers/figures";
import { ask, eventually } from "./engine";
import { answerOf, Clients, publicPaths } from "./host-clients";
import { lastLine, proofDeployment, rootOf, withVariable } from "./host-release";
import { filesThatHold, imagesThatHold, logsThatHold } from "./host-secrets";
import { metricSum, whyNoWorld, World } from "./host-world";

const MINUTE_MS = 60_000;
jest.setTimeout(10 * MINUTE_MS);

const missing = whyNoWorld();
if (missing !== undefined) it.skip(`a compose host, really running: ${missing}`, () => undefined);

(missing === undefined ? describe : describe.skip)("a compose host, really running", () => {
  const deployment = proofDeployment();
  const root = rootOf(deployment);
  const paths = publicPaths(deployment);
  const services = [...new Set(paths.map(({ service }) => service))];
  let world: World;
  let address: string;
  let first: string;

  /** What clients saw of each public service while something was done, and how long it took. */
  async function watched<T>(during: () => Promise<T>): Promise<{ result: T; clients: Clients }> {
    const clients = Clients.start(address, paths);
    await sleep(1500);
    const result = await during();
    await sleep(1500);
    await clients.stop();
    return { result, clients };
  }
  const failures = (clients: Clients): Record<string, string[]> =>
    Object.fromEntries(services.map((service) => [service, clients.reasons(service)]));
  const none = Object.fromEntries(services.map((service) => [service, []]));
  const answers = (): Promise<string[]> => Promise.all(paths.map((path) => answerOf(address, path)));
  const expectAllWell = async (): Promise<void> => {
    const states = Object.entries(await world.host.states());
    const wanted = states.map(([name]) => [name, deployment.platform.jobs[name] ? "exited 0" : "running healthy"]);
    expect(states).toEqual(wanted);
    expect(await answers()).toEqual(paths.map(({ service }) => service));
  };

  beforeAll(async () => {
    world = await World.open(deployment);
    address = await world.host.address();
    first = world.releases.current();
  });
  afterAll(() => world?.close());

  it("is set up by its user data, from an empty data volume, and a second time without harm", async () => {
    const ran = await world.host.run(world.releases.userData());
    expect([ran.status, lastLine(ran)]).toEqual([0, "set-up: this host is ready for its first release"]);
    expect(await world.host.tell(`findmnt --noheadings --output FSTYPE ${root}`)).toBe("ext4");
    expect(ran.output).toContain("a file system is made on it");
    const again = await world.host.run(world.releases.userData());
    expect([again.status, again.output]).toEqual([0, expect.not.stringContaining("a file system is made")]);
  });

  it("becomes healthy from nothing by what SSM is told to run, and every public path answers on its port", async () => {
    const ran = await world.releases.send(first);
    expect([ran.status, lastLine(ran)]).toEqual([0, expect.stringContaining(`release ${first} runs`)]);
    figure(`host: the first release, pulls and all: ${ran.seconds.toFixed(1)} s`);
    expect(Object.keys(await world.host.states()).sort()).toEqual(
      [...Object.keys(deployment.platform.services), ...Object.keys(deployment.platform.jobs)].sort(),
    );
    await expectAllWell();
    expect(await metricSum(world, "ReleaseDeployed")).toBeGreaterThan(0);
  });

  it("lets the processor start code beside itself, which finds the shared folder at the host's path", async () => {
    const answer = await ask(`http://${address}:8020/exec-check`);
    expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ service: "chat-proc" })]);
  });

  it("changes nothing when the same release comes again", async () => {
    const before = await world.host.running();
    const { result, clients } = await watched(() => world.releases.send(first));
    expect([result.status, lastLine(result)]).toEqual([0, `release ${first} runs already: nothing changed`]);
    expect(await world.host.running()).toEqual(before);
    expect(failures(clients)).toEqual(none);
    figure(`host: the same release again: ${result.seconds.toFixed(1)} s`);
  });

  it("keeps every secret out of the bundle, the images and the logs, and where Docker keeps them is known", async () => {
    const found = await filesThatHold(world, [root, "/etc", "/home", "/root", "/tmp", "/usr/local", "/var"]);
    // The variables of each container, where the engine writes them down; both volumes of a host are encrypted.
    expect(found).toContain(`${root}/docker/containers/*/config.v2.json`);
    const ofTheEngine = [
      `${root}/docker/containers/*/config.v2.json`,
      // On Ubuntu containerd is a service of its own, and this is in /var/lib/containerd.
      `${root}/docker/containerd/daemon/io.containerd.metadata.v1.bolt/meta.db`,
      // For the moment that a health check takes to start.
      "/tmp/runc-process*",
    ];
    expect(found.filter((path) => !ofTheEngine.includes(path))).toEqual([]);
    expect(await imagesThatHold(world)).toEqual([]);
    expect(await logsThatHold(world, deployment)).toEqual([]);
  });

  it("gives a container the secret that the operator has put in, to the letter", async () => {
    const told = await world.host.tell(
      `docker exec ${deployment.environment.platform}-proof-chat-ingress-1 sh -c 'printf %s "$ANTHROPIC_API_KEY" | sha256sum'`,
    );
    const wanted = createHash("sha256")
      .update(world.secrets["anthropic-api-key"] ?? "")
      .digest("hex");
    expect(told.split(" ")[0]).toBe(wanted);
  });

  it("tries a service beside the old one, and restarts it alone when one of its variables changes", async () => {
    const before = await world.host.running();
    const release = world.releases.write(withVariable(deployment, "chat-ingress", "LOG_LEVEL", "DEBUG"));
    const { result, clients } = await watched(() => world.releases.send(release));
    expect([result.status, lastLine(result)]).toEqual([0, expect.stringContaining(`release ${release} runs: 1 of `)]);
    expect(result.output).toContain("chat-ingress was tried first, beside what runs: healthy");
    const { "chat-ingress": ingress, ...others } = await world.host.running();
    const { "chat-ingress": oldIngress, ...oldOthers } = before;
    expect(ingress).not.toBe(oldIngress);
    expect(others).toEqual(oldOthers);
    const { failed, ok, gapSec } = clients.count("chat-ingress");
    expect({ ...failures(clients), "chat-ingress": [] }).toEqual(none);
    figure(
      `host: one service restarted: ${ok} requests ok, ${failed} failed, gap ${gapSec.toFixed(1)} s; others 0 failed`,
    );
    figure(`host: a release with one changed variable, trial and all: ${result.seconds.toFixed(1)} s`);
  });

  it("refuses a release whose service is ill in its trial; nobody outside notices", async () => {
    const before = await world.host.running();
    const release = world.releases.write(withVariable(deployment, "chat-ingress", "POSTGRES_DATABASE", "nowhere"));
    const refusals = await metricSum(world, "ReleaseRefused");
    const { result, clients } = await watched(() => world.releases.send(release));
    expect([result.status, lastLine(result)]).toEqual([
      1,
      expect.stringMatching(
        /is refused, and what runs was not touched: chat-ingress was tried first, beside what runs: its health check failed/,
      ),
    ]);
    expect(await world.host.running()).toEqual(before);
    expect(failures(clients)).toEqual(none);
    expect(await metricSum(world, "ReleaseRefused")).toBe(refusals + 1);
    figure(`host: a release refused by its trial: 0 of ${clients.total} requests failed`);
  });

  it("rolls a release back that does not become healthy in its place, and says so", async () => {
    const current = await world.releases.running();
    const release = world.releases.write(withVariable(deployment, "chat-proc", "CHAT_PROCESSOR_PORT", "8021"));
    const rollbacks = await metricSum(world, "ReleaseRolledBack");
    let begunMs = 0;
    let endedMs = 0;
    const { result, clients } = await watched(async () => {
      begunMs = Date.now();
      const ran = await world.releases.send(release);
      endedMs = Date.now();
      return ran;
    });
    expect([result.status, lastLine(result)]).toEqual([
      1,
      expect.stringMatching(
        new RegExp(`release ${release} was rolled back to ${current}, which is healthy: chat-proc`),
      ),
    ]);
    await expectAllWell();
    expect(await world.releases.running()).toBe(current);
    expect(await metricSum(world, "ReleaseRolledBack")).toBe(rollbacks + 1);
    const [before, during, after] = [
      clients.count("chat-proc", 0, begunMs),
      clients.count("chat-proc", begunMs, endedMs),
      clients.count("chat-proc", endedMs),
    ];
    expect([before.failed, after.failed]).toEqual([0, 0]);
    expect(during.failed).toBeGreaterThan(0);
    expect({ ...failures(clients), "chat-proc": [], "chat-ingress": [] }).toEqual(none);
    figure(
      `host: rolled back: failed ${before.failed} of ${before.ok} before, ${during.failed} of ${during.ok + during.failed} during, ` +
        `${after.failed} of ${after.ok} after; gap ${during.gapSec.toFixed(1)} s of ${result.seconds.toFixed(1)} s`,
    );
  });

  it("returns to a named release by one command, and lists those that it has", async () => {
    const ran = await world.releases.send(first);
    expect([ran.status, lastLine(ran)]).toEqual([0, expect.stringContaining(`release ${first} runs`)]);
    const list = await world.releases.send("list");
    expect(list.output).toMatch(new RegExp(`^${first} .* runs now$`, "m"));
    expect(list.output.trim().split("\n")).toHaveLength(4);
    figure(`host: back to a named release: ${ran.seconds.toFixed(1)} s`);
  });

  it("comes back after a reboot by its boot unit, with secrets read anew", async () => {
    const started = performance.now();
    await world.host.reboot();
    expect(await world.host.tell("ls /run")).not.toContain("kdcube-proof");
    const ran = await world.host.run(await world.releases.bootCommand());
    expect([ran.status, lastLine(ran)]).toEqual([0, `release ${first} runs`]);
    await eventually(expectAllWell);
    figure(
      `host: a reboot: all healthy ${((performance.now() - started) / 1000).toFixed(1)} s after the machine went down`,
    );
  });

  describe("with a release that cannot be had", () => {
    const next = withVariable(deployment, "web-ui", "NEW_VARIABLE", "new");
    let release: string;

    beforeAll(() => {
      release = world.releases.write(next);
    });

    it.each([
      [
        "a file of it is not what was released",
        /\.env\.frontend of release \w+ is not what was released/,
        (during: () => Promise<void>) => world.withOtherFile(".env.frontend", during),
      ],
      [
        "the data disk is full",
        /no room on the data disk: \d+ MiB are free on \S+, 2048 are needed/,
        (during: () => Promise<void>) => world.host.withRoom(500, during),
      ],
      [
        "the registry is away",
        /image \S+ cannot be had from \S+/,
        (during: () => Promise<void>) => world.surroundings.withoutRegistry(during),
      ],
      [
        "a secret is missing",
        /OPENAI_API_KEY in \S+: secret \S+openai-api-key is being deleted/,
        (during: () => Promise<void>) => world.withoutSecret("openai-api-key", during),
      ],
    ])("says in one line that %s, and leaves what runs alone", async (_, line, arrange) => {
      const before = await world.host.running();
      await arrange(async () => {
        const { result, clients } = await watched(() => world.releases.send(release));
        expect([result.status, lastLine(result)]).toEqual([1, expect.stringMatching(line)]);
        expect(lastLine(result)).toContain("what runs was not touched");
        expect(failures(clients)).toEqual(none);
      });
      expect(await world.host.running()).toEqual(before);
      expect(await world.releases.running()).toBe(first);
    });

    it("takes it once nothing is in its way", async () => {
      const ran = await world.releases.send(release);
      expect([ran.status, lastLine(ran)]).toEqual([0, expect.stringContaining(`release ${release} runs: 1 of `)]);
      await expectAllWell();
    });
  });
});
