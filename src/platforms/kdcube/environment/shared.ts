import { region, store } from "../../../model/reference";
import type { Value } from "../../../model/reference";
import { use } from "../../../model/secret";
import { gatewayConfigJson } from "../gateway/config";
import type { Kdcube } from "../input";
import { REDIS_DATABASE } from "../secrets";
import { storagePath } from "../stores";
import { authVariables } from "./auth";
import { providerSecrets } from "./providers";
import { flag, together, type Variables } from "./variables";

/** Ingress and processor read these alike; one function, so they cannot disagree (kdcube reference §3.1). */
export const shared = (input: Kdcube, service: string, component: "ingress" | "proc"): Variables =>
  together(
    gateway(input, component),
    tenancy(input),
    postgres,
    redis(service),
    storage(input),
    models(input),
    authVariables(input),
    web(input),
    logging(input, service),
    aws,
  );

/** Which slice of the gateway's configuration is its own. "metrics" is no slice: it would fall to the ingress's. */
export const gateway = (input: Kdcube, component: "ingress" | "proc"): Partial<Variables> => ({
  environment: {
    GATEWAY_CONFIG_JSON: gatewayConfigJson(input),
    GATEWAY_COMPONENT: component,
    HEARTBEAT_INTERVAL: input.settings.heartbeatSec,
  },
});

/** Three fallbacks of the code with three different defaults, all said so that none is ever used. */
const tenancy = ({ settings }: Kdcube): Partial<Variables> => ({
  environment: {
    TENANT_ID: settings.tenant,
    PROJECT_ID: settings.project,
    DEFAULT_PROJECT_NAME: settings.project,
  },
});

/** The port is said although it is the usual one: the code's own defaults are 5434 and, in the setup, 5436. */
export const postgres: Partial<Variables> = {
  environment: {
    POSTGRES_HOST: store("postgres").host,
    POSTGRES_PORT: store("postgres").port,
    POSTGRES_DATABASE: store("postgres").database,
    POSTGRES_USER: store("postgres").user,
    POSTGRES_SSL: store("postgres").tls,
  },
  secrets: { POSTGRES_PASSWORD: use("postgres-password") },
};

/** The URL wins over its parts; they are there for what reads only them, and come from the same store. */
export const redis = (client: string): Partial<Variables> => ({
  environment: {
    REDIS_HOST: store("redis").host,
    REDIS_PORT: store("redis").port,
    REDIS_DB: REDIS_DATABASE,
    REDIS_CLIENT_NAME: client,
    REDIS_HEALTHCHECK_INTERVAL_SEC: 5,
    REDIS_HEALTHCHECK_TIMEOUT_SEC: 2,
  },
  secrets: { REDIS_URL: use("redis-url"), REDIS_PASSWORD: use("redis-password") },
});

const storage = ({ settings }: Kdcube): Partial<Variables> => ({
  environment: { KDCUBE_STORAGE_PATH: storagePath(settings), CB_RELAY_IDENTITY: settings.relay },
});

const models = ({ settings: { models: of, providers } }: Kdcube): Partial<Variables> => ({
  environment: {
    DEFAULT_LLM_MODEL_ID: of.llm,
    DEFAULT_EMBEDDING_MODEL_ID: of.embedding,
    GEMINI_CACHE_ENABLED: flag(of.geminiCache),
    GEMINI_CACHE_TTL_SECONDS: of.geminiCacheTtlSec,
  },
  secrets: providerSecrets(providers),
});

const web = ({ settings: { cors }, domain }: Kdcube): Partial<Variables> => ({
  environment: { APP_DOMAIN: domain, UVICORN_RELOAD: "0", ...(cors ? { CORS_CONFIG: corsConfig(cors) } : {}) },
});

/** Invalid JSON here is ignored without a word, so nobody writes it by hand. */
const corsConfig = (cors: NonNullable<Kdcube["settings"]["cors"]>): string =>
  JSON.stringify({
    allow_origins: cors.allowOrigins,
    allow_credentials: cors.allowCredentials,
    allow_methods: cors.allowMethods,
    allow_headers: cors.allowHeaders,
  });

/**
 * Files beside the console, where the service may write: scratch where its root is read-only, else its own layer, for
 * a volume that nobody opened belongs to root on Fargate (AWS, ECS, "Use bind mounts"; kdcube reference check 86).
 */
export const logging = ({ settings: { logging: log } }: Kdcube, service: string): Partial<Variables> => ({
  environment: {
    LOG_LEVEL: log.level,
    LOG_MAX_MB: log.maxMiB,
    LOG_BACKUP_COUNT: log.backups,
    LOG_DIR: "/tmp/logs",
    LOG_FILE_PREFIX: service,
  },
});

/** Credentials come from the place: the host's metadata service, or 169.254.170.2 in a task. Neither is proxied. */
export const aws: Partial<Variables> = {
  environment: {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "false",
    NO_PROXY: "169.254.169.254,169.254.170.2,localhost,127.0.0.1",
  } satisfies Record<string, Value>,
};
