import { DataAwsSecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/data-aws-secretsmanager-secret-version";
import { SecretsmanagerSecret } from "@cdktf/provider-aws/lib/secretsmanager-secret";
import { SecretsmanagerSecretVersion } from "@cdktf/provider-aws/lib/secretsmanager-secret-version";
import { Construct } from "constructs";
import { TerraformStack } from "cdktf";
import { ephemeral } from "../terraform";

export interface SecretContainerProps {
  readonly name: string;
  readonly description: string;
  readonly kmsKeyArn: string;
}

/** One secret that can be read back, wherever it is kept. */
export interface ReadableSecret {
  readonly arn: string;
  /** The value itself, ephemeral: for a write-only argument or a provider, nowhere else. */
  readonly value: string;
  /** The value as an argument that knows no write-only form must have it: it ends in Terraform's state. */
  valueInState(scope: Construct, id: string): string;
}

/** A place for one secret, empty until somebody writes it. */
export class SecretContainer extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, description, kmsKeyArn }: SecretContainerProps) {
    super(scope, id);
    const container = new SecretsmanagerSecret(this, "Resource", {
      name,
      description,
      kmsKeyId: kmsKeyArn,
      recoveryWindowInDays: 30,
      lifecycle: { preventDestroy: true },
    });
    this.arn = container.arn;
  }
}

/**
 * A secret that Terraform writes and does not keep: the value goes in write-only, and whoever needs it reads it back
 * from the container. A run that dies between writing and using cannot leave two truths.
 */
export class WrittenSecret extends SecretContainer implements ReadableSecret {
  /** Another value, another id; safe to show. */
  readonly versionId: string;
  private readonly secretId: string;
  private read?: string;

  constructor(
    scope: Construct,
    id: string,
    props: SecretContainerProps & { readonly write: string; readonly version: number },
  ) {
    super(scope, id, props);
    const version = new SecretsmanagerSecretVersion(this, "version", {
      secretId: this.arn,
      secretStringWo: props.write,
      secretStringWoVersion: props.version,
    });
    this.versionId = version.versionId;
    this.secretId = version.secretId;
  }

  /**
   * The value itself, ephemeral: it may be used in a write-only argument or a provider, nowhere else. Read through the
   * version that was written, so that reading waits for writing and never sees the value before.
   */
  get value(): string {
    return (this.read ??= ephemeral(TerraformStack.of(this), "aws_secretsmanager_secret_version", this.node.id, {
      secret_id: this.secretId,
      version_id: this.versionId,
    })("secret_string"));
  }

  valueInState(scope: Construct, id: string): string {
    return new DataAwsSecretsmanagerSecretVersion(scope, id, { secretId: this.arn, versionId: this.versionId })
      .secretString;
  }
}

/** A random value of letters and digits, new in every run: only a new version number lets it be written. */
export const randomValue = (scope: Construct, id: string, length: number): string =>
  ephemeral(TerraformStack.of(scope), "aws_secretsmanager_random_password", id, {
    password_length: length,
    exclude_punctuation: true,
  })("random_password");
