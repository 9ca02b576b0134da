import type { Part } from "./reference";

/** A secret is a name here; its value is never in the model. */
export type Secret =
  /** Made once by whoever runs it, letters and digits. */
  | { readonly kind: "generated"; readonly length: number }
  /** Set by an operator: a third party gave it out. */
  | {
      readonly kind: "supplied";
      readonly description: string;
      /** What reads it does not start without. @default false: it starts, and what the key is for does not work */
      readonly required?: boolean;
    }
  /** Built of text, references and other secrets; a secret of its own, because nothing composes at run time. */
  | { readonly kind: "composed"; readonly parts: readonly Part[] };

/** One secret, or one key of a secret that holds a JSON object. */
export interface SecretUse {
  readonly secret: string;
  readonly key?: string;
}

export const use = (secret: string, key?: string): SecretUse => (key === undefined ? { secret } : { secret, key });
export const generated = (length = 40): Secret => ({ kind: "generated", length });
export const supplied = (description: string, { required = false } = {}): Secret => ({
  kind: "supplied",
  description,
  ...(required && { required }),
});
export const composed = (...parts: Part[]): Secret => ({ kind: "composed", parts });

/** What a generated secret is on a laptop unless somebody sets it: it says itself what it is good for. */
export const developmentValue = (name: string): string => `development-only-${name}`;

/** The composed secrets that hold this one, sorted: in a URL, say, where not every character stands for itself. */
export const composedOf = (secrets: Readonly<Record<string, Secret>>, name: string): string[] =>
  Object.keys(secrets)
    .filter((other) => {
      const secret = secrets[other];
      return (
        secret?.kind === "composed" &&
        secret.parts.some((part) => typeof part === "object" && part.ref === "secret" && part.secret === name)
      );
    })
    .sort();

/** What a secret inside another may be made of. Source: RFC 3986, unreserved characters. */
export const UNRESERVED = "^[A-Za-z0-9._~-]*$";

/** One thing that a laptop asks of a secret's value, as a rule and in words. */
export interface ValueRule {
  readonly holds: { readonly kind: "not empty" } | { readonly kind: "matches"; readonly pattern: string };
  readonly text: string;
}

/** What a value must be so that what reads it can start. */
export function rulesOfValue(secrets: Readonly<Record<string, Secret>>, name: string): ValueRule[] {
  const secret = secrets[name];
  const rules: ValueRule[] = [];
  // A server with an empty password takes anybody for a friend, or does not start.
  if (secret?.kind === "generated")
    rules.push({ holds: { kind: "not empty" }, text: `${name} is empty; leave it unset for the default` });
  if (secret?.kind === "supplied" && secret.required)
    rules.push({ holds: { kind: "not empty" }, text: `${name} is not set, and what reads it does not start without` });
  const composed = composedOf(secrets, name);
  if (composed.length > 0) {
    const text = `${name} goes into ${composed.join(", ")}, where other characters would mean something else; allowed: letters, digits and . _ ~ -`;
    rules.push({ holds: { kind: "matches", pattern: UNRESERVED }, text });
  }
  return rules;
}

/** The rules that the value of this environment breaks; a generated one that is unset has its default. */
export function brokenRules(secrets: Readonly<Record<string, Secret>>, name: string, value: string | undefined) {
  if (value === undefined && secrets[name]?.kind !== "supplied") return [];
  return rulesOfValue(secrets, name).filter(({ holds }) =>
    holds.kind === "not empty" ? !value : !new RegExp(holds.pattern).test(value ?? ""),
  );
}

/** The Terraform variable that holds a secret on a laptop; set by `TF_VAR_` and this. */
export const variableOf = (name: string): string => name.replaceAll("-", "_");
