import { join } from "node:path";
import { loadNamed } from "../../../../src/config/load";
import { build, describe as describeDeployment } from "../../../../src/deployment";
import type { RenderedContainer } from "../../../../src/model/rendered";
import { platformNamed } from "../../../../src/platforms/registry";
import type { Input } from "../../../../src/platforms/kdcube/preflight/rule";
import { readRendered } from "../../../../src/preflight/read";
import { synthesize } from "../../../../src/synthesize";
import { Workbench } from "../../../fixtures/workbench";
import { ROOT } from "../../../helpers/source-files";

export type Mutable<T> = T extends readonly (infer U)[]
  ? Mutable<U>[]
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

/** What a rule looks at, open to be spoilt. */
export type View = Mutable<Omit<Input, "build">> & { build: Mutable<Input["build"]> };

const PROXY = join(ROOT, "test/fixtures/proxy");
const BAKED = "bundles: { delivery: baked }";

/** Name → checkout, environment, and an edit of its base file. */
const SOURCES = {
  /** The laptop, behind its proxy. */
  dev: [ROOT, "kdcube/dev"],
  /** All on ECS, routes at the load balancer, metrics exported. */
  staging: [ROOT, "kdcube/staging"],
  /** On the way: ingress in both places, with ClamAV. */
  prod: [ROOT, "kdcube/prod"],
  /** All on ECS behind a proxy that logs in. */
  proxied: [PROXY, "kdcube/tasks"],
  /** The same on a host. */
  host: [PROXY, "kdcube/host"],
  /** On a host that clones its bundles. */
  cloning: [PROXY, "kdcube/host", "bundles: { delivery: git }"],
  /** On a host that reads them from a descriptor. */
  described: [PROXY, "kdcube/host", "bundles: { delivery: file }"],
} as const satisfies Record<string, readonly [string, string, string?]>;
export type ViewName = keyof typeof SOURCES;
export const VIEWS = Object.keys(SOURCES) as ViewName[];

const read = new Map<ViewName, Input>();

/** A copy of its own, so that one case does not spoil another. */
export function viewOf(name: ViewName): View {
  const known = read.get(name) ?? render(name);
  read.set(name, known);
  return structuredClone(known) as unknown as View;
}

function render(name: ViewName): Input {
  const [root, environment, delivery]: readonly [string, string, string?] = SOURCES[name];
  const bench = delivery === undefined ? undefined : new Workbench(root);
  try {
    bench?.edit("envs/kdcube/base.yaml", BAKED, delivery ?? BAKED);
    const loaded = loadNamed(bench?.root ?? root, environment);
    const definition = platformNamed("kdcube", loaded.environment.file);
    const deployment = describeDeployment(loaded, definition);
    return {
      build: build(loaded, definition).input,
      platform: deployment.platform,
      proxy: deployment.environment.edge.proxy,
      rendered: readRendered(synthesize([deployment]).workspaces),
    } as Input;
  } finally {
    bench?.remove();
  }
}

/** The first of this name that runs, in this place or in any. */
export function one(view: View, name: string, on?: RenderedContainer["on"]): Mutable<RenderedContainer> {
  const found = view.rendered.containers.find(
    (each) => each.name === name && each.running && (on === undefined || each.on === on),
  );
  if (!found) throw new Error(`no ${name} runs${on ? ` on ${on}` : ""}`);
  return found;
}

/** Puts a value in the place of a variable; undefined takes it away. */
export const set =
  (name: string, variable: string, value: string | undefined) =>
  (view: View): void => {
    const { environment } = one(view, name);
    if (value === undefined) delete environment[variable];
    else environment[variable] = value;
  };

/** Changes the JSON that a variable holds. */
export const inJson =
  (name: string, variable: string, change: (value: Record<string, never>) => void) =>
  (view: View): void => {
    const container = one(view, name);
    const value = JSON.parse(container.environment[variable] ?? "") as Record<string, never>;
    change(value);
    container.environment[variable] = JSON.stringify(value);
  };

/** Changes the text of the proxy's configuration, where the text to change must be. */
export const inConf =
  (from: string | RegExp, to: string) =>
  (view: View): void => {
    const { files } = one(view, "web-proxy");
    for (const [path, text] of Object.entries(files)) {
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`${path} does not hold ${String(from)}`);
      files[path] = changed;
    }
  };

export interface Case {
  readonly id: number;
  /** Where the rule has something to look at, and nothing to say. */
  readonly fine: ViewName;
  /** @default - the same view */
  readonly broken?: ViewName;
  readonly by: (view: View) => void;
  readonly says: RegExp;
}
