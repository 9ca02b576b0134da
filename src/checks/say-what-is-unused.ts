import type { Check, Fault } from "./check";
import { at } from "./check";

/** 41 · What a target has no use for is said, not dropped: its author may count on it. */
export const sayWhatIsUnused: Check = {
  id: 41,
  title: "an environment says nothing that its target has no use for",
  severity: "degrades",
  run: ({ environment: { target, migration, services, stores, secrets, state, aws, edge, adopt, alarms } }) => {
    const faults: Fault[] = [];
    const unused = (path: readonly string[], why: string): void => void faults.push(at(path).is(`not used: ${why}`));
    const oneOfEach = target === "devenv" ? "a laptop runs one of each" : "a host runs one of each";
    for (const [name, { scale, capacity, exec, interruptible }] of Object.entries(services)) {
      if (target === "ecs" || migration) break;
      if (scale) unused(["services", name, "scale"], oneOfEach);
      if (capacity) unused(["services", name, "capacity"], "it says where tasks run on ECS");
      if (exec !== undefined) unused(["services", name, "exec"], "it is about shells in tasks on ECS");
      if (interruptible !== undefined) unused(["services", name, "interruptible"], "it is about tasks on ECS");
    }
    if (target !== "devenv") return faults;
    for (const name of Object.keys(stores)) unused(["stores", name], "on a laptop a store is a container");
    // An account and its region say where a bucket for state is; a laptop has no other use for them.
    if (aws && state.backend !== "s3") unused(["aws"], "a laptop is in no account");
    for (const key of ["capacity", "host", "scrapers"] as const) {
      if (aws?.[key] !== undefined && state.backend === "s3")
        unused(["aws", key], "a laptop has neither hosts nor groups");
    }
    if (adopt?.cluster !== undefined) unused(["adopt", "cluster"], "a laptop has no ECS");
    if (adopt?.network) unused(["adopt", "network"], "a laptop's network is Docker's");
    if (alarms) unused(["alarms"], "a laptop has no alarms");
    if (secrets?.versions) unused(["secrets", "versions"], "on a laptop secrets are variables of Terraform");
    for (const key of ["zoneId", "firewall"] as const) {
      if (edge[key] !== undefined) unused(["edge", key], "a laptop has no load balancer");
    }
    if (adopt?.loadBalancer) unused(["adopt", "loadBalancer"], "a laptop has no load balancer");
    return faults;
  },
};
