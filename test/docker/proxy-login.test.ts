import { eventually } from "./engine";
import { whyNoImages } from "./images";
import { bytes, MIB, type Sent } from "./proxy-client";
import { type Place, SESSION, type SettledStreet, signedIn, Street, TOKENS } from "./proxy-sandbox";

const BUILD_MS = 8 * 60_000;
const RUN_MS = 60_000;
jest.setTimeout(RUN_MS);

const noImages = whyNoImages();
if (noImages !== undefined) it.skip(`the proxy's login: ${noImages}`, () => undefined);

(noImages === undefined ? describe : describe.skip)("login at the proxy", () => {
  let settled: SettledStreet;
  const at: SettledStreet["at"] = (...request) => settled.at(...request);
  const statuses = async (place: Place, paths: readonly string[], sent?: Sent) =>
    Promise.all(paths.map(async (path) => [path, (await at(place, path, sent)).status]));

  beforeAll(async () => {
    settled = await Street.settled("proxy-login", ["none", "cognito", "delegated", "balanced"]);
  }, BUILD_MS);

  afterAll(() => settled?.street.close(), RUN_MS);

  const open = ["/api/cb/conversations/x", "/api/integrations/x", "/sse/x", "/monitoring/system", "/cb/socket.io/x"];
  const tokens = { cookie: "__Secure-LATC=mine; __Secure-LITC=mine" };
  const cookieOf = async (place: Place, path: string, headers: Sent["headers"] = {}) => {
    const { status, seen, headers: answered } = await at(place, path, { headers });
    return [status === 401, seen.service, seen.headers?.["cookie"], answered["set-cookie"]];
  };

  it.each(["none", "cognito"] as const)("%s: everything is passed to the application, as it is", async (place) => {
    for (const path of open) {
      const { seen } = await at(place, path, { headers: { authorization: "Bearer a", cookie: "a=b" } });
      expect([path, seen.headers]).toEqual([
        path,
        expect.objectContaining({ authorization: "Bearer a", cookie: "a=b" }),
      ]);
    }
    expect((await at(place, "/auth/unmask", { headers: signedIn })).seen.service).toBe("web-ui");
  });

  describe.each(["delegated", "balanced"] as const)("%s", (place) => {
    const guarded = () => settled.proxy(place).routes.filter(({ login }) => login);

    it("refuses who has no session, or another than a good one", async () => {
      const paths = guarded().map(({ path }) => path);
      expect(paths.length).toBeGreaterThan(10);
      const refused = paths.map((path) => [path, 401]);
      expect(await statuses(place, paths)).toEqual(refused);
      expect(await statuses(place, paths, { headers: { cookie: "__Secure-LMTC=bad" } })).toEqual(refused);
      expect(await statuses(place, paths, { headers: { cookie: "__Secure-LATC=half" } })).toEqual(refused);
      const empty = { cookie: "__Secure-LATC=; __Secure-LITC=" };
      expect(await statuses(place, paths, { headers: empty })).toEqual(refused);
    });

    it("adds the tokens of a session for the application, and for nobody else", async () => {
      const both = `${SESSION}; ${TOKENS}`;
      for (const path of open)
        expect(await cookieOf(place, path, signedIn)).toEqual([false, expect.any(String), both, undefined]);
      expect(await cookieOf(place, "/auth/x", signedIn)).toEqual([false, "proxylogin", SESSION, undefined]);
    });

    it("does not ask again for tokens that are there", async () => {
      expect(await cookieOf(place, "/sse/x", tokens)).toEqual([false, "chat-ingress", tokens.cookie, undefined]);
    });

    it("lets the UI, the login and preflights through without any", async () => {
      expect(await cookieOf(place, "/chatbot/chat")).toEqual([false, "web-ui", undefined, undefined]);
      expect(await cookieOf(place, "/auth/x")).toEqual([false, "proxylogin", undefined, undefined]);
      const { seen } = await at(place, "/api/integrations/x", { method: "OPTIONS" });
      expect(seen).toMatchObject({ service: "chat-proc", method: "OPTIONS" });
    });

    it("gives tokens to no spelling of the path that has them", async () => {
      const paths = ["/auth/%2575nmask", "/auth/UNMASK", "/AUTH/unmask", "/auth/unmask;a", "/auth/%2funmask/"];
      for (const path of paths) {
        const { headers, text } = await at(place, path, { headers: signedIn });
        expect([path, headers["set-cookie"], text.includes("token-of")]).toEqual([path, undefined, false]);
      }
    });

    it.each([
      ["of a known length", { "content-length": String(120 * MIB) }],
      ["in chunks", {}],
    ])("streams an upload %s through a guarded route", async (_, headers) => {
      const received = async () =>
        Number(await settled.street.sandbox.exec("chat-ingress", "cat", "/sys/class/net/eth0/statistics/rx_bytes"));
      const before = await received();
      // The second half is sent when the owner has the first: a proxy that holds it back would wait for ever.
      async function* halves(): AsyncGenerator<Buffer> {
        yield* bytes(60 * MIB);
        await eventually(async () => expect(await received()).toBeGreaterThan(before + 59 * MIB), 10);
        yield* bytes(60 * MIB);
      }
      const sent = { method: "POST", headers: { ...headers, ...signedIn }, body: halves() };
      expect((await at(place, "/api/cb/resources/x", sent)).seen.bodyLength).toBe(120 * MIB);
    });
  });
});
