import { ENDPOINTS, groupOf, HOST, INSTANCES, INTERNET, S3, workloads, type Call } from "./calls";
import type { Grant } from "./grant";
import type { Platform } from "./platform";
import type { Workload } from "./service";
import { STORE_PORTS } from "./store";

/**
 * AWS's own APIs that the platform's tasks and hosts call, by the last words of their interface endpoint's name. S3 is
 * not among them: its gateway endpoint costs nothing and is always there.
 * Source: AWS, AWS PrivateLink Guide, "AWS services that integrate with AWS PrivateLink".
 */
export type AwsApi =
  | "ec2messages"
  | "ecr.api"
  | "ecr.dkr"
  | "ecs"
  | "ecs-agent"
  | "ecs-telemetry"
  | "elasticfilesystem"
  | "kms"
  | "logs"
  | "monitoring"
  | "secretsmanager"
  | "ssm"
  | "ssmmessages";

/** What decides which APIs are called, beside the platform itself. */
export interface ApiFacts {
  /** Are our own images in the account's registry, or in one elsewhere? */
  readonly ecr: boolean;
  readonly secretsIn: (secret: string) => "secretsmanager" | "ssm";
  /** May an operator open a shell in the tasks of this service? */
  readonly exec: (service: string) => boolean;
  /** Does a compose host run any of it, now or before it moves? */
  readonly host: boolean;
  /** Are there instances for services with capacity ec2? */
  readonly instances: boolean;
}

/** One thing that calls an API, under the name of what has its address, and why it does. */
export interface ApiCall {
  readonly from: string;
  readonly api: AwsApi;
  readonly reason: string;
}

const api = (from: string, name: AwsApi, reason: string): ApiCall => ({ from, api: name, reason });

/**
 * Every call to an AWS API that the platform and its environment lead to. STS is not among them: roles of tasks and of
 * instances get their credentials from the ECS agent and from the instance's metadata, and nothing assumes another.
 * Source: AWS, Amazon ECS Developer Guide, "Amazon ECS interface VPC endpoints (AWS PrivateLink)".
 */
export function apiCalls(platform: Platform, facts: ApiFacts): ApiCall[] {
  const inTasks = workloads(platform).flatMap(({ group, name, workload }) => [
    ...startCalls(platform, facts, group, workload),
    ...ownCalls(group, name, workload),
    ...(facts.exec(group) ? execCalls(group) : []),
  ]);
  return [
    ...inTasks,
    ...(facts.host ? [...inTasks.map((call) => ({ ...call, from: HOST })), ...managedCalls(HOST), ...hostCalls] : []),
    ...(facts.instances ? [...instanceCalls(platform, inTasks), ...managedCalls(INSTANCES)] : []),
  ];
}

/** Before a container runs: its image, its secrets, its log. */
function startCalls(platform: Platform, facts: ApiFacts, from: string, workload: Workload): ApiCall[] {
  const ours = facts.ecr && platform.images[workload.image]?.ours === true;
  const kinds = new Set(secretsOf(workload).map(facts.secretsIn));
  return [
    ...(ours ? [api(from, "ecr.api", "our images are in ECR"), api(from, "ecr.dkr", "our images are in ECR")] : []),
    ...[...kinds].sort().map((kind) => api(from, kind, "secrets are read when containers start")),
    api(from, "logs", "containers write to log groups"),
  ];
}

const secretsOf = ({ secrets, mounts }: Workload): string[] => [
  ...Object.values(secrets).map(({ secret }) => secret),
  ...mounts.flatMap((mount) => (mount.kind === "secretFile" ? [mount.secret] : [])),
];

/** While it runs, in its own role. */
function ownCalls(from: string, name: string, { grants, mounts }: Workload): ApiCall[] {
  const shared = mounts.flatMap((mount) => (mount.kind === "shared" ? [mount.store] : []));
  return [
    ...grants.flatMap((grant) => grantCalls(from, name, grant)),
    ...[...new Set(shared)].sort().map((store) => api(from, "elasticfilesystem", `tasks mount the files of ${store}`)),
  ];
}

function grantCalls(from: string, name: string, grant: Grant): ApiCall[] {
  switch (grant.grant) {
    case "putMetrics":
      return [api(from, "monitoring", `${name} sends metrics to CloudWatch`)];
    case "runTask":
      return [api(from, "ecs", `${name} runs task ${grant.task}`)];
    case "protectTask":
      return [api(from, "ecs", `${name} protects its busy tasks`)];
    case "readBucket":
    case "readObject":
    case "readWriteBucket":
      return [];
    case "manageUsers":
    case "sendEmail":
      return [];
  }
}

/** The agent beside the container opens the session, and decrypts it with the environment's key itself. */
const execCalls = (from: string): ApiCall[] => [
  api(from, "ssmmessages", "operators open shells in tasks"),
  api(from, "kms", "shells in tasks are encrypted with the environment's key"),
];

