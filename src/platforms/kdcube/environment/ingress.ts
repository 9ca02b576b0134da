import { hostOf, portOf } from "../../../model/reference";
import { use } from "../../../model/secret";
import type { Kdcube } from "../input";
import { storageHostVariables } from "../stores";
import { shared } from "./shared";
import { flag, together, type Variables } from "./variables";

/** .env.ingress (kdcube reference §3.1 and §3.2). */
export const ingressVariables = (input: Kdcube): Variables =>
  together(
    shared(input, "chat-ingress", "ingress"),
    { environment: { CHAT_APP_PORT: portOf("chat-ingress"), ...storageHostVariables(input.settings) } },
    antivirus(input),
    clients(input),
    accounting(input),
    stripe(input),
    email(input),
  );

const antivirus = ({ settings: { ingress } }: Kdcube): Partial<Variables> => ({
  environment: ingress.antivirus
    ? {
        APP_AV_SCAN: flag(true),
        APP_AV_TIMEOUT_S: ingress.antivirusTimeoutSec,
        CLAMAV_HOST: hostOf("clamav", "clamd"),
        CLAMAV_PORT: portOf("clamav", "clamd"),
      }
    : { APP_AV_SCAN: flag(false) },
});

const clients = ({ settings: { ingress } }: Kdcube): Partial<Variables> => ({
  environment: {
    CHAT_SSE_REJECT_ANONYMOUS: flag(ingress.rejectAnonymousStreams),
    CHAT_WS_REJECT_ANONYMOUS: flag(ingress.rejectAnonymousSockets),
    SSE_CLIENT_QUEUE: ingress.streamQueue,
    MONITORING_BURST_ENABLE: flag(ingress.burstTests),
  },
});

/** The scheduler lives in the ingress; locks in Redis see to it that only one of many runs a job. */
const accounting = ({ settings: { ingress } }: Kdcube): Partial<Variables> => ({
  environment: {
    OPEX_AGG_CRON: ingress.accountingCron,
    SUBSCRIPTION_ROLLOVER_ENABLED: ingress.rollover.enabled,
    SUBSCRIPTION_ROLLOVER_CRON: ingress.rollover.cron,
    SUBSCRIPTION_ROLLOVER_LOCK_TTL_SECONDS: ingress.rollover.lockTtlSec,
    SUBSCRIPTION_ROLLOVER_SWEEP_LIMIT: ingress.rollover.sweepLimit,
  },
});

/** On by default in the code, so it is switched off where there is no account to reconcile with. */
const stripe = ({ settings: { stripe: of } }: Kdcube): Partial<Variables> =>
  of
    ? {
        environment: {
          STRIPE_RECONCILE_ENABLED: true,
          STRIPE_RECONCILE_CRON: of.reconcileCron,
          STRIPE_RECONCILE_LOCK_TTL_SECONDS: of.lockTtlSec,
        },
        secrets: { STRIPE_SECRET_KEY: use("stripe-secret-key"), STRIPE_WEBHOOK_SECRET: use("stripe-webhook-secret") },
      }
    : { environment: { STRIPE_RECONCILE_ENABLED: false } };

const email = ({ settings: { email: of } }: Kdcube): Partial<Variables> =>
  of
    ? {
        environment: {
          EMAIL_ENABLED: true,
          EMAIL_HOST: of.host,
          EMAIL_PORT: of.port,
          EMAIL_USER: of.user,
          EMAIL_FROM: of.from,
          EMAIL_TO: of.to,
          EMAIL_USE_TLS: of.useTls,
        },
        secrets: { EMAIL_PASSWORD: use("email-password") },
      }
    : { environment: { EMAIL_ENABLED: false } };
