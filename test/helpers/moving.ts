import { join } from "node:path";
import { ConfigError } from "../../src/config/errors";
import { loadEnvironment } from "../../src/config/load";
import { describe as describeEnvironment, type Deployment } from "../../src/deployment";
import type { MigrationSettings, PhaseState } from "../../src/migration/schema";
import { platformNamed } from "../../src/platforms/registry";
import { synthesize, type Synthesized, type TerraformJson } from "../../src/synthesize";
import { stableText } from "../../src/write";

const ROOT = join(__dirname, "../..");
const loaded = loadEnvironment(ROOT, "kdcube", "prod");
const definition = platformNamed("kdcube", loaded.environment.file);
const written = loaded.environment.migration as MigrationSettings;

/** A state of each phase; a number is a share. Phases that are not named are planned. */
export type Situation = Readonly<Record<string, PhaseState | number>>;

export const PHASES = written.phases.map(({ name }) => name);

/** What kdcube/prod would be with its phases in these states. Throws ConfigError as the command would. */
export function prodAt(situation: Situation, change: Partial<MigrationSettings> = {}): Deployment {
  const phases = written.phases.map(({ name, services }) => {
    const state = situation[name] ?? "planned";
    return typeof state === "number"
      ? { name, services, state: "shared" as const, share: state }
      : { name, services, state };
  });
  const migration: MigrationSettings = { ...written, phases, ...change };
  return describeEnvironment({ ...loaded, environment: { ...loaded.environment, migration } }, definition);
}

/** The lines it prints when that is refused. */
export function refusal(situation: Situation, change: Partial<MigrationSettings> = {}): string[] {
  try {
    prodAt(situation, change);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split("\n");
    throw error;
  }
  return [];
}

const memory = new Map<string, Readonly<Record<string, Synthesized>>>();

/** Every workspace of that state by its stack's name; the same state is synthesized once. */
export function stacksAt(
  situation: Situation,
  change: Partial<MigrationSettings> = {},
): Readonly<Record<string, Synthesized>> {
  const key = JSON.stringify([situation, change]);
  const known = memory.get(key);
  if (known) return known;
  const { workspaces } = synthesize([prodAt(situation, change)]);
  const stacks = Object.fromEntries(workspaces.map((each) => [each.workspace.stack, each]));
  memory.set(key, stacks);
  return stacks;
}

/** All that is written for a state, as bytes. */
export const bytesAt = (situation: Situation): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(stacksAt(situation)).map(([stack, { json }]) => [stack, stableText(json)]));

/** Every step of the whole move, one phase after another, as `ferry phases` would lead through it. */
export const WALK: readonly Situation[] = walk();

function walk(): Situation[] {
  const steps: Situation[] = [{}];
  const done: Record<string, PhaseState | number> = {};
  for (const phase of PHASES) {
    const states: (PhaseState | number)[] =
      phase === "metrics" ? ["standby", "moved", "retired"] : ["standby", "warm", 10, 50, "moved", "retired"];
    for (const state of states) steps.push({ ...done, [phase]: state });
    done[phase] = "retired";
  }
  return steps;
}

/** Situations off the walk that are legal too: phases prepared ahead, and kept standing by. */
export const ASIDE: readonly Situation[] = [
  { metrics: "standby", ingress: "standby", proc: "standby", edge: "standby" },
  { metrics: "standby", ingress: "warm", proc: "warm", edge: "warm" },
  { metrics: "moved", ingress: "moved", proc: "moved", edge: "moved" },
  { metrics: "moved", ingress: "moved", proc: 25, edge: "warm" },
  { metrics: "retired", ingress: 25, proc: "planned", edge: "planned" },
];

export const nameOf = (situation: Situation): string =>
  Object.entries(situation)
    .map(([phase, state]) => `${phase} ${state}`)
    .join(", ") || "nothing begun";

/** `type.name` → the resource. */
export const resourcesOf = (json: TerraformJson): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, resource]) => [`${type}.${name}`, resource] as const),
    ),
  );

export interface Change {
  readonly stack: string;
  readonly address: string;
  readonly how: "added" | "removed" | "changed";
  /** For a changed one: the attributes that differ. */
  readonly attributes: readonly string[];
}

/** What a plan of each workspace would touch on the way from one situation to the next, as far as synthesis can tell. */
export function changesBetween(from: Situation, to: Situation): Change[] {
  const [before, after] = [stacksAt(from), stacksAt(to)];
  return Object.keys(after).flatMap((stack) => {
    const [old, now] = [before, after].map((at) => {
      const { json } = at[stack]!;
      return { ...resourcesOf(json), ...filesOf(json) };
    }) as [Record<string, unknown>, Record<string, unknown>];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((address): Change[] => {
      const [a, b] = [old[address], now[address]] as (Record<string, unknown> | undefined)[];
      if (!a) return [{ stack, address, how: "added", attributes: [] }];
      if (!b) return [{ stack, address, how: "removed", attributes: [] }];
      const attributes = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
        (key) => stableText(a[key] ?? null) !== stableText(b[key] ?? null),
      );
      return attributes.length > 0 ? [{ stack, address, how: "changed", attributes }] : [];
    });
  });
}

/** `file.<path>` → the text of what a host is given: an object says where it stands, and is in no other way different. */
const filesOf = ({ locals }: TerraformJson): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(((locals ?? {}) as Record<string, unknown>)["bundle_files"] ?? {}).map(([path, text]) => [
      `file.${path}`,
      { text },
    ]),
  );
