import type { Rendered } from "../model/rendered";
import type { Synthesized } from "../synthesize";
import {
  addressesOf,
  cachesOf,
  databasesOf,
  filesOf,
  foreignGroupsOf,
  idleTimeoutOf,
  openingsOf,
  publishedOf,
  rulesOf,
  secretTextsOf,
  watchesOf,
  zonesOf,
} from "./aws";
import { composeContainers, hostsOf, hostUnits } from "./compose";
import { ecsContainers, ecsServices, ecsUnits } from "./ecs";
import type { Root } from "./json";
import { laptopCaches, laptopContainers, laptopDatabases } from "./laptop";

/** What the workspaces of one environment come to, read from the JSON that Terraform will be given. */
export function readRendered(synthesized: readonly Pick<Synthesized, "workspace" | "json">[]): Rendered {
  const roots: Root[] = synthesized.map(({ workspace, json }) => ({
    stack: workspace.stack,
    workspace: workspace.name,
    json,
  }));
  const all = <T>(read: (root: Root) => readonly T[]): T[] => roots.flatMap(read);
  return {
    containers: [...all(ecsContainers), ...all(composeContainers), ...all(laptopContainers)],
    units: [...all(ecsUnits), ...all(hostUnits)],
    services: all(ecsServices),
    rules: rulesOf(roots).sort((a, b) => a.priority - b.priority),
    idleTimeoutSec: roots.map(idleTimeoutOf).find((seconds) => seconds !== undefined),
    openings: all(openingsOf),
    foreignGroups: all(foreignGroupsOf),
    addresses: addressesOf(roots),
    zones: [...new Set(all(zonesOf))].sort(),
    caches: [...all(cachesOf), ...all(laptopCaches)],
    databases: [...all(databasesOf), ...all(laptopDatabases)],
    files: all(filesOf),
    hosts: all(hostsOf),
    secretTexts: Object.fromEntries(all(secretTextsOf)),
    watches: all(watchesOf),
    published: Object.fromEntries(all(publishedOf)),
    after: Object.fromEntries(synthesized.map(({ workspace: { name, dependsOn } }) => [name, dependsOn])),
  };
}
