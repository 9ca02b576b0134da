import { at, type Fault } from "../checks/check";
import { knownNames } from "../config/suggest";
import type { Platform } from "../model/platform";
import type { Service } from "../model/service";
import type { Migration, Phase, PhaseKind } from "./plan";
import { STATES, type MigrationSettings, type PhaseSettings, type PhaseState } from "./schema";

const reached = (state: PhaseState, goal: PhaseState): boolean => STATES.indexOf(state) >= STATES.indexOf(goal);

/** Has this phase come as far as `goal`? */
export const hasReached = (phase: Pick<Phase, "state">, goal: PhaseState): boolean => reached(phase.state, goal);

/** What the YAML says as phases with their kinds and all who go along, and every reason why it cannot be so. */
export function resolveMigration(
  platform: Platform,
  settings: MigrationSettings,
): { readonly migration: Migration; readonly faults: readonly Fault[] } {
  const faults: Fault[] = [];
  const phases = settings.phases.map((phase, index) => {
    const services = withCompanions(platform, phase.services);
    const kinds = kindsOf(platform, services);
    faults.push(...phaseFaults(platform, phase, index, kinds));
    return {
      name: phase.name,
      state: phase.state,
      kind: kinds.size === 1 ? ([...kinds.keys()][0] as PhaseKind) : "many",
      share: phase.state === "shared" ? (phase.share ?? 0) : reached(phase.state, "moved") ? 100 : 0,
      services,
    };
  });
  const migration: Migration = { phases, stays: withCompanions(platform, settings.stays), host: settings.host };
  faults.push(...orderFaults(settings), ...coverageFaults(platform, settings, migration), ...hostFaults(settings));
  return { migration, faults };
}

export function kindOf(service: Service): PhaseKind {
  if (service.instances === "one") return "one";
  return service.consumes === undefined ? "many" : "consumer";
}

function withCompanions(platform: Platform, names: readonly string[]): string[] {
  const companions = Object.entries(platform.services)
    .filter(([, { alongside }]) => alongside !== undefined && names.includes(alongside))
    .map(([name]) => name);
  return [...new Set([...names, ...companions])].sort();
}

/** Kind → the services of that kind; one that goes alongside another has no kind of its own. */
function kindsOf(platform: Platform, names: readonly string[]): Map<PhaseKind, string[]> {
  const kinds = new Map<PhaseKind, string[]>();
  for (const name of names) {
    const service = platform.services[name];
    if (!service || service.alongside !== undefined) continue;
    kinds.set(kindOf(service), [...(kinds.get(kindOf(service)) ?? []), name]);
  }
  return kinds;
}

const KIND_WORDS: Record<PhaseKind, string> = {
  many: "freely many",
  consumer: "a queue consumer",
  one: "one at a time",
};

function phaseFaults(
  platform: Platform,
  phase: PhaseSettings,
  index: number,
  kinds: ReadonlyMap<PhaseKind, readonly string[]>,
): Fault[] {
  const here = ["migration", "phases", index] as const;
  const faults: Fault[] = [];
  if (kinds.size > 1) {
    const mixed = [...kinds].map(([kind, names]) => `${names.join(", ")} (${KIND_WORDS[kind]})`).join("; ");
    faults.push(
      at([...here, "services"]).is(`mixes services that move in different ways: ${mixed}; give each its own phase`),
    );
  }
  const single = kinds.get("one") ?? [];
  if (single.length > 0 && (phase.state === "warm" || phase.state === "shared")) {
    const reason = `${single.join(", ")} may run only once, and in state ${phase.state} both places run it`;
    faults.push(
      at([...here, "state"]).is(`${phase.state} is refused: ${reason}; allowed: planned, standby, moved, retired`),
    );
  }
  const routed = single.filter((name) =>
    platform.routes.some((row) => row.service === name && row.exposure === "public"),
  );
  if (routed.length > 0) {
    faults.push(
      at([...here, "services"]).is(
        `${routed.join(", ")} may run only once and has a public route: moving it would leave the route without an answer; put it in migration.stays`,
      ),
    );
  }
  if (phase.state === "shared" && phase.share === undefined) {
    faults.push(at([...here, "state"]).is("shared needs a share: add share: 1 to 99, the per cent that goes to ECS"));
  }
  if (phase.state !== "shared" && phase.share !== undefined) {
    faults.push(
      at([...here, "share"]).is(
        `${phase.share} has no meaning in state ${phase.state}; allowed with state shared alone: remove it`,
      ),
    );
  }
  return faults;
}

