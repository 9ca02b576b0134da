import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, eventually } from "./engine";
import { whyNoImages } from "./images";
import { BUILD_MS, ImagesTrial, RUN_MS } from "./images-trial";

jest.setTimeout(RUN_MS);

const noImages = whyNoImages();
if (noImages !== undefined) it.skip(`the test images: ${noImages}`, () => undefined);

(noImages === undefined ? describe : describe.skip)("the test images", () => {
  let trial: ImagesTrial;

  beforeAll(async () => {
    trial = await ImagesTrial.open("images-others", ["chat-ingress", "web-ui", "proxylogin", "proxy", "clamav"]);
  }, BUILD_MS);

  afterAll(() => trial?.close(), RUN_MS);

  describe("the others", () => {
    it("has a UI that answers everything with its page, and its configuration from a variable", async () => {
      const env = { FRONTEND_CONFIG_JSON: '{"tenant":"acme"}' };
      const base = await trial.started("web-ui", { image: trial.image("web-ui"), env, publish: 80 });
      expect(await ask(`${base}/config.json`)).toMatchObject({ status: 200, json: { tenant: "acme" } });
      expect((await ask(`${base}/chatbot/chat`)).text).toContain("<title>web-ui</title>");
    });

    it("has a login that ends without one of its five names", async () => {
      const { status, output } = await trial.sandbox.finish("no-cognito", {
        image: trial.image("proxylogin"),
        env: { COGNITO_CLIENTID: "id", COGNITO_USERPOOLID: "pool" },
      });
      expect([status, output.trim()]).toEqual([
        1,
        "proxylogin: COGNITO_CLIENTSECRET, COGNITO_JWKSISSUER, COGNITO_JWKSSIGNINGKEYURL must be set",
      ]);
    });

    it("has a login that exchanges a session for the two cookies", async () => {
      const five = ["CLIENTID", "CLIENTSECRET", "USERPOOLID", "JWKSISSUER", "JWKSSIGNINGKEYURL"];
      const env = Object.fromEntries(five.map((name) => [`COGNITO_${name}`, "given"]));
      const base = await trial.started("proxylogin", { image: trial.image("proxylogin"), env, publish: 80 });
      expect(await ask(`${base}/v1/health`)).toMatchObject({ status: 200 });
      expect(await ask(`${base}/v1/unmask`)).toMatchObject({ status: 401 });
      const { headers } = await ask(`${base}/v1/unmask`, { headers: { cookie: "__Secure-LMTC=good" } });
      const cookies = headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
      expect(cookies).toEqual(["__Secure-LATC", "__Secure-LITC"]);
    });

    it("has a proxy with Lua and headers-more, from a configuration in OpenResty's place", async () => {
      const file = join(trial.folder, "nginx.conf");
      writeFileSync(
        file,
        `events {}
         http { include mime.types; server { listen 80; location / {
           more_set_headers "X-Frame-Options: DENY";
           content_by_lua_block { ngx.say("by " .. "lua") } } } }`,
      );
      const base = await trial.started("proxy", {
        image: trial.image("proxy"),
        publish: 80,
        options: ["-v", `${file}:/usr/local/openresty/nginx/conf/nginx.conf:ro`],
      });
      const { text, headers } = await ask(base);
      expect([text, headers.get("x-frame-options")]).toEqual(["by lua\n", "DENY"]);
      await trial.sandbox.exec("proxy", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:80/");
    });

    it("has a scanner that its health check and an ingress find", async () => {
      await trial.sandbox.start("clamav", { image: trial.image("clamav") });
      expect(await eventually(() => trial.sandbox.exec("clamav", "clamdscan", "--ping", "1"))).toContain("PONG");
      const base = await trial.ingress("scanning", { APP_AV_SCAN: "1" });
      expect((await ask(`${base}/health`)).text).not.toContain("clamd");
    });
  });
});
