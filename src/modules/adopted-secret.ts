import { DataAwsSecretsmanagerSecret } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret";
import { DataAwsSecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ephemeral } from "../terraform";
import type { ReadableSecret } from "./generated-secret";
import { parameterValue } from "./secret-parameter";

export const isParameter = (arn: string): boolean => arn.split(":")[2] === "ssm";

/** What follows `:parameter` in the ARN, slash included. */
const parameterName = (arn: string): string => arn.slice(arn.indexOf(":parameter") + ":parameter".length);

/**
 * A secret that others keep: read by its ARN, never written. Every plan looks whether it is there: one in Secrets
 * Manager by a data source, which has no value; a parameter as an ephemeral, for its data source would keep the value.
 */
export class AdoptedSecret extends Construct implements ReadableSecret {
  private read?: string;

  constructor(
    scope: Construct,
    id: string,
    readonly arn: string,
  ) {
    super(scope, id);
    if (isParameter(arn)) this.read = parameterValue(TerraformStack.of(this), id, arn);
    else new DataAwsSecretsmanagerSecret(this, "Resource", { arn });
  }

  get value(): string {
    return (this.read ??= ephemeral(TerraformStack.of(this), "aws_secretsmanager_secret_version", this.node.id, {
      secret_id: this.arn,
    })("secret_string"));
  }

  valueInState(scope: Construct, id: string): string {
    return isParameter(this.arn)
      ? new DataAwsSsmParameter(scope, id, { name: parameterName(this.arn), withDecryption: true }).value
      : new DataAwsSecretsmanagerSecretVersion(scope, id, { secretId: this.arn }).secretString;
  }
}