/** An instance of the cluster starts the containers: its own address pulls, reads and writes for them. */
const instanceCalls = (platform: Platform, inTasks: readonly ApiCall[]): ApiCall[] => {
  const groups = Object.entries(platform.services).flatMap(([name, { capacity }]) =>
    capacity === "ec2" ? [groupOf(platform, name)] : [],
  );
  return [
    ...inTasks.filter(({ from }) => groups.includes(from)).map((call) => ({ ...call, from: INSTANCES })),
    ...(["ecs", "ecs-agent", "ecs-telemetry"] as const).map((name) =>
      api(INSTANCES, name, "the agents of EC2 capacity report to ECS"),
    ),
  ];
};

/** What Systems Manager needs to reach a machine that has no open port. */
const managedCalls = (from: string): ApiCall[] =>
  (["ssm", "ssmmessages", "ec2messages"] as const).map((name) => api(from, name, "machines are managed without SSH"));

/** Beside what its containers do. */
const hostCalls: readonly ApiCall[] = [
  api(HOST, "kms", "shells on the host are encrypted with the environment's key"),
  api(HOST, "logs", "shells on the host are kept in a log"),
  api(HOST, "monitoring", "the host counts its disks, its memory and its releases"),
];

/** One interface endpoint: who calls it, and why it has to be. */
export interface EndpointNeed {
  readonly api: AwsApi;
  readonly callers: readonly string[];
  readonly reasons: readonly string[];
}

/** One endpoint for each API that is called, by name. */
export function endpointsOf(calls: readonly ApiCall[]): EndpointNeed[] {
  const sorted = (words: readonly string[]): string[] => [...new Set(words)].sort();
  return sorted(calls.map((call) => call.api)).map((name) => {
    const own = calls.filter((call) => call.api === name);
    return {
      api: name as AwsApi,
      callers: sorted(own.map(({ from }) => from)),
      reasons: sorted(own.map(({ reason }) => reason)),
    };
  });
}

/** A call that no endpoint can take: it leaves AWS's network, or asks a service that has none. */
export interface OutsideCall {
  readonly from: string;
  readonly port: number;
  readonly reason: string;
}

/** What needs a way out to the internet, whatever endpoints there are. */
export function outsideCalls(platform: Platform, { ecr, host }: Pick<ApiFacts, "ecr" | "host">): OutsideCall[] {
  const inTasks = workloads(platform).flatMap(({ group: from, name, workload }): OutsideCall[] => {
    const image = platform.images[workload.image];
    const elsewhere = image && !(image.ours && ecr) ? [image.repository] : [];
    return [
      ...workload.egress.map((port) => ({ from, port, reason: `${name} opens port ${port} outside` })),
      ...elsewhere.map((repository) => ({ from, port: HTTPS, reason: `${name} is pulled from ${repository}` })),
      ...workload.grants.flatMap(({ grant }) =>
        WITHOUT_ENDPOINT[grant] ? [{ from, port: HTTPS, reason: `${name} asks ${WITHOUT_ENDPOINT[grant]}` }] : [],
      ),
    ];
  });
  return [...inTasks, ...(host ? [...inTasks.map((call) => ({ ...call, from: HOST })), ...packageCalls] : [])];
}

/** Ubuntu's mirrors in AWS speak HTTP alone; packages are signed. Its snaps come over HTTPS. */
const packageCalls: readonly OutsideCall[] = [
  { from: HOST, port: 80, reason: "the host installs packages of Ubuntu" },
  { from: HOST, port: 443, reason: "the host installs packages of Ubuntu" },
];

/** Their endpoints are young or lack parts of the API, so they are asked over the internet. */
const WITHOUT_ENDPOINT: Partial<Record<Grant["grant"], string>> = { manageUsers: "Cognito", sendEmail: "SES" };

const HTTPS = 443;

/** How AWS's own APIs are reached: through endpoints of the network, or as everything else outside. */
export type WayToAws = "endpoints" | "internet";

/** The calls of both kinds as security groups must let them through. */
export function callsBeyond(platform: Platform, facts: ApiFacts, way: WayToAws): Call[] {
  const outside = outsideCalls(platform, facts).map(({ from, port }) => ({ from, to: INTERNET, port }));
  const callers = [...new Set(apiCalls(platform, facts).map(({ from }) => from))];
  const [api, storage] = way === "endpoints" ? [ENDPOINTS, S3] : [INTERNET, INTERNET];
  return [
    ...outside,
    ...(facts.instances ? mountsOfInstances(platform) : []),
    // Layers of images are in S3, whoever pulls them.
    ...callers.flatMap((from) => [api, storage].map((to) => ({ from, to, port: HTTPS }))),
  ];
}

/** An instance mounts the files of the tasks on it itself, whatever address the tasks have. */
const mountsOfInstances = ({ services }: Platform): Call[] =>
  Object.values(services).flatMap(({ capacity, mounts }) =>
    mounts.flatMap((mount) =>
      capacity === "ec2" && mount.kind === "shared"
        ? [{ from: INSTANCES, to: mount.store, port: STORE_PORTS.files }]
        : [],
    ),
  );
