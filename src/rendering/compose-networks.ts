import { referencesOf } from "../model/calls";
import { shortHash } from "../model/naming";
import type { Platform } from "../model/platform";
import type { Workload } from "../model/service";

/** Where containers are that neither call nor are called: it leads out, and to none of the others. */
export const QUIET_NETWORK = "default";

/** The one without calls lets none through: its members share the way out and nothing else. */
const QUIET_OPTIONS = { "com.docker.network.bridge.enable_icc": "false" };

/**
 * Options are in the name: other options are another network. Compose would replace one of the same name under what runs
 * on it, which then has no name there any more, or would leave it as it was.
 */
export const composeNetwork = (project: string, name: string): object =>
  name === QUIET_NETWORK
    ? { name: `${project}_${name}_${shortHash(JSON.stringify(QUIET_OPTIONS))}`, driver_opts: QUIET_OPTIONS }
    : { name: `${project}_${name}` };

/**
 * A network for each service that is called here, of its own name, with its callers in it: who does not call it does
 * not reach it, as the security groups have it on ECS. Name → its networks, sorted.
 */
export function networksOf(platform: Platform, present: readonly string[]): Record<string, string[]> {
  const calls = present.flatMap((from) => {
    const called = calledBy(platform, platform.services[from] ?? platform.jobs[from]);
    return [...called].filter((to) => to !== from && present.includes(to)).map((to) => ({ from, to }));
  });
  return Object.fromEntries(
    present.map((name) => {
      const own = calls.filter(({ from, to }) => from === name || to === name).map(({ to }) => to);
      return [name, own.length > 0 ? [...new Set(own)].sort() : [QUIET_NETWORK]];
    }),
  );
}

/** A proxy passes on to whoever stands in the table, also to what it asks itself, such as a login. */
function calledBy(platform: Platform, workload: Workload | undefined): Set<string> {
  const references = workload ? referencesOf(platform, workload) : [];
  const routed = references.some(({ ref }) => ref === "proxyConfig") ? platform.routes : [];
  return new Set([
    ...references.flatMap((reference) => (reference.ref === "address" ? [reference.service] : [])),
    ...routed.flatMap(({ service }) => (service === undefined ? [] : [service])),
  ]);
}
