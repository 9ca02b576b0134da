import type { Target } from "../config/schema";
import type { MountKind } from "../model/mount";
import type { Grant } from "../model/grant";
import type { Job, Service, Task } from "../model/service";
import type { StoreKind } from "../model/store";

/** What each deployment option makes of one thing of the model: rendered as …, or refused, with the rule that does it. */
export type Coverage = Readonly<Record<Target, string>>;

const same = (text: string): Coverage => ({ devenv: text, "ec2-compose": text, ecs: text });
const of = (devenv: string, compose: string, ecs: string): Coverage => ({ devenv, "ec2-compose": compose, ecs });

/** Every field of a service, a job and a task: the type leaves none out. */
export const FIELDS: Readonly<Record<keyof Service | keyof Job | keyof Task, Coverage>> = {
  image: of(
    "`docker_image`, no registry",
    "`image`, the account's registry",
    "container `image`, the account's registry",
  ),
  command: same("`command`"),
  environment: of("`env`", "`env_file`", "container `environment`"),
  secrets: of(
    "`env`, from sensitive variables",
    "second `env_file`, named in secrets.json",
    "container `secrets`, by `valueFrom`",
  ),
  mounts: same("by kind, see below"),
  needs: of(
    "`depends_on`, each container awaited",
    "`depends_on` with conditions",
    "container `dependsOn` in one task, else Terraform order and steady state (rules 74, 75)",
  ),
  size: of(
    "`memory`, `cpu_shares`",
    "`mem_limit`, `cpus`, and 4096 processes",
    "task `cpu`, `memory`; refused where Fargate has no such pair (rule 13), any on instances",
  ),
  grants: of("buckets by credentials; the rest is a laptop's own", "the host's role", "the task's role"),
  egress: of("not limited", "security group of the host", "security group of the service"),
  envFile: of(
    "not used: variables are the container's own",
    "name of the file",
    "name of the folder of its template (`ferry bundle`); variables are the container's own",
  ),
  user: of(
    "`user`, `read_only`",
    "`user`, `read_only`, `cap_drop`; owner of its scratch",
    "`user`, `readonlyRootFilesystem`, `capabilities`; a container of the task opens its scratch to it",
  ),
  writesRoot: of("not used", "not used", "the reason for `readonlyRootFilesystem` false"),
  asProcess: of("variables and files of `ferry env`, in mode infra", "not used", "not used"),
  ports: of("published on 127.0.0.1 where hostPorts asks", "published where reached from outside", "`portMappings`"),
  probe: of("`healthcheck`", "`healthcheck`, target group", "`healthCheck`, target group"),
  scale: of(
    "one of each",
    "one of each",
    "scaling target and policies between min and max; `desired_count` where there is no room (rules 38, 78 to 80)",
  ),
  capacity: of(
    "not used",
    "not used",
    "capacity providers: Fargate, Fargate Spot beside it, instances of the foundation (rules 16, 70, 71)",
  ),
  traffic: of("left to the proxy", "target group: draining, balancing", "target group: draining, balancing"),
  consumes: of("not used", "stopped once it has moved", "decides how its phase moves"),
  instances: of("one of each", "stopped before ECS starts it", "0 % / 100 %, awaited"),
  deploy: of("replaced", "replaced", "100 % / 200 %, or 0 % / 100 % for recreate"),
  stopGraceSec: of("`destroy_grace_seconds`", "`stop_grace_period`", "`stopTimeout`; above 120 refused (rule 14)"),
  turnSec: of("not used", "checked (rules 56, 57)", "checked (rules 56, 57)"),
  keepAliveSec: of("not used", "checked (rule 57)", "checked (rule 57)"),
  alongside: of("a container of its own", "a container of its own", "a container of the same task"),
  connections: of("not used", "counted (rules 26, 27, 72)", "counted (rules 26, 27, 72)"),
  repeatable: of(
    "runs once, awaited",
    "runs at each `up`",
    "first container of its owner's task; once-only refused (rule 39)",
  ),
  startedBy: of("image present", "image listed for the deployment", "task definition in its starter's workspace"),
};

export const MOUNTS: Readonly<Record<MountKind, Coverage>> = {
  shared: of("named volume", "directory of the host, on it EFS through an access point", "EFS through an access point"),
  scratch: of(
    "tmpfs or anonymous volume",
    "tmpfs that its user owns, or anonymous volume",
    "volume of the task, its own alone; opened to its user by a container before it, which needs `sh` in the image",
  ),
  config: of(
    "uploaded file",
    "file of the bundle",
    "written by a container of the task before the service starts, into a volume over the file's directory, which hides " +
      "what the image has there; needs `sh` in the image; `/`, `/etc` and the like, another mount there, and more than " +
      "32 KiB refused (rule 24)",
  ),
  secretFile: of("uploaded file", "file in the secrets folder", "refused (rule 24)"),
  hostPath: of("bind mount", "bind mount", "volume of the host with capacity ec2, refused otherwise (rules 24, 25)"),
  dockerSocket: of(
    "bind mount",
    "bind mount",
    "left out where it starts a task: ECS starts it; else with capacity ec2 alone (rule 24)",
  ),
};

export const STORES: Readonly<Record<StoreKind, Coverage>> = {
  postgres: of("container with a volume", "RDS of the foundation", "RDS of the foundation"),
  redis: of("container with a volume", "ElastiCache of the foundation", "ElastiCache of the foundation"),
  bucket: of(
    "one SeaweedFS container for all (rule 40); objects in it refused (rule 60)",
    "S3 of the foundation, with its objects",
    "S3 of the foundation, with its objects",
  ),
  files: of("volume", "directory of the host, on it EFS through an access point", "EFS of the foundation"),
};

export const GRANTS: Readonly<Record<Grant["grant"], Coverage>> = {
  readBucket: of(
    "credentials of the object store, all of it",
    "role, the bucket or folders of it, and its key through S3",
    "role, the bucket or folders of it, and its key through S3",
  ),
  readWriteBucket: of(
    "credentials of the object store, all of it",
    "role, the bucket or folders of it, and its key through S3",
    "role, the bucket or folders of it, and its key through S3",
  ),
  readObject: of("refused (rule 60)", "role, the object and its key", "role, the object and its key"),
  putMetrics: of("none", "role, one name space", "role, one name space"),
  runTask: of("the engine's socket", "the engine's socket", "role, one family and its roles"),
  protectTask: of("none", "role, the cluster's tasks", "role, the cluster's tasks"),
  manageUsers: of("none", "role, one user pool", "role, one user pool"),
  sendEmail: of("none", "role, SES of the account", "role, SES of the account"),
};
