import type { Platform } from "../model/platform";
import { physicalName } from "../model/naming";
import { generated } from "../model/secret";
import type { Workload } from "../model/service";
import { storesOf } from "../model/store";

/*
 * One S3 server of the laptop for all buckets of a platform. What a role grants on AWS, credentials of this server
 * grant here: every SDK of AWS reads them from the same variables.
 */

/** Its container, its name in the network, and its key among the ports of the laptop. */
export const OBJECT_STORE = "object-store";
export const OBJECT_STORE_PORT = 8333;
export const OBJECT_STORE_SECRET = "object-store-secret-key";

/** A request must be signed for some region; the server takes any. */
export const OBJECT_STORE_REGION = "us-east-1";

export const bucketsOf = ({ stores }: Pick<Platform, "stores">): string[] =>
  storesOf(stores, "bucket").map(({ name }) => name);

/** A bucket is the laptop's own, so no account need be in its name. */
export const localBucket = (platform: string, environment: string, store: string): string =>
  physicalName("bucket", platform, environment, store);

/** Who asks; the server knows one. */
export const objectStoreKeyId = (platform: string, environment: string): string => `${platform}-${environment}`;

/** The platform's secrets, and what opens the object store where there is one. */
export const laptopSecrets = ({ secrets, ...platform }: Pick<Platform, "secrets" | "stores">): Platform["secrets"] =>
  bucketsOf(platform).length > 0 ? { ...secrets, [OBJECT_STORE_SECRET]: generated() } : secrets;

export const usesBuckets = ({ grants }: Workload): boolean =>
  grants.some(({ grant }) => grant === "readBucket" || grant === "readWriteBucket");

export interface ObjectStoreAccess {
  /** `http://object-store:8333`. */
  readonly endpoint: string;
  readonly keyId: string;
  readonly secretKey: string;
}

/** Source: AWS SDKs and Tools Reference Guide, service-specific endpoints and static credentials. */
export const objectStoreVariables = ({ endpoint, keyId, secretKey }: ObjectStoreAccess): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: keyId,
  AWS_DEFAULT_REGION: OBJECT_STORE_REGION,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: OBJECT_STORE_REGION,
  AWS_SECRET_ACCESS_KEY: secretKey,
});
