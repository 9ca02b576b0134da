import { Construct } from "constructs";
import { cacheSize, databaseSize } from "../../model/managed";
import { physicalName } from "../../model/naming";
import { holdsOf, STORE_PORTS, storesOf, type StoreKind, type StoreOf } from "../../model/store";
import { AdoptedFiles, type AdoptedBucket } from "../../modules/adopted-stores";
import { Bucket } from "../../modules/bucket";
import { accessLogs } from "../../modules/bucket-statements";
import { Cache } from "../../modules/cache";
import { Database } from "../../modules/database";
import { FileSystem } from "../../modules/file-system";
import type { Network } from "../../modules/network";
import type { SecurityGroups } from "../../modules/security-groups";
import { foundationOutputs as out } from "../outputs";
import type { AwsWorkspaceStack } from "../workspace-stack";
import type { AdoptedStores } from "./adopted";
import { bucketObjects } from "./objects";
import type { FoundationSecrets, StoreAnswers } from "./secrets";

export interface FoundationStoresProps {
  readonly network: Network;
  readonly groups: SecurityGroups;
  readonly kmsKeyArn: string;
  readonly secrets: FoundationSecrets;
  readonly adopted: AdoptedStores;
}

type Named<K extends StoreKind> = StoreOf<K> & { readonly name: string };

/** Every store of the platform as the managed service that AWS has for it, or as the one that others made. */
export class FoundationStores extends Construct implements StoreAnswers {
  /** What was made here, by store; an adopted one is nobody's to watch or to back up but its owner's. */
  readonly databases = new Map<string, Database>();
  readonly caches = new Map<string, Cache>();
  readonly madeBuckets = new Map<string, Bucket>();
  readonly fileSystems = new Map<string, FileSystem>();
  /** The bucket that is told of every request to the others. */
  readonly accessLogs: Bucket;
  private readonly hosts = new Map<string, string>();
  private readonly buckets = new Map<string, string>();

  constructor(
    private readonly stack: AwsWorkspaceStack,
    id: string,
    private readonly props: FoundationStoresProps,
  ) {
    super(stack, id);
    const { stores } = stack.platform;
    this.accessLogs = this.logBucket();
    for (const store of storesOf(stores, "postgres")) this.publishHost(store.name, this.database(store));
    for (const store of storesOf(stores, "redis")) this.publishHost(store.name, this.cache(store));
    for (const store of storesOf(stores, "bucket")) this.bucket(store);
    for (const store of storesOf(stores, "files")) this.files(store);
  }

  /** Who made it ends with nothing when it is lost: these belong in the vault. */
  keeps(name: string): boolean {
    const store = this.stack.platform.stores[name];
    return store !== undefined && holdsOf(store) === "state";
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

  private sizing(name: string) {
    return this.stack.environment.stores[name] ?? {};
  }

  private database(store: Named<"postgres">): string {
    const adopted = this.props.adopted.get(store.name);
    if (adopted && "host" in adopted) return adopted.host;
    const { stack, props } = this;
    const sizing = this.sizing(store.name);
    const database = new Database(this, store.name, {
      name: physicalName("database", ...stack.words(store.name)),
      version: store.version,
      database: store.database,
      user: store.user,
      password: props.secrets.get(store.password).value,
      passwordVersion: props.secrets.version(store.password),
      maxConnections: store.maxConnections,
      subnetIds: props.network.subnetIds.data,
      securityGroupId: props.groups.idOf(store.name),
      kmsKeyArn: props.kmsKeyArn,
      ...databaseSize(sizing, this.production),
      logRetentionDays: stack.environment.logRetentionDays,
      account: stack.aws.account,
      region: stack.aws.region,
      monitoringRoleName: physicalName("role", ...stack.words(store.name, "monitoring")),
      origin: sizing.restore,
    });
    this.databases.set(store.name, database);
    return database.host;
  }

  private cache(store: Named<"redis">): string {
    const adopted = this.props.adopted.get(store.name);
    if (adopted && "host" in adopted) return adopted.host;
    const { stack, props } = this;
    const sizing = this.sizing(store.name);
    const { instanceClass, ...size } = cacheSize(sizing, this.production);
    const cache = new Cache(this, store.name, {
      name: physicalName("cache", ...stack.words(store.name)),
      version: store.version,
      eviction: store.eviction,
      authToken: props.secrets.get(store.password).valueInState(this, `${store.name}-token`),
      nodeType: instanceClass,
      ...size,
      subnetIds: props.network.subnetIds.data,
      securityGroupId: props.groups.idOf(store.name),
      kmsKeyArn: props.kmsKeyArn,
      logRetentionDays: stack.environment.logRetentionDays,
      snapshot: sizing.restore && "snapshot" in sizing.restore ? sizing.restore.snapshot : undefined,
    });
    this.caches.set(store.name, cache);
    return cache.host;
  }

  /** Only a key of S3's own can be used by the service that writes access logs; it does not log itself. */
  private logBucket(): Bucket {
    const { account } = this.stack.aws;
    return new Bucket(this, "access-logs", {
      name: physicalName("bucket", ...this.stack.words("access-logs", account)),
      statements: (arn) => [accessLogs(arn, { account })],
      expireDays: 365,
      olderVersions: { days: 1 },
    });
  }

  private bucket(store: Named<"bucket">): void {
    const { name } = store;
    const adopted = this.props.adopted.get(name) as AdoptedBucket | undefined;
    const bucket = adopted ?? this.newBucket(name);
    this.buckets.set(name, bucket.name);
    bucketObjects(this, { store, bucket: bucket.name, kmsKeyArn: this.props.kmsKeyArn });
    this.stack.outputs.publish(out.bucketName(name), bucket.name);
  }

  private newBucket(name: string): Bucket {
    const bucket = new Bucket(this, name, {
      name: physicalName("bucket", ...this.stack.words(name, this.stack.aws.account)),
      kmsKeyArn: this.props.kmsKeyArn,
      accessLogs: this.accessLogs,
    });
    this.madeBuckets.set(name, bucket);
    return bucket;
  }

  private files(store: Named<"files">): void {
    const { name } = store;
    const adopted = this.props.adopted.get(name);
    const files = adopted instanceof AdoptedFiles ? adopted : this.newFiles(store);
    this.stack.outputs.publish(out.fileSystemId(name), files.fileSystemId);
    this.stack.outputs.publish(out.accessPointId(name), files.accessPointId);
  }

  private newFiles({ name, uid, gid }: Named<"files">): FileSystem {
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
    this.fileSystems.set(name, files);
    return files;
  }

  private publishHost(name: string, host: string): void {
    this.hosts.set(name, host);
    this.stack.outputs.publish(out.storeHost(name), host);
  }

  private unknown(name: string, field: string): never {
    throw new Error(`store ${name} has no ${field} on AWS`);
  }
}