function orderFaults({ phases }: MigrationSettings): Fault[] {
  return phases.flatMap((phase, index) => {
    const here = ["migration", "phases", index] as const;
    const faults: Fault[] = [];
    if (phases.findIndex(({ name }) => name === phase.name) !== index) {
      faults.push(
        at([...here, "name"]).is(`${phase.name} names two phases; each is a workspace and needs its own name`),
      );
    }
    const behind = phases.slice(0, index).find((earlier) => !reached(earlier.state, "moved"));
    if (behind && reached(phase.state, "shared")) {
      faults.push(
        at([...here, "state"]).is(
          `${phase.state} takes traffic while phase ${behind.name} before it is only ${behind.state}; allowed until that has moved: planned, standby, warm`,
        ),
      );
    }
    return faults;
  });
}

/** Every service is in one phase, goes along with one, or stays: nothing is forgotten and nothing moves twice. */
function coverageFaults(platform: Platform, settings: MigrationSettings, migration: Migration): Fault[] {
  const faults: Fault[] = [];
  const known = Object.keys(platform.services);
  // A job moves with who needs it, so a phase cannot name one; it can be said to stay.
  const allowed = (list: string): string[] => (list === "stays" ? [...known, ...Object.keys(platform.jobs)] : known);
  const seen = new Map<string, string>();
  const lists = [
    ...settings.phases.map(({ name, services }, index) => ({
      name: `phase ${name}`,
      services,
      path: ["migration", "phases", index, "services"],
    })),
    { name: "stays", services: settings.stays, path: ["migration", "stays"] },
  ];
  for (const { name, services, path } of lists) {
    services.forEach((service, index) => {
      const spot = at([...path, index]);
      const before = seen.get(service);
      if (before) faults.push(spot.is(`${service} is in ${before} already`));
      else if (known.includes(service)) seen.set(service, name);
      else if (!(name === "stays" && service in platform.jobs)) {
        faults.push(spot.is(`${service} is not a service of ${platform.name}; ${knownNames(service, allowed(name))}`));
      }
    });
  }
  for (const [name, { alongside }] of Object.entries(platform.services)) {
    const own = seen.get(name);
    const host = alongside === undefined ? undefined : seen.get(alongside);
    if (own && host && own !== host) {
      faults.push(
        at("migration.phases").is(
          `${name} runs alongside ${alongside}, which is in ${host}; leave ${name} out: it goes along`,
        ),
      );
    }
  }
  const covered = new Set([...migration.phases.flatMap(({ services }) => services), ...migration.stays]);
  const forgotten = known.filter((name) => !covered.has(name)).sort();
  if (forgotten.length > 0) {
    faults.push(
      at("migration.phases").is(
        `${forgotten.join(", ")} is in no phase; put it in one, or in migration.stays to leave it on the host`,
      ),
    );
  }
  const needed = new Set(Object.values(platform.services).flatMap(({ needs }) => Object.keys(needs)));
  for (const job of Object.keys(platform.jobs).sort()) {
    if (!needed.has(job) && !settings.stays.includes(job)) {
      faults.push(
        at("migration.stays").is(
          `job ${job} is needed by no service, so it moves with none; add it to migration.stays`,
        ),
      );
    }
  }
  return faults;
}

function hostFaults({ phases, stays, host }: MigrationSettings): Fault[] {
  if (host === "present") return [];
  const staying = phases.filter(({ state }) => state !== "retired").map(({ name, state }) => `${name} is ${state}`);
  if (stays.length > 0) staying.push(`${stays.join(", ")} stays`);
  if (staying.length === 0) return [];
  return [
    at("migration.host").is(
      `removed while the host is needed: ${staying.join("; ")}; allowed when every phase is retired and nothing stays`,
    ),
  ];
}
