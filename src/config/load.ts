import path from "node:path";
import { inspectState, roleBoundary } from "./account";
import type { StateHome } from "./account-schema";
import type { Problem } from "./errors";
import { ConfigError } from "./errors";
import { fileBeside, missing, readExtended, startOf } from "./extends";
import { Files } from "./files";
import { deepFreeze } from "./freeze";
import { idleNulls } from "./idle-nulls";
import type { Environment, EnvironmentSettings } from "./schema";
import { environmentSchema, TARGETS_NOT_BUILT } from "./schema";
import { blame, SourceMap } from "./source";
import { knownNames } from "./suggest";
import { problemsOf } from "./validate";

export { blame } from "./source";

/** Where environments are kept, seen from the root. */
export const FOLDER = "envs";

/** Files beside the environments that are none themselves. */
const RESERVED: Readonly<Record<string, string>> = {
  base: "base.yaml is what environments extend, and none itself",
  account: "account.yaml describes the account, and is no environment",
};

const NAME = /^[a-z][a-z0-9-]*[a-z0-9]$/;

export interface EnvironmentFile {
  readonly platform: string;
  readonly environment: string;
  /** Seen from the root: `envs/shop/prod.yaml`. */
  readonly file: string;
}

export interface ReleaseFile {
  readonly value: unknown;
  readonly source: SourceMap;
  readonly file: string;
}

/** One environment as far as it can be read without its platform. */
export interface LoadedEnvironment {
  readonly environment: Environment;
  /** The platform's own part, not checked yet. */
  readonly settings: unknown;
  readonly source: SourceMap;
  readonly release: ReleaseFile;
}

/** What could be read of an environment, with all that is wrong so far. */
export interface Inspected extends Partial<LoadedEnvironment> {
  readonly problems: readonly Problem[];
}

/**
 * Every environment below `envs/`, sorted. The folder is the platform, the file is the environment.
 * Throws ConfigError for a file that would be overlooked, such as prod.yml.
 */
export function findEnvironments(root: string, files = new Files(root)): EnvironmentFile[] {
  const platforms = files.list(FOLDER).filter(({ name, isFolder }) => isFolder && !name.startsWith("."));
  const found = platforms.flatMap((platform) => environmentsOf(files, platform.name));
  const problems = found.flatMap(({ file, problem }) => (problem === undefined ? [] : [whole(file, problem)]));
  if (problems.length > 0) throw new ConfigError(problems);
  return found.map(({ platform, environment, file }) => ({ platform, environment, file }));
}

function environmentsOf(files: Files, platform: string): (EnvironmentFile & { problem?: string })[] {
  return files
    .list(`${FOLDER}/${platform}`)
    .filter(({ name, isFolder }) => !isFolder && /\.ya?ml$/i.test(name) && !name.startsWith("."))
    .map(({ name }): EnvironmentFile & { problem?: string } => {
      const environment = name.replace(/\.ya?ml$/i, "");
      const found = { platform, environment, file: `${FOLDER}/${platform}/${name}` };
      if (!name.endsWith(".yaml")) return { ...found, problem: `must end in .yaml; rename it to ${environment}.yaml` };
      const fits = NAME.test(environment);
      return fits ? found : { ...found, problem: "an environment is named in lower-case letters, digits and hyphens" };
    })
    .filter(({ environment, problem }) => !Object.hasOwn(RESERVED, environment) || isLostAccount(environment, problem));
}

/** An account.yml would be overlooked, and with it the bucket that it names. Any file may be extended, base.yml too. */
const isLostAccount = (environment: string, problem?: string): boolean =>
  environment === "account" && problem !== undefined;

/** Reads, merges and checks one environment, and reads its release. Throws ConfigError with all that is wrong. */
export function loadEnvironment(
  root: string,
  platform: string,
  environment: string,
  files = new Files(root),
): LoadedEnvironment {
  const { problems, ...loaded } = inspectEnvironment(files, platform, environment);
  if (problems.length > 0) throw new ConfigError(problems);
  return loaded as LoadedEnvironment;
}

