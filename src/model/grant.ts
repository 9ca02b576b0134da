/** What a service may do with its own identity: the task role on ECS, the host's role under compose. */
export type Grant =
  | {
      readonly grant: "readBucket" | "readWriteBucket";
      readonly store: string;
      /** Beginnings of keys, each a folder: `runs/`. @default - all of the bucket */
      readonly under?: readonly string[];
    }
  /** One object of a bucket, and no other. */
  | { readonly grant: "readObject"; readonly store: string; readonly key: string }
  | { readonly grant: "putMetrics"; readonly namespace: string }
  | { readonly grant: "runTask"; readonly task: string }
  /** Keep a busy task from being scaled in. */
  | { readonly grant: "protectTask" }
  | { readonly grant: "manageUsers"; readonly userPoolId: string }
  | { readonly grant: "sendEmail" };

export const read = (store: string, ...under: readonly string[]): Grant => bucketGrant("readBucket", store, under);
export const readWrite = (store: string, ...under: readonly string[]): Grant =>
  bucketGrant("readWriteBucket", store, under);

const bucketGrant = (grant: "readBucket" | "readWriteBucket", store: string, under: readonly string[]): Grant => ({
  grant,
  store,
  ...(under.length > 0 && { under }),
});
export const readObject = (store: string, key: string): Grant => ({ grant: "readObject", store, key });
export const putMetrics = (namespace: string): Grant => ({ grant: "putMetrics", namespace });
export const runTask = (task: string): Grant => ({ grant: "runTask", task });
export const protectTask: Grant = { grant: "protectTask" };
