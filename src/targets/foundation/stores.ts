import { DataAwsSecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version";
import { Construct } from "constructs";
import { DEFAULT_CLASS } from "../../model/connections";
import { physicalName } from "../../model/naming";
import { STORE_PORTS, storesOf, type StoreOf } from "../../model/store";
import { Bucket } from "../../modules/bucket";
import { Cache } from "../../modules/cache";
import { Database } from "../../modules/database";
import { FileSystem } from "../../modules/file-system";
import type { Network } from "../../modules/network";
import type { SecurityGroups } from "../../modules/security-groups";
import { foundationOutputs as out } from "../outputs";
import type { AwsWorkspaceStack } from "../workspace-stack";
import { bucketObjects } from "./objects";
import type { FoundationSecrets, StoreAnswers } from "./secrets";

export interface FoundationStoresProps {
  readonly network: Network;
  readonly groups: SecurityGroups;
  readonly kmsKeyArn: string;
  readonly secrets: FoundationSecrets;
}

/** What a store is given where the environment does not size it: small, but safe to lose a zone in production. */
const DEFAULTS = {
  postgres: { instanceClass: DEFAULT_CLASS.postgres, storageGiB: 50, backupDays: 14 },
  redis: { instanceClass: DEFAULT_CLASS.redis, backupDays: 7 },
} as const;

/** Every store of the platform as the managed service that AWS has for it. */
export class FoundationStores extends Construct implements StoreAnswers {
  readonly databases: Record<string, Database> = {};
  readonly caches: Record<string, Cache> = {};
  readonly fileSystems: Record<string, FileSystem> = {};
  private readonly hosts = new Map<string, string>();
  private readonly buckets = new Map<string, string>();

  constructor(
    private readonly stack: AwsWorkspaceStack,
    id: string,
    private readonly props: FoundationStoresProps,
  ) {
    super(stack, id);
    const { stores } = stack.platform;
    for (const store of storesOf(stores, "postgres")) this.publishHost(store.name, this.database(store));
    for (const store of storesOf(stores, "redis")) this.publishHost(store.name, this.cache(store));
    for (const store of storesOf(stores, "bucket")) this.bucket(store.name);
    for (const store of storesOf(stores, "bucket"))
      bucketObjects(this, { store, bucket: this.field(store.name, "name"), kmsKeyArn: props.kmsKeyArn });
    for (const store of storesOf(stores, "files")) this.files(store);
  }

  field(name: string, field: string): string {
    const store = this.stack.platform.stores[name];
    if (field === "host") return this.hosts.get(name) ?? this.unknown(name, field);
    if (field === "port" && store && store.kind !== "bucket") return String(STORE_PORTS[store.kind]);
    if (field === "scheme") return "rediss";
    if (field === "name") return this.buckets.get(name) ?? this.unknown(name, field);
    if (store?.kind === "postgres" && (field === "database" || field === "user")) return store[field];
    return this.unknown(name, field);
  }

  private get production(): boolean {
    return this.stack.environment.profile === "production";
  }

  private database(store: StoreOf<"postgres"> & { name: string }): string {
    const sizing = this.stack.environment.stores[store.name] ?? {};
    const storageGiB = sizing.storageGiB ?? DEFAULTS.postgres.storageGiB;
    const database = new Database(this, store.name, {
      name: physicalName("database", ...this.stack.words(store.name)),
      version: store.version,
      database: store.database,
      user: store.user,
      password: this.props.secrets.get(store.password).value,
      passwordVersion: this.props.secrets.version(store.password),
      maxConnections: store.maxConnections,
      subnetIds: this.props.network.subnetIds.data,
      securityGroupId: this.props.groups.idOf(store.name),
      kmsKeyArn: this.props.kmsKeyArn,
      instanceClass: sizing.instanceClass ?? DEFAULTS.postgres.instanceClass,
      storageGiB,
      maxStorageGiB: sizing.maxStorageGiB ?? 2 * storageGiB,
      multiAz: sizing.multiAz ?? this.production,
      backupDays: sizing.backupDays ?? DEFAULTS.postgres.backupDays,
    });
    this.databases[store.name] = database;
    return database.host;
  }

  private cache(store: StoreOf<"redis"> & { name: string }): string {
    const sizing = this.stack.environment.stores[store.name] ?? {};
    const secret = this.props.secrets.get(store.password);
    const replicas = sizing.replicas ?? (this.production ? 1 : 0);
    const token = new DataAwsSecretsmanagerSecretVersion(this, `${store.name}-token`, {
      secretId: secret.arn,
      versionId: secret.versionId,
    });
    const cache = new Cache(this, store.name, {
      name: physicalName("cache", ...this.stack.words(store.name)),
      version: store.version,
      eviction: store.eviction,
      authToken: token.secretString,
      nodeType: sizing.instanceClass ?? DEFAULTS.redis.instanceClass,
      replicas,
      multiAz: sizing.multiAz ?? replicas > 0,
      backupDays: sizing.backupDays ?? DEFAULTS.redis.backupDays,
      subnetIds: this.props.network.subnetIds.data,
      securityGroupId: this.props.groups.idOf(store.name),
      kmsKeyArn: this.props.kmsKeyArn,
    });
    this.caches[store.name] = cache;
    return cache.host;
  }

  private bucket(name: string): void {
    const bucket = new Bucket(this, name, {
      name: physicalName("bucket", ...this.stack.words(name, this.stack.aws.account)),
      kmsKeyArn: this.props.kmsKeyArn,
    });
    this.buckets.set(name, bucket.name);
    this.stack.outputs.publish(out.bucketName(name), bucket.name);
  }

  private files({ name, uid, gid }: StoreOf<"files"> & { name: string }): void {
    const { network, groups, kmsKeyArn } = this.props;
    const zones = this.stack.aws.network.zones;
    const files = new FileSystem(this, name, {
      name: physicalName("fileSystem", ...this.stack.words(name)),
      directory: `/${name}`,
      uid,
      gid,
      subnetIds: Object.fromEntries(zones.map((zone, index) => [zone, network.subnetIds.data[index] as string])),
      securityGroupId: groups.idOf(name),
      kmsKeyArn,
    });
    this.fileSystems[name] = files;
    this.stack.outputs.publish(out.fileSystemId(name), files.fileSystemId);
    this.stack.outputs.publish(out.accessPointId(name), files.accessPointId);
  }

  private publishHost(name: string, host: string): void {
    this.hosts.set(name, host);
    this.stack.outputs.publish(out.storeHost(name), host);
  }

  private unknown(name: string, field: string): never {
    throw new Error(`store ${name} has no ${field} on AWS`);
  }
}
