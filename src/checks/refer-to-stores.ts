import type { StoreField } from "../model/reference";
import type { StoreKind } from "../model/store";
import { inPlatform } from "./check";
import type { Check, CheckInput, Fault } from "./check";
import { has, referencesOf, unknownName, workloadsOf } from "./walk";

/** What each kind of store can be asked for. */
export const STORE_FIELDS: Readonly<Record<StoreKind, readonly StoreField[]>> = {
  postgres: ["host", "port", "database", "user", "tls", "name"],
  redis: ["host", "port", "tls", "scheme", "name"],
  bucket: ["name", "uri"],
  files: ["name"],
};

/** 2 · A store that is not there has no address, no rights and no directory. */
export const referToStores: Check = {
  id: 2,
  title: "whatever names a store or a field of it names one that exists and is of the right kind",
  severity: "breaks",
  run: (input) => [...inValues(input), ...inWorkloads(input)],
};

const inValues = ({ platform: { stores }, platform }: CheckInput): Fault[] =>
  referencesOf(platform).flatMap(({ where, reference }) => {
    if (reference.ref !== "store") return [];
    const kind = has(stores, reference.store) ? stores[reference.store]?.kind : undefined;
    if (!kind) return [unknownName(where, "store", reference.store, Object.keys(stores))];
    const fields = STORE_FIELDS[kind];
    if (fields.includes(reference.field)) return [];
    return [unknownName(where, `field of the ${kind} ${reference.store} called`, reference.field, fields)];
  });

const inWorkloads = ({ platform }: CheckInput): Fault[] =>
  workloadsOf(platform).flatMap(({ kind, name, workload }) => {
    const who = `${kind} ${name}`;
    const mounts = workload.mounts.flatMap((mount) =>
      mount.kind === "shared" ? ofKind(platform, `${who}, mount ${mount.path}`, mount.store, "files") : [],
    );
    const grants = workload.grants.flatMap((grant) =>
      "store" in grant ? ofKind(platform, `${who}, grant ${grant.grant}`, grant.store, "bucket") : [],
    );
    const pools = kind === "service" ? Object.keys(platform.services[name]?.connections ?? {}) : [];
    return [...mounts, ...grants, ...pools.flatMap((store) => ofKind(platform, `${who}, connections`, store))];
  });

function ofKind({ stores }: CheckInput["platform"], where: string, name: string, wanted?: StoreKind): Fault[] {
  const store = has(stores, name) ? stores[name] : undefined;
  if (!store) return [unknownName(where, "store", name, Object.keys(stores))];
  if (wanted === undefined || store.kind === wanted) return [];
  const fitting = Object.keys(stores).filter((each) => stores[each]?.kind === wanted);
  const choices = fitting.length > 0 ? fitting.sort().join(", ") : "none here";
  return [inPlatform(`${where}: store ${name} is of kind ${store.kind}; allowed: ${wanted} (${choices})`)];
}
