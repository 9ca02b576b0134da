import { setTimeout as sleep } from "node:timers/promises";
import { docker, eventually, logs, type Start } from "./engine";
import { figure, secondsSince } from "../helpers/figures";
import { whyNoImages } from "./images";
import { rawOwner, type Received, SECURITY_HEADERS, send } from "./proxy-client";
import { onLaptop } from "./proxy-configurations";
import { type Proxy, Street } from "./proxy-sandbox";

const BUILD_MS = 8 * 60_000;
const RUN_MS = 60_000;
jest.setTimeout(RUN_MS);

/** proxy_connect_timeout. */
const CONNECT_SEC = 5;
/** How long an address is kept, `valid=` of the resolver, and two seconds more. */
const KEPT_SEC = 12;

const noImages = whyNoImages();
if (noImages !== undefined) it.skip(`the proxy's upstreams: ${noImages}`, () => undefined);

(noImages === undefined ? describe : describe.skip)("a proxy and its upstreams", () => {
  let alone: Street;
  let proxy: Proxy;
  const PATH = "/admin/integrations/x";
  let owner: Start;
  const asked = (path = PATH) => send(proxy.base, path);
  const reached = async (): Promise<Received> => {
    const answer = await asked();
    expect(answer.status).toBe(200);
    return answer;
  };
  let moved: string;
  const ip = (name: string) =>
    docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", name);

  beforeAll(async () => {
    alone = await Street.empty("proxy-upstreams");
    owner = rawOwner(alone.image("proxy"), 8020);
    proxy = await alone.proxy("proxy", onLaptop("none"));
  }, BUILD_MS);

  afterAll(() => alone?.close(), RUN_MS);

  it("starts, and answers its probe; the rest is 502", async () => {
    expect(await asked("/proxy-health")).toMatchObject({ status: 200, text: "ok" });
    const answer = await asked();
    expect(answer.status).toBe(502);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
    figure(`proxy: 502 after ${answer.seconds.toFixed(1)} s while no upstream has its name`);
  });

  it(
    "finds one when it comes, and again when it moves",
    async () => {
      const first = await alone.sandbox.start("chat-proc", owner);
      let started = performance.now();
      await eventually(reached);
      figure(`proxy: upstream found ${secondsSince(started)} after its start`);
      const before = await ip(first);
      await docker("rm", "--force", first);
      // The first free address is given to who comes next.
      await alone.sandbox.start("tenant", { ...owner, command: ["sleep", "300"] });
      moved = await alone.sandbox.start("moved", { ...owner, options: ["--network-alias", "chat-proc"] });
      started = performance.now();
      expect(await ip(moved)).not.toBe(before);
      // Each of nginx's workers has asked for the name at a moment of its own, so one answer is not all.
      let missed = "at once";
      while (performance.now() - started < 1000 * KEPT_SEC) {
        const answers = await Promise.all(Array.from({ length: 8 }, () => asked()));
        expect([200, 502]).toEqual(expect.arrayContaining(answers.map(({ status }) => status)));
        if (answers.some(({ status }) => status !== 200)) missed = secondsSince(started);
        await sleep(100);
      }
      figure(`proxy: upstream found again ${missed} after it moved from ${before} to ${await ip(moved)}`);
      const answers = await Promise.all(Array.from({ length: 50 }, reached));
      expect(answers).toHaveLength(50);
    },
    RUN_MS,
  );

  it("passes on to the letter, and takes nothing back that is its own to say", async () => {
    const path = "/api/integrations/a%2Fb%20c//d;e?f=%67&h=a/../b";
    const headers = {
      forwarded: "for=198.51.100.7",
      proxy: "http://198.51.100.7",
      upgrade: "websocket",
      connection: "upgrade",
    };
    const answer = await send(proxy.base, path, { headers });
    expect(answer.seen.target).toBe(path);
    expect(Object.keys(answer.seen.headers ?? {}).sort()).toEqual([
      "host",
      "x-forwarded-for",
      "x-forwarded-host",
      "x-forwarded-proto",
      "x-real-ip",
    ]);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
  });

  it("answers when one is killed, and does not hang", async () => {
    const pending = asked("/api/integrations/slow");
    await eventually(
      async () => expect(await alone.sandbox.exec("moved", "cat", "/proc/net/tcp")).toMatch(/:1F54 \S+ 01/),
      5,
    );
    const killed = performance.now();
    await docker("kill", moved);
    const cut = await pending;
    const cutAfter = secondsSince(killed);
    expect(cut.status).toBe(502);
    // Its address is not anybody's now, and nginx keeps it for a while.
    const next = await asked("/api/integrations/?token=of-a-session");
    expect([502, 504]).toContain(next.status);
    expect(next.seconds).toBeLessThan(CONNECT_SEC + 1);
    const told = `${cut.status} in ${cutAfter} for what it had in hand, then ${next.status} in ${next.seconds.toFixed(1)} s`;
    const nameGone = async () => expect(await asked()).toMatchObject({ status: 502 });
    await eventually(nameGone, KEPT_SEC);
    // What it could not pass on is in the log by its path alone.
    const said = await logs(proxy.container);
    expect(said).toContain('"/api/integrations/"');
    expect(said).not.toContain("of-a-session");
    figure(`proxy: an upstream is killed: ${told}, and 502 after ${secondsSince(killed)}`);
  });
});
