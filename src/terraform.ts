import { S3Backend, TerraformResource, type S3BackendConfig, type TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/*
 * Every escape hatch, each with what will retire it.
 */

/**
 * Text of the model as Terraform must read it: a literal `${` or `%{` would open an expression. CDKTF's own tokens are
 * left alone. (terraform-cdk renders strings as they are; retired by nothing, it is Terraform's grammar.)
 */
export const escapeTemplates = (text: string): string =>
  text.replace(/\$\{(?!TfToken\[)/g, () => "$${").replaceAll("%{", "%%{");

/** An S3 backend that locks with a file in the bucket. Retired by terraform-cdk #3834 (in cdktn 0.24). */
export function lockedS3Backend(scope: Construct, config: S3BackendConfig): S3Backend {
  const backend = new S3Backend(scope, config);
  backend.addOverride("use_lockfile", true);
  return backend;
}

/**
 * An ephemeral resource: a value that exists while Terraform runs and is in no plan and no state. Gives a function from
 * attribute to reference. Retired by TerraformEphemeralResource (in cdktn 0.24).
 */
export function ephemeral(
  stack: TerraformStack,
  type: string,
  name: string,
  attributes: Readonly<Record<string, unknown>>,
): (attribute: string) => string {
  stack.addOverride(`ephemeral.${type}.${name}`, attributes);
  return (attribute) => `\${ephemeral.${type}.${name}.${attribute}}`;
}

/**
 * A `terraform_data` that holds conditions and nothing else. CDKTF's own class runs `terraform version` at synthesis,
 * half a second and a failure where Terraform is not installed; every Terraform that we support knows the type.
 */
export const guard = (scope: Construct, id: string, condition: string, errorMessage: string): TerraformResource =>
  new TerraformResource(scope, id, {
    terraformResourceType: "terraform_data",
    lifecycle: { precondition: [{ condition: `\${${condition}}`, errorMessage }] },
  });

/** A JSON document with tokens in it, as Terraform must read it: built as an object, escaped, then written. */
export const jsonDocument = (value: unknown): string => escapeTemplates(JSON.stringify(value));

/**
 * Builds without stack traces: CDKTF captures one for every nested block, whatever its `stackTraces` option says, and
 * that is half of the time of a large synthesis. An error that is thrown meanwhile has no trace of its own, so it is
 * raised again by running once more with traces. (No upstream issue known.)
 */
export function withoutStackTraces<T>(build: () => T): T {
  const capture = Error.captureStackTrace.bind(Error);
  const limit = Error.stackTraceLimit;
  try {
    Error.captureStackTrace = () => undefined;
    Error.stackTraceLimit = 0;
    return build();
  } catch {
    Error.captureStackTrace = capture;
    Error.stackTraceLimit = limit;
    return build();
  } finally {
    Error.captureStackTrace = capture;
    Error.stackTraceLimit = limit;
  }
}

/** A condition of a lifecycle. CDKTF would render it as plain text; both halves may name `self`. */
export const mustBe = (condition: string, errorMessage: string): { condition: string; errorMessage: string } => ({
  condition: `\${${condition}}`,
  errorMessage,
});

/** One attribute as `replace_triggered_by` takes it, without braces. CDKTF can name a whole resource there, and no part. */
export const attributeOf = (resource: TerraformResource, attribute: string): string =>
  `${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}`;
