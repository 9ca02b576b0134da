import { parse } from "yaml";
import type { RenderedContainer } from "../../../model/rendered";
import { inside, parsed, running, type Input } from "./rule";

export interface BundleEntry {
  readonly container: RenderedContainer;
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Registry {
  readonly container: RenderedContainer;
  readonly defaultId: unknown;
  readonly ids: readonly string[];
  readonly entries: readonly BundleEntry[];
}

/** What the loader of each processor finds: a JSON text, or the file that it names (kdcube reference §4.2, rules 1 to 4). */
export function registries(input: Input): Registry[] {
  return running(input, "chat-proc").flatMap((container) => {
    const value = documentOf(container);
    if (value === undefined) return [];
    const bundles = inside(value, "bundles");
    const items = inside(bundles, "items");
    const listed = Array.isArray(items)
      ? (items as Readonly<Record<string, unknown>>[]).map((fields) => [textOf(fields["id"]), fields] as const)
      : Object.entries((bundles ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    return [
      {
        container,
        defaultId: inside(value, "default_bundle_id") ?? inside(bundles, "default_bundle_id"),
        ids: listed.map(([id]) => id),
        entries: listed.map(([id, fields]) => ({ container, id, fields })),
      },
    ];
  });
}

function documentOf({ environment, files }: RenderedContainer): unknown {
  const text = (environment["AGENTIC_BUNDLES_JSON"] ?? "").trim();
  if (text.startsWith("{") || text.startsWith("[")) return parsed(text);
  const file = files[text];
  return file === undefined ? undefined : (parse(file) as unknown);
}

export const bundleEntries = (input: Input): BundleEntry[] => registries(input).flatMap(({ entries }) => entries);

export const noEntries = (input: Input): string | undefined =>
  registries(input).length === 0 ? "no processor has a list of bundles" : undefined;

/** The code's own default is on. */
export const gitIsOn = ({ environment }: RenderedContainer): boolean =>
  environment["BUNDLE_GIT_RESOLUTION_ENABLED"] !== "0";

/** Cloned with a key, and not over https. */
export const overSsh = (repo: unknown): boolean =>
  typeof repo === "string" && (repo.startsWith("ssh://") || /^[\w.-]+@[\w.-]+:/.test(repo));

/** A field as a text; nothing where it is none. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
