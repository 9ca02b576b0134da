import type { Value } from "../../../model/reference";
import type { SecretUse } from "../../../model/secret";

/** What a container finds in its environment: plain values, and secrets by reference. */
export interface Variables {
  readonly environment: Readonly<Record<string, Value>>;
  readonly secrets: Readonly<Record<string, SecretUse>>;
}

/** The groups as one. Each variable has one source: a name in two of them is a mistake in this definition. */
export function together(...groups: readonly Partial<Variables>[]): Variables {
  const environment: Record<string, Value> = {};
  const secrets: Record<string, SecretUse> = {};
  for (const group of groups) {
    for (const [name, value] of Object.entries(group.environment ?? {})) {
      claim(name);
      environment[name] = value;
    }
    for (const [name, use] of Object.entries(group.secrets ?? {})) {
      claim(name);
      secrets[name] = use;
    }
  }
  return { environment, secrets };

  function claim(name: string): void {
    if (name in environment || name in secrets) throw new Error(`${name} has two sources`);
  }
}

/** The platform reads switches as 1 and 0. */
export const flag = (on: boolean): "1" | "0" => (on ? "1" : "0");