/** The same, for who wants to go on and find what else is wrong. */
export function inspectEnvironment(files: Files, platform: string, environment: string): Inspected {
  const file = `${FOLDER}/${platform}/${environment}.yaml`;
  const absent = whyAbsent(files, platform, environment);
  if (absent !== undefined) return { problems: [whole(file, absent)] };
  const read = readExtended(files, path.join(files.root, file));
  if ("problems" in read) return read;
  const source = new SourceMap(file, read.tree);
  const value = source.value();
  const parsed = environmentSchema.safeParse(value);
  const release = readRelease(files, source);
  const problems = parsed.success
    ? []
    : problemsOf(parsed.error.issues, {
        schema: environmentSchema,
        source,
        refused: { target: TARGETS_NOT_BUILT, "migration.to": TARGETS_NOT_BUILT },
      });
  // Who keeps state elsewhere is not stopped by a file that says nothing to it.
  const inS3 = source.find(["state", "backend"]);
  const state =
    inS3?.kind === "scalar" && inS3.value === "s3"
      ? inspectState(files, platform, parsed.success ? { ...parsed.data, file } : undefined)
      : { problems: [] };
  return {
    problems: [
      ...problems,
      ...idleNulls(read.tree),
      ...("problems" in release ? release.problems : []),
      ...state.problems,
    ],
    source,
    settings: (value as { settings?: unknown }).settings,
    ...("problems" in release ? {} : { release }),
    ...(parsed.success
      ? {
          environment: environmentOf(
            parsed.data,
            { platform, environment, file },
            { stateHome: state.stateHome, boundary: roleBoundary(files, platform, parsed.data.aws?.account) },
          ),
        }
      : {}),
  };
}

/** What the account's file says about its environments. */
interface FromAccount {
  readonly stateHome: StateHome | undefined;
  readonly boundary: string | undefined;
}

function environmentOf(
  parsed: EnvironmentSettings,
  named: EnvironmentFile,
  { stateHome, boundary }: FromAccount,
): Environment {
  const { release, settings, ...said } = parsed;
  // Both are handed on beside the environment: the one read, the other still the platform's to check.
  void [release, settings];
  return deepFreeze({ ...said, ...named, ...(stateHome && { stateHome }), ...(boundary && { boundary }) });
}

function whyAbsent(files: Files, platform: string, environment: string): string | undefined {
  const reserved = Object.hasOwn(RESERVED, environment) ? RESERVED[environment] : undefined;
  const folders = files.list(FOLDER).flatMap(({ name, isFolder }) => (isFolder ? [name] : []));
  if (!folders.includes(platform)) return `there is no folder ${FOLDER}/${platform}; ${knownNames(platform, folders)}`;
  const names = environmentsOf(files, platform).map((each) => each.environment);
  if (reserved !== undefined) return `${reserved}; known: ${names.join(", ")}`;
  if (files.list(`${FOLDER}/${platform}`).some(({ name }) => name === `${environment}.yaml`)) return undefined;
  return `does not exist; ${knownNames(environment, names)}`;
}

/** The release that the environment names; its path is relative to the environment's own folder. */
function readRelease(files: Files, source: SourceMap): ReleaseFile | { problems: readonly Problem[] } {
  const named = source.find(["release"]);
  // What is not a path is told about by the schema.
  if (named?.kind !== "scalar" || typeof named.value !== "string" || named.value === "") return { problems: [] };
  const at = (text: string) => ({ problems: [blame(source, ["release"], text)] });
  const beside = fileBeside(path.join(files.root, source.file), named.value);
  if (beside === undefined) return at(`${named.value} is an absolute path; write it relative to this file`);
  const read = files.reading(beside);
  if ("unreadable" in read) return at(missing(files, beside, read.unreadable));
  if ("problems" in read) return read;
  const release = new SourceMap(files.display(beside), read.tree);
  return { value: release.value(), source: release, file: release.file };
}

const whole = (file: string, text: string): Problem => ({ ...startOf(file), path: "", text });

/** `shop/prod` as it is typed. Throws ConfigError as `loadEnvironment`, and for a name of no environment. */
export function loadNamed(root: string, name: string): LoadedEnvironment {
  const files = new Files(root);
  const [chosen] = chooseEnvironments(root, [name], files);
  if (!chosen) throw new Error(`${name} was chosen and is not there`);
  return loadEnvironment(root, chosen.platform, chosen.environment, files);
}

const NO_ENVIRONMENTS = "no environment is here; add <platform>/<environment>.yaml, and run this where the folder is";

/**
 * The environments that were asked for by name, `shop/prod`, or all. Throws ConfigError for a name there is none of,
 * and where there is none at all.
 */
export function chooseEnvironments(
  root: string,
  names?: readonly string[],
  files = new Files(root),
): EnvironmentFile[] {
  const all = findEnvironments(root, files);
  if (all.length === 0) throw new ConfigError([whole(FOLDER, NO_ENVIRONMENTS)]);
  if (!names || names.length === 0) return all;
  const known = all.map(({ platform, environment }) => `${platform}/${environment}`);
  return [...new Set(names)].map((name) => {
    const found = all[known.indexOf(name)];
    if (found) return found;
    const [platform = "", ...rest] = name.split("/");
    const file = `${FOLDER}/${platform}/${rest.join("/") || "<environment>"}.yaml`;
    throw new ConfigError([whole(file, `there is no environment ${name}; ${knownNames(name, known)}`)]);
  });
}
