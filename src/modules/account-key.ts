import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";

export interface AccountKeyProps {
  /** The alias, without `alias/`. */
  readonly name: string;
  readonly description: string;
  readonly account: string;
  readonly region: string;
  /** The services that may use it for somebody; nobody uses it by hand. */
  readonly through: readonly string[];
}

/** A key of the account, rotated every year: IAM decides who, and only these services may use it for them. */
export class AccountKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AccountKeyProps) {
    super(scope, id);
    const key = new KmsKey(this, "Resource", {
      description: props.description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: jsonDocument(policy(props)),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "alias", { name: `alias/${props.name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}

const policy = ({ account, region, through }: AccountKeyProps): object => ({
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
      Sid: "ThroughServicesAlone",
      Effect: "Deny",
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: {
        StringNotEquals: { "kms:ViaService": through.map((service) => `${service}.${region}.amazonaws.com`) },
      },
    },
  ],
});
