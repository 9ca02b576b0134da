import type { Fault } from "./checks/check";
import { CHECKS } from "./checks/pack";
import { Files } from "./config/files";
import { deepFreeze } from "./config/freeze";
import type { Inspected, LoadedEnvironment } from "./config/load";
import { blame, chooseEnvironments, inspectEnvironment } from "./config/load";
import type { Problem } from "./config/errors";
import { ConfigError, formatProblem } from "./config/errors";
import { applyOverrides } from "./config/overrides";
import type { Environment } from "./config/schema";
import { problemsOf } from "./config/validate";
import { orderPhases } from "./migration/job-order";
import type { Migration } from "./migration/plan";
import { resolveMigration } from "./migration/resolve";
import type { BuildInput, Finding, Platform, PlatformDefinition, PlatformParts } from "./model/platform";
import { platformNamed } from "./platforms/registry";
import type { Registry } from "./platforms/registry";

/** One environment with its platform: all that the targets need, frozen, nothing left to look up. */
export interface Deployment {
  readonly environment: Environment;
  readonly platform: Platform;
  readonly migration?: Migration;
  /** What is worth saying and stops nothing. */
  readonly notes: readonly Note[];
}

export interface Note extends Fault {
  /** The rule that says it; none when it is the platform's own definition. */
  readonly id?: number;
  /** Where it stands, as an error would say it. */
  readonly problem: Problem;
}

/** What a definition is built from, and what it built before the environment's own sizes were applied. */
export interface Built {
  readonly input: BuildInput<unknown, unknown>;
  readonly parts: PlatformParts;
}

/** Builds the platform for one environment and looks at every rule. Throws ConfigError with all that is wrong. */
export function describe(loaded: LoadedEnvironment, definition: PlatformDefinition): Deployment {
  const { input, refused, advice } = prepare(loaded, definition);
  const { environment } = loaded;
  const built = buildDespite(definition, input, refused);
  if (!built) throw new ConfigError(sorted(refused.map((fault) => blameFault(loaded, fault))));
  const { parts, faults, advice: lost } = applyOverrides(built, environment);
  const platform: Platform = { ...parts, name: definition.name, images: definition.images(input) };
  const resolved = environment.migration && resolveMigration(platform, environment.migration);
  // A migration with faults would only add faults that follow from them.
  const migration = resolved && resolved.faults.length === 0 ? orderPhases(platform, resolved.migration) : undefined;
  const found = CHECKS.map((check) => ({
    check,
    faults: check.run({ environment, platform, migration, release: loaded.release.value }),
  }));
  const broken = found.filter(({ check }) => check.severity === "breaks").flatMap((each) => each.faults);
  const all = [...refused, ...faults, ...(resolved?.faults ?? []), ...broken];
  if (all.length > 0) throw new ConfigError(sorted(all.map((fault) => blameFault(loaded, fault))));
  const ownNotes = [...advice, ...lost].map((fault) => ({ ...fault, problem: blameFault(loaded, fault) }));
  const notes = found.flatMap(({ check: { id }, faults: degrading }) =>
    degrading.map((fault) => ({ ...fault, id, problem: blameFault(loaded, fault) })),
  );
  return deepFreeze({ environment, platform, notes: [...ownNotes, ...notes], ...(migration ? { migration } : {}) });
}

/** The definition's own answer. Throws ConfigError when its settings or its release are not what it takes. */
export function build(loaded: LoadedEnvironment, definition: PlatformDefinition): Built {
  const { input, refused } = prepare(loaded, definition);
  if (refused.length > 0) throw new ConfigError(sorted(refused.map((fault) => blameFault(loaded, fault))));
  return { input, parts: definition.build(input) };
}

interface Prepared {
  readonly input: BuildInput<unknown, unknown>;
  /** What the definition's own check refuses, and what it only advises. */
  readonly refused: readonly Fault[];
  readonly advice: readonly Fault[];
}

function prepare(loaded: LoadedEnvironment, definition: PlatformDefinition): Prepared {
  const { problems, settings, release } = parsePlatform(loaded, definition);
  if (problems.length > 0) throw new ConfigError(sorted(problems));
  const { environment, profile, edge } = loaded.environment;
  const input: Built["input"] = { environment, profile, edge: edge.kind, domain: edge.domain, settings, release };
  const findings = definition.check?.(input) ?? [];
  const faultsOf = (severity: "breaks" | "degrades"): Fault[] =>
    findings.filter((finding) => (finding.severity ?? "breaks") === severity).map(faultOf);
  return { input, refused: faultsOf("breaks"), advice: faultsOf("degrades") };
}

/** A definition may rely on its own check; where it can build what it refused, the rules find the rest in the same run. */
function buildDespite(
  definition: PlatformDefinition,
  input: Built["input"],
  refused: readonly Fault[],
): PlatformParts | undefined {
  if (refused.length === 0) return definition.build(input);
  try {
    return definition.build(input);
  } catch {
    return undefined;
  }
}

const faultOf = ({ in: file, path, text }: Finding): Fault =>
  file === "release" ? { in: "release", path, text } : { path: ["settings", ...path], text };

type Readable = Pick<Inspected, "settings" | "source" | "release">;

interface PlatformPart {
  readonly problems: readonly Problem[];
  readonly settings?: unknown;
  readonly release?: unknown;
}

/** The platform's part of the environment and its release, by its own schemas, as far as these files were read. */
function parsePlatform({ settings, source, release }: Readable, definition: PlatformDefinition): PlatformPart {
  const own = definition.settings.safeParse(settings ?? {});
  const pinned = release && definition.release.safeParse(release.value);
  const problems: Problem[] = [];
  if (own.error && source) {
    problems.push(...problemsOf(own.error.issues, { schema: definition.settings, source, prefix: ["settings"] }));
  }
  if (release && pinned?.error) {
    problems.push(...problemsOf(pinned.error.issues, { schema: definition.release, source: release.source }));
  }
  return { problems, settings: own.data, release: pinned?.data };
}

/** Every environment, or those named `shop/prod`. Throws ConfigError with what is wrong in all of them. */
export function describeAll(root: string, names?: readonly string[], registry?: Registry): Deployment[] {
  const files = new Files(root);
  const problems: Problem[] = [];
  const deployments = chooseEnvironments(root, names, files).flatMap(({ platform, environment, file }) => {
    try {
      const definition = platformNamed(platform, file, registry);
      return [describe(complete(inspectEnvironment(files, platform, environment), definition), definition)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  // What stands in a base file is wrong in every environment that extends it, and said once.
  if (problems.length > 0) throw new ConfigError(unique(problems));
  return deployments;
}

/** Adds what the platform finds to what the core found, so that one run tells all that can be told. */
function complete(inspected: Inspected, definition: PlatformDefinition): LoadedEnvironment {
  const { problems, ...loaded } = inspected;
  if (problems.length === 0) return loaded as LoadedEnvironment;
  throw new ConfigError(sorted([...problems, ...parsePlatform(inspected, definition).problems]));
}

/** The line that a fault is about. */
export const blameFault = ({ source, release }: LoadedEnvironment, { path, text, in: file, on }: Fault): Problem =>
  blame(file === "release" ? release.source : source, path, text, on);

/** By file, from top to bottom. */
const sorted = (problems: readonly Problem[]): Problem[] =>
  unique(problems).sort(
    (a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1) || a.line - b.line || a.column - b.column,
  );

const unique = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [formatProblem(problem), problem])).values(),
];
