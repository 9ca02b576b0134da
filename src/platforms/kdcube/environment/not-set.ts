const BY_THE_MODEL = "the model says where things are and what they are built from";
const NOT_DEPLOYED = "nothing deploys it; the platform itself has it switched off";
const LOCAL_AWS = "for a person's own credentials on a laptop; a container gets a role";
const UI_FROM_IMAGE = "the UI's image is built elsewhere; here it is only given its config.json";
const OTHER_ERA = "the seed era's code does not read it";
const IMPORT = "runs a script of the operator's inside the ingress, once; nothing brings that script into the image";

/**
 * Variables that KDCube documents and that stay unset on purpose: name → why. A test holds this table, what the
 * services get under all settings, and the list of kdcube reference §3 against each other.
 */
export const NOT_SET: Readonly<Record<string, string>> = {
  INSTANCE_ID: "must be unique for each replica; the code makes one up at every start, a definition would repeat it",
  OIDC_SERVICE_USER_EMAIL: "another spelling of ODIC_SERVICE_USER_EMAIL, which is set",
  GIT_SSH_COMMAND: "would override the key, the known hosts and the strictness that are set",
  ECS_AGENT_URI: "ECS puts it there; on a host there is none, and no scale-in to be protected from",

  APP_GRAPH_ENABLED: NOT_DEPLOYED,
  APP_NEO4J_URI: NOT_DEPLOYED,
  APP_NEO4J_USERNAME: NOT_DEPLOYED,
  APP_NEO4J_PASSWORD: NOT_DEPLOYED,
  PGADMIN_DEFAULT_EMAIL: "pgAdmin is a tool of the laptop, not of the platform",
  PGADMIN_DEFAULT_PASSWORD: "pgAdmin is a tool of the laptop, not of the platform",

  AWS_PROFILE: LOCAL_AWS,
  AWS_SDK_LOAD_CONFIG: LOCAL_AWS,

  IDP_IMPORT_ENABLED: IMPORT,
  IDP_IMPORT_RUN_AT: IMPORT,
  IDP_IMPORT_SCRIPT_PATH: IMPORT,
  IDP_IMPORT_DOTENV_PATH: IMPORT,

  BUNDLE_STORAGE_ROOT: OTHER_ERA,
  REACT_DEBUG_ROOT: OTHER_ERA,
  REACT_DEBUG_KEEP_FILES: OTHER_ERA,
  REACT_PERSIST_WORKSPACE: OTHER_ERA,

  // Compose's own .env: paths of the host and build contexts (kdcube reference §3.6).
  HOST_BUNDLE_DESCRIPTOR_PATH: "the descriptor's text is in the release; delivery file mounts it",
  UI_ENV_FILE_PATH: UI_FROM_IMAGE,
  UI_BUILD_CONTEXT: UI_FROM_IMAGE,
  UI_DOCKERFILE_PATH: UI_FROM_IMAGE,
  UI_SOURCE_PATH: UI_FROM_IMAGE,
  UI_ENV_BUILD_RELATIVE: UI_FROM_IMAGE,
  NGINX_UI_CONFIG_FILE_PATH: UI_FROM_IMAGE,
  PATH_TO_FRONTEND_CONFIG_JSON: "settings.ui.config: mounted writes the file itself",
  PROXY_BUILD_CONTEXT: BY_THE_MODEL,
  PROXY_DOCKERFILE_PATH: BY_THE_MODEL,
  NGINX_PROXY_CONFIG_FILE_PATH: BY_THE_MODEL,
  KDCUBE_UI_PORT: BY_THE_MODEL,
  KDCUBE_UI_SSL_PORT: BY_THE_MODEL,
  KDCUBE_PROXY_HTTP_PORT: BY_THE_MODEL,
  KDCUBE_PROXY_HTTPS_PORT: BY_THE_MODEL,
  POSTGRES_MAX_CONNECTIONS: "settings.postgres.maxConnections, which the store itself is told",
  PGUSER: "for a client typed by hand",
  PGPASSWORD: "for a client typed by hand",
  PGDATABASE: "for a client typed by hand",
};
