import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";
import { accountDecides } from "./key-statements";

export interface EncryptionKeyProps {
  /** The alias, without `alias/`. */
  readonly name: string;
  readonly description: string;
  readonly account: string;
  /** What its policy says beside that IAM decides (key-statements.ts). */
  readonly statements: readonly object[];
  /** Where it is made. @default - the region of the workspace */
  readonly provider?: TerraformProvider;
}

/** A key of data at rest, rotated every year: IAM of the account decides who uses it. */
export class EncryptionKey extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: EncryptionKeyProps) {
    super(scope, id);
    const { name, description, account, statements, provider } = props;
    const elsewhere = provider && { provider };
    const key = new KmsKey(this, "Resource", {
      ...elsewhere,
      description,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: jsonDocument({ Version: "2012-10-17", Statement: [accountDecides(account), ...statements] }),
      lifecycle: { preventDestroy: true },
    });
    new KmsAlias(this, "alias", { ...elsewhere, name: `alias/${name}`, targetKeyId: key.keyId });
    this.arn = key.arn;
  }
}
