import { Construct } from "constructs";
import type { Part } from "../../model/reference";
import type { Secret } from "../../model/secret";
import { randomValue, SecretContainer, WrittenSecret } from "../../modules/generated-secret";
import { escapeTemplates } from "../../terraform";
import { secretName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { AwsWorkspaceStack } from "../workspace-stack";

/** Answers what a composed secret asks of a store. */
export interface StoreAnswers {
  field(store: string, field: string): string;
}

/**
 * A container for every secret of the platform. Generated values are made by AWS and written through Terraform without
 * being kept; supplied ones are written by an operator; composed ones are built from the others, and written likewise.
 */
export class FoundationSecrets extends Construct {
  private readonly written = new Map<string, WrittenSecret>();

  constructor(
    private readonly stack: AwsWorkspaceStack,
    id: string,
    private readonly kmsKeyArn: string,
  ) {
    super(stack, id);
    for (const [name, secret] of this.all()) {
      if (secret.kind === "supplied")
        this.publish(name, new SecretContainer(this, name, this.props(name, secret.description)));
      if (secret.kind === "generated") {
        const write = randomValue(this, name, secret.length);
        this.keep(
          name,
          new WrittenSecret(this, name, { ...this.props(name, "Generated"), write, version: this.version(name) }),
        );
      }
    }
  }

  /** The ones that hold an address can only be written when the stores stand. */
  compose(stores: StoreAnswers): void {
    for (const [name, secret] of this.all()) {
      if (secret.kind !== "composed") continue;
      const write = secret.parts.map((part) => this.part(part, stores)).join("");
      this.keep(
        name,
        new WrittenSecret(this, name, {
          ...this.props(name, "Composed of other secrets"),
          write,
          version: this.version(name),
        }),
      );
    }
  }

  get(name: string): WrittenSecret {
    const secret = this.written.get(name);
    if (!secret) throw new Error(`secret ${name} is not written by Terraform`);
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

  private keep(name: string, secret: WrittenSecret): void {
    this.written.set(name, secret);
    this.publish(name, secret);
    this.stack.outputs.publish(out.secretVersion(name), secret.versionId);
  }

  private publish(name: string, secret: SecretContainer): void {
    this.stack.outputs.publish(out.secretArn(name), secret.arn);
  }
}
