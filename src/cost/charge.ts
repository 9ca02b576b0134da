import type { AssumptionName } from "./assumptions";
import { CLASS_PRICES, HOURS, PRICES, type Price, type PriceName } from "./prices";
import type { Resource, RootModule } from "./root-module";

/** One thing on the bill: so many of it, each at a price. */
export interface Charge {
  readonly what: string;
  readonly quantity: number;
  /** When everything that scales is at its most. @default quantity */
  readonly most?: number;
  /** None where the table does not know it. */
  readonly price: Price | undefined;
  /** The quantity is this assumption's, not the configuration's. */
  readonly assumed?: AssumptionName;
}

/** What one resource costs. */
export type Meter = (resource: Resource, module: RootModule) => readonly Charge[];

export const charge = (what: string, quantity: number, price: PriceName): Charge => ({
  what,
  quantity,
  price: PRICES[price],
});

export const assumed = (what: string, assumption: AssumptionName, quantity: number, price: PriceName): Charge => ({
  ...charge(what, quantity, price),
  assumed: assumption,
});

/** `db.m7g.large`: by its class, of which the table knows some. */
export const ofClass = (what: string, quantity: number, kind: keyof typeof CLASS_PRICES, name: string): Charge => ({
  what: `${what} ${name}`,
  quantity,
  price: CLASS_PRICES[kind][name],
});

/** US dollars in a month of one of it. */
export const perMonth = ({ usd, per }: Price): number => (per === "hour" ? usd * HOURS : usd);
