import { hostPathOf, imageOf, pathOf, portOf, task } from "../../../model/reference";
import { use } from "../../../model/secret";
import { deliveryVariables } from "../delivery";
import { execImage } from "../images";
import type { Kdcube } from "../input";
import { EXEC_WORKSPACE, storageHostVariables, storagePath } from "../stores";
import { shared } from "./shared";
import { together, type Variables } from "./variables";

/** .env.proc (kdcube reference §3.1 and §3.3). */
export const procVariables = (input: Kdcube): Variables =>
  together(
    shared(input, "chat-proc", "proc"),
    turns(input),
    deliveryVariables(input),
    execution(input),
    fargate(input),
    webSearch(input),
    tools(input),
  );

const turns = ({ settings }: Kdcube): Partial<Variables> => ({
  environment: {
    // Left out, the seed era's code would listen on the ingress's port.
    CHAT_PROCESSOR_PORT: portOf("chat-proc"),
    CHAT_TASK_TIMEOUT_SEC: settings.proc.taskTimeoutSec,
    CB_BUNDLE_STORAGE_URL: storagePath(settings),
  },
});

/**
 * How code is run: docker on a host, fargate on ECS; the place answers. On a host the daemon is the host's, so what
 * the sandbox mounts is named as the host knows it; off a host these names have no answer and vanish.
 */
const execution = ({ settings }: Kdcube): Partial<Variables> => ({
  environment: {
    EXEC_RUNTIME_MODE: task("py-code-exec", "runtime"),
    EXEC_WORKSPACE_ROOT: pathOf(EXEC_WORKSPACE),
    PY_CODE_EXEC_IMAGE: imageOf(execImage(settings.bundles)),
    PY_CODE_EXEC_TIMEOUT: settings.execution.timeoutSec,
    PY_CODE_EXEC_NETWORK_MODE: settings.execution.networkMode,
    HOST_EXEC_WORKSPACE_PATH: hostPathOf(EXEC_WORKSPACE),
    ...storageHostVariables(settings),
  },
});

/** Read only with runtime fargate; the three literals are harmless beside docker. */
const fargate = ({ settings: { execution: of } }: Kdcube): Partial<Variables> => ({
  environment: {
    FARGATE_EXEC_ENABLED: task("py-code-exec", "viaEcs"),
    FARGATE_CLUSTER: task("py-code-exec", "cluster"),
    FARGATE_TASK_DEFINITION: task("py-code-exec", "taskDefinition"),
    FARGATE_CONTAINER_NAME: task("py-code-exec", "containerName"),
    FARGATE_SUBNETS: task("py-code-exec", "subnets"),
    FARGATE_SECURITY_GROUPS: task("py-code-exec", "securityGroups"),
    FARGATE_ASSIGN_PUBLIC_IP: "DISABLED",
    FARGATE_LAUNCH_TYPE: "FARGATE",
    ...(of.platformVersion === undefined ? {} : { FARGATE_PLATFORM_VERSION: of.platformVersion }),
  },
});

const webSearch = ({ settings: { proc } }: Kdcube): Partial<Variables> => ({
  environment: {
    TOOLS_WEB_SEARCH_FETCH_CONTENT: proc.webSearch.fetchContent,
    WEB_SEARCH_BACKEND: proc.webSearch.backend,
    WEB_SEARCH_PRIMARY_BACKEND: proc.webSearch.primary,
    WEB_SEARCH_HYBRID_MODE: proc.webSearch.hybridMode,
    WEB_SEARCH_SEGMENTER: proc.webSearch.segmenter,
    WEB_SEARCH_AGENTIC_THINKING_BUDGET: proc.webSearch.thinkingBudget,
  },
});

const tools = ({ settings: { proc } }: Kdcube): Partial<Variables> => ({
  environment: {
    MCP_CACHE_TTL_SECONDS: proc.mcpCacheTtlSec,
    ACCOUNTING_SERVICES: JSON.stringify(proc.accounting),
  },
  // Cookies of a person's session; the platform's own samples hold one in plain text (kdcube reference §3.3).
  secrets: proc.mediumSession ? { WEB_FETCH_RESOURCES_MEDIUM: use("medium-session") } : {},
});
