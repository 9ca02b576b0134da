import type { TerraformJson } from "../synthesize";
import type { AssumptionName } from "./assumptions";
import { perMonth, type Charge, type Meter } from "./charge";
import { COMPUTE_METERS } from "./compute-meters";
import { DATA_METERS } from "./data-meters";
import { isFree } from "./free";
import { NETWORK_METERS } from "./network-meters";
import type { Unit } from "./prices";
import { RootModule } from "./root-module";

const METERS: Readonly<Record<string, Meter>> = { ...COMPUTE_METERS, ...NETWORK_METERS, ...DATA_METERS };

/** All of one thing in one workspace. */
export interface CostLine {
  readonly what: string;
  readonly quantity: number;
  /** US dollars, for one of it and this much time. */
  readonly each: number;
  readonly per: Unit;
  /** US dollars a month. */
  readonly usd: number;
  /** The same when what scales is at its most. */
  readonly usdAtMost: number;
  readonly assumed?: AssumptionName;
}

export interface WorkspaceCost {
  readonly name: string;
  readonly usd: number;
  readonly usdAtMost: number;
  /** Most dear first. */
  readonly lines: readonly CostLine[];
  /** Addresses that cost something the table does not know, with what is not known. */
  readonly noPrice: readonly string[];
}

export interface Estimate {
  readonly usd: number;
  readonly usdAtMost: number;
  readonly workspaces: readonly WorkspaceCost[];
}

/** What these workspaces cost in a month, all at once: two places that run the same are paid for twice. */
export function estimate(workspaces: readonly { readonly name: string; readonly json: TerraformJson }[]): Estimate {
  const costs = workspaces.map(({ name, json }) => workspaceCost(name, json));
  return { ...sums(costs), workspaces: costs };
}

function workspaceCost(name: string, json: TerraformJson): WorkspaceCost {
  const module = new RootModule(json);
  const noPrice: string[] = [];
  const lines = new Map<string, CostLine>();
  for (const resource of module.resources) {
    const address = `${resource.type}.${resource.name}`;
    const meter = METERS[resource.type];
    if (!meter && !isFree(resource.type)) noPrice.push(address);
    for (const charge of meter?.(resource, module) ?? []) {
      if (charge.price) add(lines, charge, charge.price);
      else noPrice.push(`${address}: ${charge.what}`);
    }
  }
  const sorted = [...lines.values()].sort((a, b) => b.usd - a.usd || (a.what < b.what ? -1 : 1));
  return { name, ...sums(sorted), lines: sorted, noPrice: noPrice.sort() };
}

function add(lines: Map<string, CostLine>, charge: Charge, price: NonNullable<Charge["price"]>): void {
  const { what, quantity, most = quantity, assumed } = charge;
  if (most === 0) return;
  const known = lines.get(what);
  const month = perMonth(price);
  lines.set(what, {
    what,
    quantity: (known?.quantity ?? 0) + quantity,
    each: price.usd,
    per: price.per,
    usd: (known?.usd ?? 0) + quantity * month,
    usdAtMost: (known?.usdAtMost ?? 0) + most * month,
    ...(assumed && { assumed }),
  });
}

const sums = (parts: readonly { readonly usd: number; readonly usdAtMost: number }[]) => ({
  usd: parts.reduce((sum, { usd }) => sum + usd, 0),
  usdAtMost: parts.reduce((sum, { usdAtMost }) => sum + usdAtMost, 0),
});
