import { Fn, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { byKey, type Part } from "../../model/reference";
import { developmentValue, rulesOfValue, variableOf, type Secret, type SecretUse } from "../../model/secret";
import { laptopSecrets } from "../../rendering/object-store";
import { escapeTemplates } from "../../terraform";
import type { WorkspaceStack } from "../workspace-stack";
import { storeAnswer } from "./store-answers";

/**
 * Secrets as Terraform variables: `TF_VAR_<name>`, with `_` for `-`. What we make ourselves has a default that says
 * what it is good for; what a third party gives out is empty until it is set, and reaches its container empty.
 */
export class DevenvSecrets extends Construct {
  private readonly variables = new Map<string, TerraformVariable>();
  private readonly secrets: Readonly<Record<string, Secret>>;

  constructor(
    private readonly stack: WorkspaceStack,
    id: string,
  ) {
    super(stack, id);
    this.secrets = laptopSecrets(stack.platform);
    for (const [name, secret] of Object.entries(this.secrets).sort(byKey))
      if (secret.kind !== "composed") this.variables.set(name, this.variable(name, secret));
  }

  /** The value, for Terraform to fill in; the text around a composed one is not yet escaped. */
  value(name: string): string {
    const secret = this.secrets[name];
    if (secret?.kind === "composed") return secret.parts.map((part) => this.part(part)).join("");
    const variable = this.variables.get(name);
    if (!variable) throw new Error(`there is no secret ${name}`);
    return variable.stringValue;
  }

  /** One secret, or one key of it; a key of a secret that is not set is empty too. */
  use({ secret, key }: SecretUse): string {
    if (key === undefined) return this.value(secret);
    return Fn.try([Fn.lookup(Fn.jsondecode(this.value(secret)), key), ""]) as string;
  }

  /** A file must have something in it, and a text file ends its last line: a shell's `$(cat key)` has lost that end. */
  file(name: string): string {
    return Fn.join("", [Fn.trimsuffix(this.value(name), "\n"), "\n"]);
  }

  /** The names of those that a third party gives out and nobody has set; the names are no secret. */
  notSet(): string {
    const supplied = Object.keys(this.secrets).filter((name) => this.secrets[name]?.kind === "supplied");
    const entries = supplied
      .sort()
      .map((name) => `${JSON.stringify(name)} = nonsensitive(var.${variableOf(name)} == "")`);
    return `\${[for name, empty in { ${entries.join(", ")} } : name if empty]}`;
  }

  private variable(name: string, secret: Exclude<Secret, { kind: "composed" }>): TerraformVariable {
    const variable = new TerraformVariable(this, name, {
      type: "string",
      sensitive: true,
      nullable: false,
      default: secret.kind === "generated" ? developmentValue(name) : "",
      description: escapeTemplates(
        secret.kind === "generated" ? `${name}; the default is for development only` : `${name}: ${secret.description}`,
      ),
    });
    variable.overrideLogicalId(variableOf(name));
    for (const { holds, text } of rulesOfValue(this.secrets, name)) {
      const value = `var.${variableOf(name)}`;
      const condition =
        holds.kind === "not empty" ? `length(${value}) > 0` : `can(regex("${holds.pattern}", ${value}))`;
      variable.addValidation({ condition: `\${${condition}}`, errorMessage: text });
    }
    return variable;
  }

  private part(part: Part): string {
    if (typeof part === "string") return part;
    if (part.ref === "secret") return this.value(part.secret);
    const answer = part.ref === "store" ? storeAnswer(this.stack, part) : undefined;
    if (typeof answer !== "string") throw new Error(`a composed secret cannot hold a reference of kind ${part.ref}`);
    return answer;
  }
}
