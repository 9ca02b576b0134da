import { PROVIDERS } from "../environment/providers";

/** Every variable that holds a secret, as the code reads it (kdcube reference §3, S). */
export const SECRETS: readonly string[] = [
  ...Object.values(PROVIDERS).flat(),
  "COGNITO_CLIENTSECRET",
  "EMAIL_PASSWORD",
  "METRICS_AUTH_HEADER_VALUE",
  "OIDC_SERVICE_ADMIN_PASSWORD",
  "POSTGRES_PASSWORD",
  "REDIS_PASSWORD",
  "REDIS_URL",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "WEB_FETCH_RESOURCES_MEDIUM",
];
