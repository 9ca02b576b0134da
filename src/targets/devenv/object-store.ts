import { Fn } from "cdktf";
import { Construct } from "constructs";
import { physicalName } from "../../model/naming";
import { storesOf } from "../../model/store";
import { DockerContainer } from "../../modules/docker-container";
import {
  bucketsOf,
  localBucket,
  OBJECT_STORE,
  OBJECT_STORE_PORT,
  OBJECT_STORE_REGION,
  OBJECT_STORE_SECRET,
  objectStoreKeyId,
  objectStoreVariables,
} from "../../rendering/object-store";
import type { WorkspaceStack } from "../workspace-stack";
import type { DevenvImages } from "./images";
import { labelRecord } from "./labels";
import type { DevenvNetworks } from "./networks";
import type { DevenvSecrets } from "./secrets";

export interface DevenvObjectStoreProps {
  readonly stack: WorkspaceStack;
  readonly images: DevenvImages;
  readonly networks: DevenvNetworks;
  readonly secrets: DevenvSecrets;
  readonly volume: string;
}

/** S3 and nothing beside it, no bucket by a slip of the pen, no word to anybody else. */
const FLAGS = [
  "-webdav=false",
  "-admin.ui=false",
  "-s3.port.iceberg=0",
  "-s3.port.lance=0",
  "-s3.autoCreateBucket=false",
  "-master.telemetry=false",
  "-idleTimeout=5",
];
/** It waits for idle connections before it ends: two to four seconds in a trial. */
const STOP_GRACE_SEC = 30;

/**
 * SeaweedFS in one container, with every bucket of the platform from its start (`mini`, tried at 4.44). The image begins
 * as root, to give the volume to its own user.
 */
export class DevenvObjectStore extends Construct {
  readonly container: DockerContainer;

  constructor(scope: Construct, id: string, { stack, images, networks, secrets, volume }: DevenvObjectStoreProps) {
    super(scope, id);
    const { platform, environment } = stack;
    const buckets = bucketsOf(platform).map((name) => localBucket(platform.name, environment.environment, name));
    const host = environment.devenv?.hostPorts?.[OBJECT_STORE];
    const secret = secrets.value(OBJECT_STORE_SECRET);
    this.container = new DockerContainer(this, "Resource", {
      name: physicalName("other", ...stack.words(OBJECT_STORE)),
      imageId: images.idOf(imageOf(stack)),
      command: ["mini", ...FLAGS],
      environment: {
        AWS_ACCESS_KEY_ID: objectStoreKeyId(platform.name, environment.environment),
        AWS_SECRET_ACCESS_KEY: secret,
        GOMEMLIMIT: "96MiB",
        S3_BUCKET: buckets.join(","),
        ...innerKeys(secret),
      },
      networks: networks.ofStore(host !== undefined),
      alias: OBJECT_STORE,
      ports: host === undefined ? [] : [{ container: OBJECT_STORE_PORT, host }],
      mounts: [{ kind: "volume", target: "/data", volume, readOnly: false }],
      life: { kind: "runs", health: health(buckets), stopGraceSec: STOP_GRACE_SEC },
      labels: labelRecord(stack),
    });
  }
}

/** S3 is not its only door: without these keys whoever reaches the others reads and writes what lies behind, unasked. */
const innerKeys = (secret: string): Record<string, string> =>
  Object.fromEntries(
    ["FILER_SIGNING", "FILER_SIGNING_READ", "SIGNING", "SIGNING_READ"].map((name) => [
      `WEED_JWT_${name}_KEY`,
      Fn.sha256(`${name} ${secret}`),
    ]),
  );

/** Buckets are made one after the other once the server answers, so the last of them is asked for. */
function health(buckets: readonly string[]) {
  const signed = `--aws-sigv4 aws:amz:${OBJECT_STORE_REGION}:s3 --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`;
  const command = `curl -fsS -o /dev/null -I ${signed} http://127.0.0.1:${OBJECT_STORE_PORT}/${buckets.at(-1)}`;
  return { command, intervalSec: 5, timeoutSec: 5, retries: 12, startPeriodSec: 5 };
}

/** One server for all, so the first that names an image names it. */
function imageOf({ platform: { stores } }: WorkspaceStack): string {
  const image = storesOf(stores, "bucket").find((store) => store.image !== undefined)?.image;
  if (image === undefined) throw new Error("no bucket names an image for a laptop, which rule 40 asks for");
  return image;
}

/** What lets a container use the buckets. */
export const objectStoreAccess = (
  { platform, environment }: WorkspaceStack,
  secrets: DevenvSecrets,
): Record<string, string> =>
  objectStoreVariables({
    endpoint: `http://${OBJECT_STORE}:${OBJECT_STORE_PORT}`,
    keyId: objectStoreKeyId(platform.name, environment.environment),
    secretKey: secrets.value(OBJECT_STORE_SECRET),
  });
