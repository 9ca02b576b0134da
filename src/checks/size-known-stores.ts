import type { StoreSizing } from "../config/schema";
import { knownNames } from "../config/suggest";
import type { StoreKind } from "../model/store";
import type { Check, Fault } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** What can be said of each kind of store where it is managed. */
const SIZED_BY: Readonly<Record<StoreKind, readonly (keyof StoreSizing)[]>> = {
  postgres: ["instanceClass", "storageGiB", "maxStorageGiB", "multiAz", "backupDays"],
  redis: ["instanceClass", "multiAz", "backupDays", "replicas"],
  bucket: [],
  files: [],
};

/** 34 · A size for a store that is not there, or that has no such size, would change nothing. */
export const sizeKnownStores: Check = {
  id: 34,
  title: "stores names stores of the platform, with what their kind can be told",
  severity: "breaks",
  run: ({ environment, platform }) =>
    Object.entries(environment.stores).flatMap(([name, sizing]): Fault[] => {
      const store = has(platform.stores, name) ? platform.stores[name] : undefined;
      if (!store)
        return [
          at(["stores", name]).isNamed(`there is no store ${name}; ${knownNames(name, Object.keys(platform.stores))}`),
        ];
      const allowed = SIZED_BY[store.kind];
      const strange = (Object.keys(sizing) as (keyof StoreSizing)[]).filter(
        // What can be restored is a rule of its own.
        (field) => field !== "restore" && !allowed.includes(field),
      );
      const choices = allowed.length > 0 ? allowed.join(", ") : "nothing";
      return [
        ...strange.map((field) =>
          at(["stores", name, field]).isNamed(`a ${store.kind} store has no ${field}; allowed: ${choices}`),
        ),
        ...shrinking(name, sizing),
        ...alone(name, sizing),
        ...wrongClass(name, store.kind, sizing),
      ];
    }),
};

function shrinking(name: string, { storageGiB, maxStorageGiB }: StoreSizing): Fault[] {
  if (storageGiB === undefined || maxStorageGiB === undefined || maxStorageGiB > storageGiB) return [];
  return [at(["stores", name, "maxStorageGiB"]).is(`${maxStorageGiB} is not above storageGiB, which is ${storageGiB}`)];
}

function alone(name: string, { replicas, multiAz }: StoreSizing): Fault[] {
  if (replicas !== 0 || !multiAz) return [];
  return [at(["stores", name, "multiAz"]).is("true needs a copy in another zone; set replicas to 1 or more")];
}

const CLASS_BEGINS: Partial<Record<StoreKind, string>> = { postgres: "db.", redis: "cache." };

function wrongClass(name: string, kind: StoreKind, { instanceClass }: StoreSizing): Fault[] {
  const begins = CLASS_BEGINS[kind];
  if (instanceClass === undefined || begins === undefined || instanceClass.startsWith(begins)) return [];
  return [
    at(["stores", name, "instanceClass"]).is(
      `${instanceClass} is no class of ${kind}; allowed: those that begin with ${begins}…`,
    ),
  ];
}
