import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { knownNames } from "../config/suggest";
import type { PlatformDefinition } from "../model/platform";
import { kdcube } from "./kdcube/platform";

export type Registry = Readonly<Record<string, PlatformDefinition>>;

/** Settings and release are parsed by the definition's own schemas before it sees them, so their types may be let go. */
export const registered = <S, R>(definition: PlatformDefinition<S, R>): PlatformDefinition =>
  definition as unknown as PlatformDefinition;

/** Every platform, under the name of its folder in `envs/`. */
export const PLATFORMS: Registry = { kdcube: registered(kdcube) };

/** The definition that an environment's folder names. Throws ConfigError at the environment's file. */
export function platformNamed(name: string, file: string, registry: Registry = PLATFORMS): PlatformDefinition {
  const definition = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (definition) return definition;
  const text = `the folder ${name} names no platform; ${knownNames(name, Object.keys(registry))}`;
  throw new ConfigError([{ ...startOf(file), path: "", text }]);
}
