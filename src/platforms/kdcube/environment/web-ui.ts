import { createHash } from "node:crypto";
import { readObject } from "../../../model/grant";
import { addressOf, pathOf, store } from "../../../model/reference";
import type { AsProcess, Service } from "../../../model/service";
import type { Kdcube } from "../input";
import { issuerOf, type Auth } from "../settings/auth";
import { idTokenHeader } from "./auth";
import { together } from "./variables";

const CONFIG_PATH = "/config.json";

/** Where the image's nginx serves it from (kdcube reference §1.0, UI entrypoint). */
const CONFIG_IN_IMAGE = "/usr/share/nginx/html/config.json";

/** Its name in the bucket of the platform's storage, where it comes from there. */
const CONFIG_OBJECT = "ui/config.json";

type Delivered = Pick<Service, "environment" | "secrets" | "mounts" | "grants">;

/**
 * .env.frontend, and what config.json comes by: one way and never two, because the entrypoint writes what a variable
 * names, and a read-only mount in its place keeps the container from starting (kdcube reference §1.0 and check 62).
 */
export const webUiConfiguration = (input: Kdcube): Delivered => {
  const { variables = {}, mounts = [], grants = [] } = delivered(input);
  return { ...together({ environment: { NODE_ENV: "production" } }, { environment: variables }), mounts, grants };
};

interface Delivery {
  readonly variables?: Service["environment"];
  readonly mounts?: Service["mounts"];
  readonly grants?: Service["grants"];
}

function delivered(input: Kdcube): Delivery {
  const text = uiConfigText(input);
  switch (input.settings.ui.config) {
    case "inline":
      return { variables: { FRONTEND_CONFIG_JSON: text } };
    case "mounted":
      return { mounts: [{ kind: "config", path: CONFIG_IN_IMAGE, content: text }] };
    case "s3":
      return {
        variables: {
          FRONTEND_CONFIG_S3_URL: [store("storage").uri, `/${CONFIG_OBJECT}`],
          // The image does not read it: it changes with the object, so that what has read the old one is replaced.
          FRONTEND_CONFIG_SHA256: createHash("sha256").update(text).digest("hex"),
        },
        grants: [readObject("storage", CONFIG_OBJECT)],
      };
    case "baked":
      return {};
  }
}

/** What the bucket holds for it. */
export const uiObjects = (input: Kdcube): Readonly<Record<string, string>> =>
  input.settings.ui.config === "s3" ? { [CONFIG_OBJECT]: uiConfigText(input) } : {};

const uiConfigText = (input: Kdcube): string => JSON.stringify(uiConfig(input));

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
