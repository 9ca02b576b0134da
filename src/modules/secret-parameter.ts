import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { Fn, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ephemeral } from "../terraform";
import type { ReadableSecret, SecretContainerProps } from "./generated-secret";

/** Nobody takes this for a key: a parameter cannot be empty, so this is in it until an operator has been there. */
export const NOT_SET = "NOT SET - an operator puts the value here";

/**
 * A secret as a SecureString parameter. The value goes in write-only, and whoever needs it reads it back. Terraform
 * never looks at a write-only value again, so what an operator puts there stays.
 */
export class SecretParameter extends Construct implements ReadableSecret {
  readonly arn: string;
  /** Another value, another number; safe to show. */
  readonly versionId: string;
  private readonly parameter: SsmParameter;
  private read?: string;

  constructor(
    scope: Construct,
    id: string,
    props: SecretContainerProps & { readonly write: string; readonly version: number },
  ) {
    super(scope, id);
    const parameter = new SsmParameter(this, "Resource", {
      name: `/${props.name}`,
      description: props.description,
      type: "SecureString",
      // 4 KB. Source: AWS, Systems Manager, "Managing parameter tiers".
      tier: "Standard",
      keyId: props.kmsKeyArn,
      valueWo: props.write,
      valueWoVersion: props.version,
      lifecycle: { preventDestroy: true },
    });
    this.arn = parameter.arn;
    this.versionId = Fn.tostring(parameter.version);
    this.parameter = parameter;
  }

  /** Read through the parameter that was written, so that reading waits for writing. */
  get value(): string {
    return (this.read ??= parameterValue(TerraformStack.of(this), this.node.id, this.arn));
  }

  valueInState(scope: Construct, id: string): string {
    const { parameter } = this;
    // Name and ARN are the same before and after a rotation: only depends_on makes the read wait for the write.
    return new DataAwsSsmParameter(scope, id, { name: parameter.name, withDecryption: true, dependsOn: [parameter] })
      .value;
  }
}

/** The value of a parameter while Terraform runs. */
export const parameterValue = (stack: TerraformStack, id: string, arn: string): string =>
  ephemeral(stack, "aws_ssm_parameter", id, { arn, with_decryption: true })("value");
