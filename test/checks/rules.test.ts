import { CHECKS } from "../../src/checks/pack";
import type { Change } from "./platform";
import { inputWith, told } from "./platform";
import { capacity } from "./rules/capacity";
import { data } from "./rules/data";
import { doors } from "./rules/doors";
import { edges } from "./rules/edges";
import { environments } from "./rules/environments";
import { laptops } from "./rules/laptops";
import { migrations } from "./rules/migrations";
import { mounts } from "./rules/mounts";
import { needs } from "./rules/needs";
import { networks } from "./rules/networks";
import { references } from "./rules/references";
import { scaling } from "./rules/scaling";
import { sizes } from "./rules/sizes";

const rules = [
  references,
  needs,
  sizes,
  capacity,
  mounts,
  edges,
  doors,
  environments,
  laptops,
  migrations,
  networks,
  scaling,
  data,
].flat();

describe("the pack", () => {
  it("numbers every rule once, in order", () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
    expect(ids.length).toBeGreaterThan(50);
  });

  it("has a blameless and a refused case of every rule", () => {
    expect(rules.map(({ id }) => id).sort((one, other) => one - other)).toEqual(CHECKS.map(({ id }) => id));
  });

  it.each(["devenv", "ecs", "compose"] as const)("has nothing against a blameless %s environment", (on) => {
    for (const check of CHECKS) expect([check.title, check.run(inputWith({ on }))]).toEqual([check.title, []]);
  });

  it("writes its rules as sentences, and its faults without capitals or full stops", () => {
    for (const { title } of CHECKS) expect(title).toMatch(/^[a-z].*[^.]$/);
    const faults = rules.flatMap(({ id, refused }) => refused.flatMap(([, change]) => told(id, change)));
    for (const fault of faults) expect(fault).not.toMatch(/\.$|^[A-Z]/);
  });
});

describe.each(rules.map((rule) => [CHECKS.find(({ id }) => id === rule.id)?.title ?? "", rule] as const))(
  "%s",
  (_title, { id, fine, refused }) => {
    it.each(fine.map(([what, change]): [string, Change] => [what, change]))("%s is fine", (_what, change) => {
      expect(told(id, change)).toEqual([]);
    });

    it.each(refused.map(([what, change, faults]): [string, Change, readonly string[]] => [what, change, faults]))(
      "%s is refused",
      (_what, change, faults) => expect(told(id, change)).toEqual(faults),
    );
  },
);
