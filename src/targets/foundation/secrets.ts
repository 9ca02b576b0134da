import { Construct } from "constructs";
import type { Part } from "../../model/reference";
import type { Secret } from "../../model/secret";
import { AdoptedSecret } from "../../modules/adopted-secret";
import { randomValue, SecretContainer, WrittenSecret, type ReadableSecret } from "../../modules/generated-secret";
import { NOT_SET, SecretParameter } from "../../modules/secret-parameter";
import { escapeTemplates } from "../../terraform";
import { secretName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { AwsWorkspaceStack } from "../workspace-stack";

/** Answers what a composed secret asks of a store. */
export interface StoreAnswers {
  field(store: string, field: string): string;
}

type Written = WrittenSecret | SecretParameter;

/**
 * A place for every secret of the platform, in Secrets Manager or as a parameter. Generated values are made by AWS and
 * written through Terraform without being kept; supplied ones are written by an operator; composed ones are built from
 * the others, and written likewise. What others keep already is read where it is.
 */
export class FoundationSecrets extends Construct {
  private readonly readable = new Map<string, ReadableSecret>();

  constructor(
    private readonly stack: AwsWorkspaceStack,
    id: string,
    private readonly kmsKeyArn: string,
  ) {
    super(stack, id);
    for (const [name, secret] of this.all()) {
      const arn = this.stack.environment.adopt?.secrets[name];
      if (arn !== undefined) this.adopt(name, arn);
      else if (secret.kind === "supplied") this.supplied(name, secret.description);
      else if (secret.kind === "generated") this.write(name, "Generated", randomValue(this, name, secret.length));
    }
  }

  /** The ones that hold an address can only be written when the stores stand. */
  compose(stores: StoreAnswers): void {
    for (const [name, secret] of this.all()) {
      if (secret.kind !== "composed" || this.readable.has(name)) continue;
      this.write(name, "Composed of other secrets", secret.parts.map((part) => this.part(part, stores)).join(""));
    }
  }

  get(name: string): ReadableSecret {
    const secret = this.readable.get(name);
    if (!secret) throw new Error(`secret ${name} is not known to Terraform`);
    return secret;
  }

  /** The number that, raised, writes the secret again; a composed one follows those it is made of. */
  version(name: string): number {
    const own = this.stack.environment.secrets?.versions?.[name] ?? 1;
    const secret = this.stack.platform.secrets[name];
    if (secret?.kind !== "composed") return own;
    const parts = secret.parts.flatMap((part) =>
      typeof part === "object" && part.ref === "secret" ? [part.secret] : [],
    );
    return parts.reduce((sum, part) => sum + this.version(part) - 1, own);
  }

  private all(): [string, Secret][] {
    return Object.entries(this.stack.platform.secrets).sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private props(name: string, description: string): { name: string; description: string; kmsKeyArn: string } {
    const { platform, environment } = this.stack;
    return {
      name: secretName(environment, name),
      description: `${description}: ${name} of ${platform.name} ${environment.environment}`,
      kmsKeyArn: this.kmsKeyArn,
    };
  }

  private part(part: Part, stores: StoreAnswers): string {
    if (typeof part === "string") return escapeTemplates(part);
    if (part.ref === "secret") return this.get(part.secret).value;
    if (part.ref === "store") return stores.field(part.store, part.field);
    throw new Error(`a composed secret cannot hold a reference of kind ${part.ref}`);
  }

  private adopt(name: string, arn: string): void {
    this.readable.set(name, new AdoptedSecret(this, name, arn));
    this.publish(name, arn);
  }

  private supplied(name: string, description: string): void {
    const props = this.props(name, description);
    const place = this.inParameters
      ? new SecretParameter(this, name, { ...props, write: NOT_SET, version: 1 })
      : new SecretContainer(this, name, props);
    this.publish(name, place.arn);
  }

  private write(name: string, description: string, write: string): void {
    const props = { ...this.props(name, description), write, version: this.version(name) };
    const secret: Written = this.inParameters
      ? new SecretParameter(this, name, props)
      : new WrittenSecret(this, name, props);
    this.readable.set(name, secret);
    this.publish(name, secret.arn);
    this.stack.outputs.publish(out.secretVersion(name), secret.versionId);
  }

  private get inParameters(): boolean {
    return this.stack.environment.secrets?.kind === "ssm";
  }

  private publish(name: string, arn: string): void {
    this.stack.outputs.publish(out.secretArn(name), arn);
  }
}
