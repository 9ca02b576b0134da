import type { Part } from "./reference";

/** A secret is a name here; its value is never in the model. */
export type Secret =
  /** Made once by whoever runs it, letters and digits. */
  | { readonly kind: "generated"; readonly length: number }
  /** Set by an operator: a third party gave it out. */
  | { readonly kind: "supplied"; readonly description: string }
  /** Built of text, references and other secrets; a secret of its own, because nothing composes at run time. */
  | { readonly kind: "composed"; readonly parts: readonly Part[] };

/** One secret, or one key of a secret that holds a JSON object. */
export interface SecretUse {
  readonly secret: string;
  readonly key?: string;
}

export const use = (secret: string, key?: string): SecretUse => (key === undefined ? { secret } : { secret, key });
export const generated = (length = 40): Secret => ({ kind: "generated", length });
export const supplied = (description: string): Secret => ({ kind: "supplied", description });
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
export const UNRESERVED = "[A-Za-z0-9._~-]";

/** The Terraform variable that holds a secret on a laptop; set by `TF_VAR_` and this. */
export const variableOf = (name: string): string => name.replaceAll("-", "_");
