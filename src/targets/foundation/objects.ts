import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import type { Construct } from "constructs";
import { byKey } from "../../model/reference";
import type { StoreOf } from "../../model/store";
import { escapeTemplates } from "../../terraform";

export interface BucketObjectsProps {
  readonly store: StoreOf<"bucket"> & { readonly name: string };
  /** The bucket's own name, or a reference to it. */
  readonly bucket: string;
  readonly kmsKeyArn: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = { json: "application/json", txt: "text/plain" };

/** The files that the platform wants in a bucket before anything reads them. */
export function bucketObjects(scope: Construct, { store, bucket, kmsKeyArn }: BucketObjectsProps): void {
  for (const [key, content] of Object.entries(store.objects ?? {}).sort(byKey)) {
    new S3Object(scope, `${store.name}-${key.replace(/[^\w-]/g, "-")}`, {
      bucket,
      key,
      content: escapeTemplates(content),
      contentType: CONTENT_TYPES[key.split(".").at(-1) ?? ""] ?? "application/octet-stream",
      serverSideEncryption: "aws:kms",
      kmsKeyId: kmsKeyArn,
    });
  }
}
