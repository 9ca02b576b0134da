import { eventually, logs, serverEvents, webSocketEcho } from "./engine";
import { figure } from "../helpers/figures";
import { whyNoImages } from "./images";
import { bytes, MIB, type Received, SECURITY_HEADERS, type Sent } from "./proxy-client";
import { done, dotted, due, nearby, spellings } from "./proxy-paths";
import { type Place, PLACES, type SettledStreet, signedIn, Street } from "./proxy-sandbox";

/** The base takes a minute, and three where the mirror is far. */
const BUILD_MS = 8 * 60_000;
const RUN_MS = 120_000;
jest.setTimeout(RUN_MS);

const PAUSE_SEC = 15;
const STREAM = `/sse/stream?pause=${PAUSE_SEC}&count=6`;
const STREAM_SECONDS = [15, 30, 45, 60, 75, 90];

const noImages = whyNoImages();
if (noImages !== undefined) it.skip(`the proxy: ${noImages}`, () => undefined);

(noImages === undefined ? describe : describe.skip)("the proxy of the route table, under a real nginx", () => {
  let settled: SettledStreet;
  let streams: Promise<PromiseSettledResult<number[]>[]>;
  const at: SettledStreet["at"] = (...request) => settled.at(...request);

  const arrivals = async (place: Place): Promise<number[]> => {
    const arrived: number[] = [];
    for await (const { event, atMs } of serverEvents(`${settled.proxy(place).base}${STREAM}`, { headers: signedIn }))
      if (event === "tick") arrived.push(atMs / 1000);
    return arrived;
  };

  beforeAll(async () => {
    settled = await Street.settled("proxy", PLACES);
    // They take longer than all the rest, and go on beside it.
    streams = Promise.allSettled(PLACES.map(arrivals));
  }, BUILD_MS);

  afterAll(() => settled?.street.close(), RUN_MS);

  it.each(PLACES)("brings every public route to its owner: %s", async (place) => {
    const { routes } = settled.proxy(place);
    const paths = [...new Set(routes.flatMap(nearby))];
    const answers = await Promise.all(paths.map((path) => at(place, `${path}?a=1`, { headers: signedIn })));
    expect(paths.map((path, index) => done(path, answers[index] as Received))).toEqual(
      paths.map((path) => due(routes, path)),
    );
    const owners = new Set(answers.flatMap(({ seen: { service = [] } }) => service));
    const named = routes.flatMap(({ exposure, service = [] }) => (exposure === "public" ? service : []));
    expect(owners).toEqual(new Set(named));
    figure(`proxy ${place}: ${paths.length} paths of ${routes.length} rows reach ${owners.size} owners`);
  });

  it("passes on rows that nobody handles, and their owner says so", async () => {
    const answers = await Promise.all(
      ["/chatbot/api/x", "/chatbot/api/integrations/x"].map((path) => at("none", path)),
    );
    expect(answers.map(({ status, seen }) => [status, seen.service])).toEqual([
      [404, "chat-ingress"],
      [404, "chat-proc"],
    ]);
  });

  it.each(PLACES)("refuses internal routes in every spelling: %s", async (place) => {
    const { routes } = settled.proxy(place);
    const internal = routes.flatMap(({ exposure, path }) => (exposure === "internal" ? path : []));
    expect(internal).toEqual(routes.some(({ login }) => login) ? ["/metrics", "/auth/unmask"] : ["/metrics"]);
    const [same, leaving] = [internal.flatMap(spellings), internal.flatMap(dotted)];
    for (const headers of [{}, signedIn]) {
      const status = async (path: string) => [path, (await at(place, path, { headers })).status];
      expect(await Promise.all(same.map(status))).toEqual(same.map((path) => [path, 404]));
      expect(await Promise.all(leaving.map(status))).toEqual(leaving.map((path) => [path, 400]));
    }
  });

  it("refuses what is there for those inside", async () => {
    const text = await settled.street.sandbox.exec("none", "curl", "-sf", "http://metrics:8090/metrics");
    expect(text).toContain("proc_queue_total");
  });

  it("answers a WebSocket through the rewrite, with a session where one is asked for", async () => {
    const url = (place: Place) => `${settled.proxy(place).base}/cb/socket.io/?EIO=4&transport=websocket`;
    for (const place of PLACES) expect(await webSocketEcho(url(place), "2probe", signedIn)).toBe("2probe");
    await expect(webSocketEcho(url("delegated"), "2probe")).rejects.toThrow("401 in place of an upgrade");
  });

  it.each([
    ["a request row", "/api/opex/x", "websocket"],
    ["a stream row", "/sse/x", "websocket"],
    ["the socket's row, when it is to something else", "/cb/socket.io/x", "h2c"],
  ])("passes no upgrade on for %s", async (_, path, upgrade) => {
    const { seen } = await at("none", path, { headers: { connection: "Upgrade, HTTP2-Settings", upgrade } });
    expect(seen.service).toBe("chat-ingress");
    expect(seen.headers).not.toHaveProperty("connection");
  });

  it.each([
    ["a stream", 20, "/sse/x"],
    ["a request", 50, "/api/integrations/x"],
    ["a row that says none", 100, "/profile"],
    ["a large stream", 500, "/api/cb/resources/x"],
  ])("takes bodies of %s up to %d MiB, and not a byte more", async (_, limitMiB, path) => {
    const count = limitMiB * MIB;
    const length = (count: number) => ({ "content-length": String(count) });
    const under = await at("none", path, { method: "POST", headers: length(count), body: bytes(count) });
    expect([under.status === 413, under.seen.bodyLength]).toEqual([false, count]);
    expect(await at("none", path, { method: "POST", headers: length(count + 1) })).toMatchObject({ status: 413 });
    expect(await at("none", path, { method: "POST", body: bytes(count + 1) })).toMatchObject({ status: 413 });
    figure(`proxy: ${limitMiB} MiB to ${path} in ${under.seconds.toFixed(1)} s, one byte more is 413`);
  });

  describe("who asked", () => {
    const spoofed = {
      "x-forwarded-for": "198.51.100.7, 203.0.113.9",
      "x-forwarded-proto": "https",
      "x-forwarded-port": "8443",
      "x-forwarded-host": "evil.example.com",
      "x-real-ip": "198.51.100.7",
    };
    const host = "chat.example.com";

    it("is what nginx saw, on a laptop", async () => {
      const { seen } = await at("none", "/profile", { headers: { ...spoofed, host } });
      expect(seen.headers).toMatchObject({
        host,
        "x-forwarded-for": settled.gateway,
        "x-forwarded-proto": "http",
        "x-forwarded-host": host,
        "x-real-ip": settled.gateway,
      });
      expect(seen.headers).not.toHaveProperty("x-forwarded-port");
    });

    it("is what a load balancer says", async () => {
      const { seen } = await at("balanced", "/profile?token=spoken", { headers: { ...spoofed, ...signedIn, host } });
      expect(seen.headers).toMatchObject({
        host,
        "x-forwarded-for": "203.0.113.9",
        "x-forwarded-proto": "https",
        "x-forwarded-port": "8443",
        "x-forwarded-host": host,
        "x-real-ip": "203.0.113.9",
      });
    });

    it("is not what anybody else says", async () => {
      const headers = Object.entries({ ...spoofed, ...signedIn }).flatMap(([name, value]) => [
        "-H",
        `${name}: ${value}`,
      ]);
      const text = await settled.street.sandbox.exec("balanced", "curl", "-s", ...headers, "http://127.0.0.1/profile");
      expect(JSON.parse(text)).toMatchObject({
        headers: { "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http" },
      });
    });
  });

  it.each<[number, Place, string, Sent]>([
    [200, "none", "/profile", {}],
    [200, "none", "/chatbot/chat", {}],
    [200, "none", "/proxy-health", {}],
    [301, "none", "/", {}],
    [400, "none", "/a/../b", {}],
    [401, "delegated", "/profile", {}],
    [401, "balanced", "/sse/x", {}],
    [404, "none", "/metrics", {}],
    [404, "none", "/sse/x", {}],
    [413, "none", "/profile", { method: "POST", headers: { "content-length": String(2 ** 40) } }],
    [414, "none", `/${"a".repeat(40_000)}`, {}],
  ])("has the security headers on %d (%s)", async (status, place, path, sent) => {
    const answer = await at(place, path, sent);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(SECURITY_HEADERS);
    const onlyHttps = place === "balanced" ? "max-age=31536000" : undefined;
    expect(answer.headers["strict-transport-security"]).toBe(onlyHttps);
  });

  it("tells who asked for what, and no query", async () => {
    await at("balanced", "/profile?token=spoken", { headers: { "x-forwarded-for": "203.0.113.9" } });
    const lines = await eventually(async () => {
      const printed = await logs(settled.proxy("balanced").container);
      expect(printed).toContain('"client":"203.0.113.9"');
      return printed;
    });
    expect(lines).not.toContain("spoken");
  });

  it("keeps a stream of 90 s with 15 s pauses open, and passes each event on when it is sent", async () => {
    for (const [index, stream] of (await streams).entries()) {
      if (stream.status === "rejected") throw stream.reason as Error;
      figure(`proxy ${PLACES[index]}: events of a stream at ${stream.value.map((sec) => sec.toFixed(1)).join(", ")} s`);
      const late = stream.value.map((sec, event) => sec - (STREAM_SECONDS[event] ?? 0));
      expect([late.length, Math.max(...late) < 2, Math.min(...late) > -1]).toEqual([STREAM_SECONDS.length, true, true]);
    }
  });
});
