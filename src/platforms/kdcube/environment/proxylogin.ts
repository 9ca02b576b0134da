import { portOf, publicUrl, region } from "../../../model/reference";
import { use } from "../../../model/secret";
import type { Kdcube } from "../input";
import { issuerOf, type Delegated } from "../settings/auth";
import { together, type Variables } from "./variables";

/** .env.proxylogin. It reads exactly these names and ends at once without one of the five COGNITO_ ones (§3.6). */
export const proxyloginVariables = (input: Kdcube, auth: Delegated): Variables =>
  together(http(input, auth), sessions(input), cookies(input, auth), cognito(auth), passwordReset(input, auth));

const http = ({ profile }: Kdcube, { cors }: Delegated): Partial<Variables> => ({
  environment: {
    HTTP_PORT: portOf("proxylogin"),
    HTTP_URLBASE: [publicUrl, "/auth"],
    HTTP_CORS_ENABLED: cors !== undefined,
    ...(cors
      ? { CORS_ALLOWED_ORIGIN: cors.origin, CORS_ALLOWED_METHODS: cors.methods, CORS_ALLOWED_HEADERS: cors.headers }
      : {}),
    LOGGING_DEV: profile === "development",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  },
});

/** In memory by default, which ends a session with every second replica and every deployment. */
const sessions = ({ settings }: Kdcube): Partial<Variables> => ({
  environment: {
    STORAGE_TYPE: "redis",
    RATELIMITER_STORAGE: "redis",
    REDIS_KEYPREFIX: `proxylogin:${settings.tenant}:${settings.project}:`,
  },
  secrets: { REDIS_URL: use("redis-url") },
});

const cookies = ({ domain }: Kdcube, auth: Delegated): Partial<Variables> => ({
  environment: {
    TOKEN_COOKIES_ENABLED: auth.cookies.enabled,
    TOKEN_COOKIES_DOMAIN: domain,
    TOKEN_COOKIES_SAMESITE: auth.cookies.sameSite,
    TOKEN_COOKIES_SECURE: auth.cookies.secure,
    TOKEN_MASQUERADE: auth.masquerade,
  },
});

const cognito = (auth: Delegated): Partial<Variables> => ({
  environment: {
    COGNITO_CLIENTID: auth.clientId,
    COGNITO_USERPOOLID: auth.userPoolId,
    COGNITO_JWKSISSUER: issuerOf(auth.userPoolId),
    COGNITO_JWKSSIGNINGKEYURL: `${issuerOf(auth.userPoolId)}/.well-known/jwks.json`,
    COGNITO_ENFORCEMFA: auth.enforceMfa,
  },
  secrets: { COGNITO_CLIENTSECRET: use("cognito-client-secret") },
});

const passwordReset = ({ settings }: Kdcube, { passwordReset: of }: Delegated): Partial<Variables> => ({
  environment: {
    PASSWORD_RESET_COMPANY: of.company,
    PASSWORD_RESET_SENDER: of.sender,
    PASSWORD_RESET_TEMPLATENAME: of.template,
    PASSWORD_RESET_REDIRECTURL: of.redirectUrl ?? [publicUrl, `${settings.ui.prefix}/reset-password?user=%[1]s`],
  },
});
