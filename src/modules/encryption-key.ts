import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";

export interface EncryptionKeyProps {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Where it is made. @default - the region of the workspace */
  readonly provider?: TerraformProvider;
}

/** The key of all data at rest of one environment, rotated every year. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, account, region, provider }: EncryptionKeyProps) {
    super(scope, id);
    const elsewhere = provider && { provider };
    const key = new KmsKey(this, "Resource", {
      ...elsewhere,
      description: `Data at rest of ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: jsonDocument(policy(account, region)),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "alias", { ...elsewhere, name: `alias/${name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

/** IAM decides who uses it; CloudWatch Logs is no IAM principal and needs a line of its own. */
const policy = (account: string, region: string): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "AccountDecides",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Logs",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
      Resource: "*",
      Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:*` } },
    },
  ],
});
