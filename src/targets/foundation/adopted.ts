import { Construct } from "constructs";
import { byKey } from "../../model/reference";
import { physicalName } from "../../model/naming";
import { STORE_PORTS } from "../../model/store";
import { AdoptedBucket, AdoptedCache, AdoptedDatabase, AdoptedFiles } from "../../modules/adopted-stores";
import type { AdoptedGroup } from "../../modules/security-groups";
import type { AwsWorkspaceStack } from "../workspace-stack";

type Adopted = AdoptedBucket | AdoptedCache | AdoptedDatabase | AdoptedFiles;

/** The stores that others made: looked up before anything is made, for the security groups need theirs. */
export class AdoptedStores extends Construct {
  private readonly found = new Map<string, Adopted>();

  constructor(
    private readonly stack: AwsWorkspaceStack,
    id: string,
    private readonly vpcId: string,
  ) {
    super(stack, id);
    for (const [name] of Object.entries(stack.environment.adopt?.stores ?? {}).sort(byKey)) {
      this.found.set(name, this.adopt(name));
    }
  }

  get(name: string): Adopted | undefined {
    return this.found.get(name);
  }

  /** Store → the group that guards it, into which its callers are let; a bucket has none. */
  get groups(): Readonly<Record<string, AdoptedGroup>> {
    return Object.fromEntries(
      [...this.found].flatMap(([name, store]) =>
        "securityGroupId" in store ? [[name, { id: store.securityGroupId, takesRules: true }]] : [],
      ),
    );
  }

  private adopt(name: string): Adopted {
    const { stack, vpcId } = this;
    const store = stack.platform.stores[name];
    const { instance, replicationGroup, bucket, fileSystem, ...said } = stack.environment.adopt?.stores[name] ?? {};
    const key = `adopt.stores.${name}`;
    const needed = { key, vpcId, securityGroupId: said.securityGroupId };
    if (store?.kind === "postgres" && instance !== undefined) {
      const port = STORE_PORTS.postgres;
      return new AdoptedDatabase(this, name, { ...needed, instance, version: store.version, port });
    }
    if (store?.kind === "redis" && replicationGroup !== undefined) {
      const port = STORE_PORTS.redis;
      return new AdoptedCache(this, name, { ...needed, replicationGroup, version: store.version, port });
    }
    if (store?.kind === "bucket" && bucket !== undefined) {
      return new AdoptedBucket(this, name, { key, bucket, region: stack.aws.region });
    }
    if (store?.kind === "files" && fileSystem !== undefined && said.securityGroupId !== undefined) {
      return new AdoptedFiles(this, name, {
        name: physicalName("fileSystem", ...stack.words(name)),
        directory: `/${name}`,
        uid: store.uid,
        gid: store.gid,
        fileSystem,
        accessPoint: said.accessPoint,
        key,
        vpcId,
        securityGroupId: said.securityGroupId,
      });
    }
    throw new Error(`adopt.stores.${name} passed the checks`);
  }
}
