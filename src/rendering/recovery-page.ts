import { cacheSize, databaseSize, type Sizing } from "../model/managed";
import { physicalName } from "../model/naming";
import { FAILURES, type Answer, type StoreRecovery, type Targets } from "../model/recovery";
import { holdsOf, type Store } from "../model/store";
import { restoreSteps } from "./restore-steps";

export interface RecoveryPageInput {
  readonly platform: string;
  readonly environment: string;
  readonly file: string;
  readonly account: string;
  readonly region: string;
  readonly production: boolean;
  readonly stores: Readonly<Record<string, Store>>;
  readonly sizing: Readonly<Record<string, Sizing>>;
  readonly recovery: readonly StoreRecovery[];
  readonly targets?: (Targets & { readonly copyTo?: string | undefined }) | undefined;
}

/** What is kept where, and how each store is had back: one page in Markdown, the same text for the same environment. */
export function recoveryPage(input: RecoveryPageInput): string {
  return [
    `# Recovery of ${input.platform} ${input.environment}`,
    targetsText(input),
    "## What the mechanisms give",
    givenTable(input.recovery),
    "Minutes. The time of a restore is an estimate; the weekly restore test in AWS Backup shows the real one.",
    "## What is kept",
    keptTable(input),
    vaultText(input),
    ...input.recovery.flatMap(({ store, adopted }) => {
      const definition = input.stores[store];
      return definition ? [`## To have ${store} back`, restoreSteps({ ...input, store, definition, adopted })] : [];
    }),
  ]
    .join("\n\n")
    .concat("\n");
}

function targetsText({ targets, file }: RecoveryPageInput): string {
  if (!targets) return `${file} states no targets: nothing is compared.`;
  const { rpoMinutes, rtoMinutes, copyTo } = targets;
  const region = copyTo ? ` A copy of each backup goes to ${copyTo}.` : " No copy leaves the region.";
  return `At most ${rpoMinutes} minutes of data are lost, and all is back after ${rtoMinutes} minutes (recovery in ${file}).${region}`;
}

const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;

function givenTable(stores: readonly StoreRecovery[]): string {
  const cells = ({ rpoMinutes, rtoMinutes, by }: Answer): [number | string, number, string] => [
    Number.isFinite(rpoMinutes) ? rpoMinutes : "all of it",
    rtoMinutes,
    by,
  ];
  return [
    row("store", "holds", "when", "lost at most", "back after", "by"),
    row("---", "---", "---", "---", "---", "---"),
    ...stores.flatMap(({ store, holds, adopted, answers }) =>
      adopted
        ? [row(store, holds, "anything", "–", "–", "who made it; ask there")]
        : (["zone", "data"] as const).map((failure) =>
            row(store, holds, FAILURES[failure], ...cells(answers[failure])),
          ),
    ),
  ].join("\n");
}

function keptTable({ stores, recovery, sizing, production }: RecoveryPageInput): string {
  return [
    row("store", "kept by itself", "in the vault"),
    row("---", "---", "---"),
    ...recovery.map(({ store, adopted }) => {
      const definition = stores[store] as Store;
      if (adopted) return row(store, "by who made it", "no");
      const kept = keptByItself(definition, sizing[store] ?? {}, production);
      const inVault = holdsOf(definition) === "state" && definition.kind !== "redis";
      return row(store, kept, inVault ? "daily for 35 days, monthly for a year" : notInVault(definition));
    }),
  ].join("\n");
}

const notInVault = (store: Store): string =>
  store.kind === "redis" ? "no: AWS Backup knows no ElastiCache" : "no: it can be made again";

function keptByItself(store: Store, sizing: Sizing, production: boolean): string {
  switch (store.kind) {
    case "postgres":
      return `${databaseSize(sizing, production).backupDays} days, to any second but the last five minutes`;
    case "redis":
      return `a snapshot a day for ${cacheSize(sizing, production).backupDays} days`;
    case "bucket":
      return "older versions for 90 days";
    case "files":
      return "nothing";
  }
}

function vaultText({ platform, environment, production, targets }: RecoveryPageInput): string {
  const vault = physicalName("backupVault", platform, environment);
  const lock = production
    ? `\`${vault}\` is locked in governance mode: a copy younger than 35 days goes only after an administrator has lifted the lock.`
    : `\`${vault}\` has no lock outside production.`;
  const copy = targets?.copyTo ? ` The second one, in ${targets.copyTo}, has the same name and a key of its own.` : "";
  return `${lock}${copy}`;
}
