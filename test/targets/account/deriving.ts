import type { TerraformJson } from "../../../src/synthesize";
import { deriveStatements, type DerivedStatement } from "../../../src/targets/account/deployer/derive";
import { EPHEMERALS, LOOKUPS, RESOURCES } from "../../../src/targets/account/deployer/lookups";

/*
 * Workspaces of a platform shop that have nothing but what a test gives them, and what their deployer is allowed then.
 */

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;
export type Given = {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  readonly output?: Blocks[string];
};

export const ACCOUNT = { platform: "shop", account: "111122223333", region: "eu-west-1" } as const;
export const json = (given: Given): TerraformJson => ({
  terraform: {},
  provider: { aws: [{ region: "eu-west-1" }, { alias: "copy", region: "eu-central-1" }] },
  ...given,
});
export const derive = (given: Given, environment = "prod"): DerivedStatement[] =>
  deriveStatements({ ...ACCOUNT, workspaces: [{ name: `shop-${environment}-x`, environment, json: json(given) }] });
export const allowing = (statements: readonly DerivedStatement[], action: string): DerivedStatement[] =>
  statements.filter(({ actions }) => actions.includes(action));

export const BOUNDED = {
  StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/shop-boundary" },
};

/** One of each type that the tables know. */
export const everything: Given = {
  resource: Object.fromEntries(Object.keys(RESOURCES).map((type) => [type, { one: {} }])),
  data: Object.fromEntries(Object.keys(LOOKUPS).map((type) => [type, { one: {} }])),
  ephemeral: Object.fromEntries(Object.keys(EPHEMERALS).map((type) => [type, { one: {} }])),
};
