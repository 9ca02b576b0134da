import { secret, store } from "../../model/reference";
import { composed, generated, supplied, type Secret } from "../../model/secret";
import { clonesOverSsh } from "./bundles";
import { keyOf } from "./environment/providers";
import type { Kdcube } from "./input";
import { cognitoOf } from "./settings/auth";

/** Everything of KDCube is in one logical database (kdcube reference §5.5). */
export const REDIS_DATABASE = 0;

/** The names of what is secret. Generated ones are letters and digits, so none needs encoding inside a URL. */
export const secrets = (input: Kdcube): Record<string, Secret> => ({
  "postgres-password": generated(),
  "redis-password": generated(),
  "redis-url": composed(
    store("redis").scheme,
    "://:",
    secret("redis-password"),
    "@",
    store("redis").host,
    ":",
    store("redis").port,
    `/${REDIS_DATABASE}`,
  ),
  ...fromThirdParties(input),
  ...forLogin(input),
  ...forGit(input),
});

const fromThirdParties = ({ settings }: Kdcube): Record<string, Secret> => ({
  ...Object.fromEntries(settings.providers.map((name) => [keyOf(name), supplied(`API key from ${name}`)])),
  ...(settings.stripe
    ? {
        "stripe-secret-key": supplied("secret key of the Stripe account"),
        "stripe-webhook-secret": supplied("signing secret of the Stripe webhook"),
      }
    : {}),
  ...(settings.email ? { "email-password": supplied(`password of ${settings.email.user} at the mail server`) } : {}),
  ...(settings.proc.mediumSession
    ? { "medium-session": supplied('cookies of a Medium session, as JSON {"cookies": {"uid": …, "sid": …}}') }
    : {}),
  ...(settings.metrics.mode === "proxy"
    ? { "metrics-auth-header": supplied(`value of the header ${settings.metrics.authHeader}`) }
    : {}),
});

const forLogin = ({ settings: { auth } }: Kdcube): Record<string, Secret> => ({
  ...(auth.type === "delegated"
    ? { "cognito-client-secret": supplied("client secret of the Cognito app client", { required: true }) }
    : {}),
  ...(cognitoOf(auth)?.serviceUser
    ? { "oidc-admin-password": supplied("password of the service user in the user pool") }
    : {}),
});

const forGit = ({ settings, release }: Kdcube): Record<string, Secret> =>
  settings.bundles.delivery === "git" && clonesOverSsh(release)
    ? {
        "git-ssh-key": supplied("private key that may read the bundles' repositories", { required: true }),
        "git-known-hosts": supplied("known_hosts lines of the git servers", { required: true }),
      }
    : {};
