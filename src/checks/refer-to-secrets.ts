import { mountPath } from "../model/mount";
import type { Check, Fault } from "./check";
import { has, referencesOf, unknownName, workloadsOf } from "./walk";

/** 3 · A container that reads a secret which nobody makes never starts. */
export const referToSecrets: Check = {
  id: 3,
  title: "whatever names a secret names one that exists",
  severity: "breaks",
  run: ({ platform }) => {
    const known = Object.keys(platform.secrets);
    const named = (where: string, secret: string): Fault[] =>
      has(platform.secrets, secret) ? [] : [unknownName(where, "secret", secret, known)];
    const values = referencesOf(platform).flatMap(({ where, reference }) =>
      reference.ref === "secret" ? named(where, reference.secret) : [],
    );
    const workloads = workloadsOf(platform).flatMap(({ kind, name, workload }) => [
      ...Object.entries(workload.secrets).flatMap(([variable, { secret }]) =>
        named(`${kind} ${name}, secret variable ${variable}`, secret),
      ),
      ...workload.mounts.flatMap((mount) =>
        mount.kind === "secretFile" ? named(`${kind} ${name}, mount ${mountPath(mount)}`, mount.secret) : [],
      ),
    ]);
    const stores = Object.entries(platform.stores).flatMap(([name, store]) =>
      "password" in store ? named(`store ${name}, password`, store.password) : [],
    );
    return [...values, ...workloads, ...stores];
  },
};
