import type { Said } from "./fixtures";
import { COGNITO, DELEGATED, partsOf, variablesOf } from "./fixtures";

const ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool1";
const uiOf = (said: Said) =>
  (JSON.parse(variablesOf(partsOf(said), "web-ui")["FRONTEND_CONFIG_JSON"] as string) as { auth: object }).auth;
const applicationOf = (said: Said) => variablesOf(partsOf(said), "chat-ingress")["AUTH_PROVIDER"];
const guardsOf = (said: Said) => partsOf(said).routes.filter(({ login }) => login).length;

const simple = { settings: { auth: { type: "simple" } } };
const cognito = { settings: { auth: COGNITO } };
const delegated = { edge: "proxy" as const, settings: { auth: DELEGATED } };

describe("login says the same to UI, application and edge", () => {
  it.each([
    ["simple", simple, { authType: "none" }, "simple", 0],
    [
      "cognito",
      cognito,
      {
        authType: "cognito",
        idTokenHeaderName: "X-ID-Token",
        oidcConfig: { authority: ISSUER, client_id: "client1" },
      },
      "cognito",
      0,
    ],
    [
      "delegated",
      delegated,
      { authType: "delegated", totpAppName: "KDCube", totpIssuer: "KDCube", apiBase: "/auth/" },
      "cognito",
      13,
    ],
  ])("%s", (_, said, ui, application, guards) => {
    expect(uiOf(said)).toEqual(ui);
    expect(applicationOf(said)).toBe(application);
    expect(guardsOf(said)).toBe(guards);
  });

  it("hands a development token to the UI under the name that every version knows", () => {
    const auth = { type: "simple", developmentToken: "anybody" };
    expect(uiOf({ settings: { auth } })).toEqual({ authType: "hardcoded", token: "anybody" });
  });

  it("tells the UI tenant, project and prefix, and the file is never mounted as well", () => {
    const ui = partsOf(simple).services["web-ui"]!;
    const config = JSON.parse(ui.environment["FRONTEND_CONFIG_JSON"] as string) as object;
    expect(config).toMatchObject({ tenant: "acme", project: "chat", routesPrefix: "/chatbot" });
    expect(ui.mounts).toEqual([]);
  });
});

describe("with Cognito", () => {
  it("takes region and issuer from the pool, and the service client from the client", () => {
    expect(variablesOf(partsOf(cognito), "chat-proc")).toMatchObject({
      COGNITO_REGION: "eu-west-1",
      COGNITO_USER_POOL_ID: "eu-west-1_Pool1",
      COGNITO_APP_CLIENT_ID: "client1",
      COGNITO_SERVICE_CLIENT_ID: "client1",
      OIDC_SERVICE_ADMIN_USERNAME: "service.user",
      ODIC_SERVICE_USER_EMAIL: "service@example.com",
      OIDC_SERVICE_ADMIN_PASSWORD: { secret: "oidc-admin-password" },
    });
  });

  it("has none of its variables with simple login", () => {
    const names = Object.keys(variablesOf(partsOf(simple), "chat-ingress"));
    expect(names.filter((name) => /COGNITO|OIDC|ODIC|JWKS/.test(name))).toEqual([]);
  });
});

describe("with delegated login", () => {
  const parts = partsOf(delegated);
  it("gives proxylogin the five that it ends without", () => {
    expect(variablesOf(parts, "proxylogin")).toMatchObject({
      COGNITO_CLIENTID: "client1",
      COGNITO_CLIENTSECRET: { secret: "cognito-client-secret" },
      COGNITO_USERPOOLID: "eu-west-1_Pool1",
      COGNITO_JWKSISSUER: ISSUER,
      COGNITO_JWKSSIGNINGKEYURL: `${ISSUER}/.well-known/jwks.json`,
    });
  });

  it("keeps sessions where a second replica finds them", () => {
    expect(variablesOf(parts, "proxylogin")).toMatchObject({
      STORAGE_TYPE: "redis",
      RATELIMITER_STORAGE: "redis",
      REDIS_KEYPREFIX: "proxylogin:acme:chat:",
      REDIS_URL: { secret: "redis-url" },
    });
  });

  it("lives under /auth of the public address", () => {
    const env = variablesOf(parts, "proxylogin");
    expect(env["HTTP_URLBASE"]).toEqual([{ ref: "publicUrl" }, "/auth"]);
    expect(env["PASSWORD_RESET_REDIRECTURL"]).toEqual([{ ref: "publicUrl" }, "/chatbot/reset-password?user=%[1]s"]);
  });

  it.each([
    ["__Secure-LATC", true],
    ["LATC", false],
  ])("calls the cookie %s for proxy and application alike when secure is %s", (cookie, secure) => {
    const chosen = partsOf({ ...delegated, settings: { auth: { ...DELEGATED, cookies: { secure } } } });
    const names = ["chat-ingress", "chat-proc", "web-proxy"].map(
      (name) => variablesOf(chosen, name)["AUTH_TOKEN_COOKIE_NAME"],
    );
    expect(names).toEqual([cookie, cookie, cookie]);
    expect(variablesOf(chosen, "proxylogin")["TOKEN_COOKIES_SECURE"]).toBe(secure);
  });
});
