import pc from "picocolors";
import type { Explanation, Origin, Said } from "../config/explain";
import { explain } from "../config/explain";
import { ConfigError } from "../config/errors";
import { loadNamed } from "../config/load";
import { build } from "../deployment";
import type { Built } from "../deployment";
import type { Registry } from "../platforms/registry";
import { platformNamed } from "../platforms/registry";

/**
 * `explainCommand(root)("shop/prod", "services.api.size.cpu")`: the value, the line that sets it, what it overrode.
 * Throws ConfigError for an environment or a path that there is none of, and for one that cannot be read.
 */
export const explainCommand =
  (root: string, registry?: Registry) =>
  (target: string, path: string): string => {
    const loaded = loadNamed(root, target);
    const { platform } = loaded.environment;
    const definition = platformNamed(platform, loaded.environment.file, registry);
    const { settings, release } = definition;
    const found = explain(loaded, path, {
      platform,
      settings,
      release,
      services: () => sizes(build(loaded, definition)),
    });
    if ("text" in found) throw new ConfigError([found]);
    // "Nobody sets it" can be believed only when everything else could be read.
    if ("unset" in found.origin) build(loaded, definition);
    return print(found);
  };

/** What an environment may set of a service, as the platform sets it. */
const sizes = ({ parts }: Built): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(parts.services).map(([name, { size, scale, capacity }]) => [name, { size, scale, capacity }]),
  );

function print(found: Explanation): string {
  const lines = found.parts.length > 0 ? [pc.bold(found.path || "everything"), ...table(found.parts)] : [head(found)];
  for (const { value, origin } of found.overrode) lines.push(`  overrode ${shown(value)} ${pc.dim(place(origin))}`);
  return lines.join("\n");
}

const head = ({ path, value, origin }: Said): string =>
  `${pc.bold(path)} ${shown(value)}\n  ${"file" in origin ? "set at " : ""}${pc.cyan(place(origin))}`;

const WIDEST = 60;

/** Each part on a line of its own, the places under each other. */
function table(parts: readonly Said[]): string[] {
  const rows = parts.map(({ path, value, origin }) => [`${path} ${shown(value)}`, place(origin)] as const);
  // One long value must not push every place off the screen.
  const width = Math.min(WIDEST, Math.max(...rows.map(([text]) => text.length)));
  return rows.map(([text, where]) => `  ${text.padEnd(width)}  ${pc.dim(where)}`);
}

const shown = (value: unknown): string => {
  if (value === undefined) return "not set";
  return typeof value === "string" ? value : JSON.stringify(value);
};

function place(origin: Origin): string {
  if ("file" in origin) return `${origin.file}:${origin.line}:${origin.column}`;
  return "unset" in origin ? "no file sets it, and it has no default" : `default of ${origin.default}`;
}
