import type { Environment } from "../../src/config/schema";
import type { Platform } from "../../src/model/platform";
import { synthesize } from "../../src/synthesize";
import type { AbsentVariable } from "../../src/targets/workspace-stack";
import { shop } from "../rendering/shop";

const environment: Environment = {
  platform: "shop",
  environment: "dev",
  file: "envs/shop/dev.yaml",
  target: "devenv",
  profile: "development",
  state: { backend: "local" },
  edge: { kind: "rules", domain: "localhost", idleTimeoutSec: 60, rewrites: false },
  devenv: { mode: "all", hostPorts: { db: 5433 } },
  logRetentionDays: 30,
  services: { api: { hostPorts: { http: 18010 } } },
  stores: {},
};

export interface Container {
  readonly name: string;
  readonly env?: readonly string[];
  readonly command?: string[];
  readonly depends_on?: string[];
  readonly networks_advanced?: { readonly name: string; readonly aliases: string[] }[];
  readonly ports?: object[];
  readonly labels: { readonly label: string; readonly value: string }[];
  readonly healthcheck?: { readonly test: string[] };
  readonly lifecycle?: { readonly postcondition: { readonly condition: string; readonly error_message: string }[] };
  readonly [attribute: string]: unknown;
}
interface Json {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly variable: Record<string, Record<string, unknown>>;
  readonly terraform: Record<string, unknown>;
  readonly [block: string]: unknown;
}
interface Built {
  readonly json: Json;
  readonly absent: readonly AbsentVariable[];
  readonly container: (address: string) => Container;
}

/** What Terraform gets for the shop on a laptop, with a change of its environment or of itself. */
export function synthesized(change: { environment?: Partial<Environment>; platform?: Platform } = {}): Built {
  const changed = { ...environment, ...change.environment };
  const deployment = { environment: changed, platform: change.platform ?? shop, notes: [] };
  const [workspace] = synthesize([deployment]).workspaces;
  if (!workspace) throw new Error("nothing was synthesized");
  const json = workspace.json as unknown as Json;
  const container = (address: string): Container => {
    const found = json.resource.docker_container?.[address];
    if (!found) throw new Error(`no container ${address}`);
    return found as unknown as Container;
  };
  return { json, absent: workspace.absent, container };
}
