import type { AdoptedStore } from "../config/adopt-schema";
import { knownNames } from "../config/suggest";
import type { StoreKind } from "../model/store";
import type { Check, CheckInput, Fault } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** How each kind of store is named where others made it; beside it, what may be said as well. */
const NAMED_BY: Readonly<Record<StoreKind, readonly [keyof AdoptedStore, ...(keyof AdoptedStore)[]]>> = {
  postgres: ["instance", "securityGroupId"],
  redis: ["replicationGroup", "securityGroupId"],
  bucket: ["bucket"],
  files: ["fileSystem", "accessPoint", "securityGroupId"],
};

/** 66 · What others made is used as it is: it must be of the kind, and nothing here can size or refill it. */
export const adoptWhatFits: Check = {
  id: 66,
  title: "adopt.stores names stores of the platform by what their kind is called, and leaves them as they are",
  severity: "breaks",
  run: (input) => {
    const { environment, platform } = input;
    return Object.entries(environment.adopt?.stores ?? {}).flatMap(([name, adopted]): Fault[] => {
      const path = ["adopt", "stores", name];
      if (environment.target === "devenv") return [at(path).isNamed("a laptop has its own stores; remove it")];
      const store = has(platform.stores, name) ? platform.stores[name] : undefined;
      if (!store) {
        return [at(path).isNamed(`there is no store ${name}; ${knownNames(name, Object.keys(platform.stores))}`)];
      }
      return [...wrongNames(path, store.kind, adopted), ...leftToOthers(input, name), ...password(input, name)];
    });
  },
};

function wrongNames(path: readonly string[], kind: StoreKind, adopted: AdoptedStore): Fault[] {
  const allowed = NAMED_BY[kind];
  const strange = (Object.keys(adopted) as (keyof AdoptedStore)[]).filter((field) => !allowed.includes(field));
  const faults = strange.map((field) =>
    at([...path, field]).isNamed(`a ${kind} store is not a ${field}; allowed: ${allowed.join(", ")}`),
  );
  if (adopted[allowed[0]] === undefined)
    faults.push(at(path).is(`missing ${allowed[0]}; a ${kind} store is adopted by it`));
  if (kind === "files" && adopted.securityGroupId === undefined) {
    faults.push(at(path).is("missing securityGroupId; a file system does not tell which group its mount targets have"));
  }
  return faults;
}

function leftToOthers({ environment }: CheckInput, name: string): Fault[] {
  const said = Object.keys(environment.stores[name] ?? {});
  return said.map((field) =>
    at(["stores", name, field]).isNamed(`${name} is adopted: who made it decides this; remove it`),
  );
}

/** Of a password that is made here, the store of others would know nothing. */
function password({ environment, platform }: CheckInput, name: string): Fault[] {
  const store = platform.stores[name];
  if (store?.kind !== "postgres" && store?.kind !== "redis") return [];
  if (has(environment.adopt?.secrets ?? {}, store.password)) return [];
  return [
    at(["adopt", "stores", name]).is(
      `its password is there already; name where it is kept: adopt.secrets.${store.password}`,
    ),
  ];
}
