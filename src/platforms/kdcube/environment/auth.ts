import { use } from "../../../model/secret";
import type { Kdcube } from "../input";
import { cognitoOf, regionOf, type Auth } from "../settings/auth";
import type { Variables } from "./variables";

/** proxylogin writes these cookies, the application and the proxy read them. `__Secure-` needs https. */
export function cookieNames(auth: Auth): { readonly access: string; readonly id: string } {
  const prefix = auth.type !== "delegated" || auth.cookies.secure ? "__Secure-" : "";
  return { access: `${prefix}LATC`, id: `${prefix}LITC` };
}

export const cookieVariables = (auth: Auth): Record<string, string> => ({
  AUTH_TOKEN_COOKIE_NAME: cookieNames(auth).access,
  ID_TOKEN_COOKIE_NAME: cookieNames(auth).id,
});

/** How a request proves who it is from. Delegated login ends in Cognito's tokens, so the application sees Cognito. */
export function authVariables({ settings: { auth } }: Kdcube): Partial<Variables> {
  const cognito = cognitoOf(auth);
  const user = cognito?.serviceUser;
  return {
    environment: {
      AUTH_PROVIDER: cognito ? "cognito" : "simple",
      ID_TOKEN_HEADER_NAME: idTokenHeader(auth),
      ...cookieVariables(auth),
      ...(auth.type === "simple" && auth.usersFile ? { IDP_DB_PATH: auth.usersFile } : {}),
      ...(cognito
        ? {
            COGNITO_REGION: regionOf(cognito.userPoolId),
            COGNITO_USER_POOL_ID: cognito.userPoolId,
            COGNITO_APP_CLIENT_ID: cognito.clientId,
            COGNITO_SERVICE_CLIENT_ID: cognito.serviceClientId ?? cognito.clientId,
            JWKS_CACHE_TTL_SECONDS: cognito.jwksCacheSec,
          }
        : {}),
      // ODIC is how the samples and the code spell it (kdcube reference §3.1).
      ...(user ? { OIDC_SERVICE_ADMIN_USERNAME: user.username, ODIC_SERVICE_USER_EMAIL: user.email } : {}),
    },
    secrets: user ? { OIDC_SERVICE_ADMIN_PASSWORD: use("oidc-admin-password") } : {},
  };
}

/** The UI sends it and the application looks for it: one name for both. */
export const idTokenHeader = (auth: Auth): string => cognitoOf(auth)?.idTokenHeader ?? "X-ID-Token";
