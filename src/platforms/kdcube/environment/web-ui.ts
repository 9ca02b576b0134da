import { addressOf, pathOf } from "../../../model/reference";
import type { AsProcess } from "../../../model/service";
import type { Kdcube } from "../input";
import { issuerOf, type Auth } from "../settings/auth";
import { idTokenHeader } from "./auth";
import { together, type Variables } from "./variables";

const CONFIG_PATH = "/config.json";

/**
 * .env.frontend. config.json goes in as a variable and never as a file as well: the entrypoint writes it, and a
 * read-only mount in its place keeps the container from starting (kdcube reference §1.0, UI entrypoint).
 */
export const webUiVariables = (input: Kdcube): Variables =>
  together({ environment: { NODE_ENV: "production", FRONTEND_CONFIG_JSON: JSON.stringify(uiConfig(input)) } });

/** Where the development server finds its config.json and those that it passes requests on to (reference §3.6). */
export const devServer = (input: Kdcube): AsProcess => ({
  environment: {
    NODE_ENV: "development",
    CHAT_WEB_APP_CONFIG_FILE_PATH: pathOf(CONFIG_PATH),
    VITE_APP_API_BASE: ["http://", addressOf("chat-ingress")],
    VITE_APP_INTEGRATIONS_API_BASE: ["http://", addressOf("chat-proc")],
    ...(input.settings.auth.type === "delegated"
      ? { VITE_APP_PROXY_LOGIN_BASE: ["http://", addressOf("proxylogin"), "/v1"] }
      : {}),
  },
  mounts: [{ kind: "config", path: CONFIG_PATH, content: JSON.stringify(uiConfig(input), null, 2) }],
});

/** What the browser is told: everybody can read it, so nothing in it is a secret (seed 002 §8.3). */
export const uiConfig = ({ settings }: Kdcube) => ({
  auth: uiAuth(settings.auth),
  tenant: settings.tenant,
  project: settings.project,
  routesPrefix: settings.ui.prefix,
});

/** The same choice as AUTH_PROVIDER and the proxy's login guard, as the UI names it. */
function uiAuth(auth: Auth): Readonly<Record<string, unknown>> {
  switch (auth.type) {
    case "simple":
      // "hardcoded" is the older name of "simple", which every version of the UI understands.
      return auth.developmentToken === undefined
        ? { authType: "none" }
        : { authType: "hardcoded", token: auth.developmentToken };
    case "cognito":
      return {
        authType: "cognito",
        idTokenHeaderName: idTokenHeader(auth),
        oidcConfig: { authority: issuerOf(auth.userPoolId), client_id: auth.clientId },
      };
    case "delegated":
      return {
        authType: "delegated",
        totpAppName: auth.totp.appName,
        totpIssuer: auth.totp.issuer,
        apiBase: "/auth/",
      };
  }
}
