import { PREFLIGHT } from "../../../../src/platforms/kdcube/preflight/pack";
import type { Input, Rule } from "../../../../src/platforms/kdcube/preflight/rule";
import { gatewayCases } from "./cases/gateway";
import { networkCases } from "./cases/network";
import { runningCases } from "./cases/running";
import { storageCases } from "./cases/storage";
import { VIEWS, viewOf, type Case, type View } from "./views";

const cases = [gatewayCases, networkCases, storageCases, runningCases].flat();
const ruleOf = (id: number): Rule => PREFLIGHT.find((rule) => rule.id === id) as Rule;
const told = (id: number, view: View): readonly string[] => {
  const input = view as unknown as Input;
  expect([id, ruleOf(id).idle?.(input)]).toEqual([id, undefined]);
  return ruleOf(id)
    .run(input)
    .map(({ text }) => text);
};

describe("the pack", () => {
  it("numbers every rule once, in order", () => {
    const ids = PREFLIGHT.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
  });

  it("has a case that breaks each rule and one that does not", () =>
    expect(cases.map(({ id }) => id)).toEqual(PREFLIGHT.map(({ id }) => id)));

  it("writes titles, consequences and fixes as sentences without capitals or full stops", () => {
    for (const { id, title, consequence, fix } of PREFLIGHT)
      for (const text of [title, consequence, fix])
        expect([id, text]).toEqual([id, expect.stringMatching(/^['$\w/].*[^.]$/) as string]);
  });

  it.each(VIEWS)("says nothing that breaks about %s as it is", (name) => {
    const input = viewOf(name) as unknown as Input;
    const breaking = PREFLIGHT.filter((rule) => rule.severity === "breaks" && rule.idle?.(input) === undefined);
    expect(breaking.flatMap((rule) => rule.run(input).map(({ text }) => `${rule.id} ${text}`))).toEqual([]);
  });
});

describe.each(cases.map((each): [string, Case] => [`${each.id} ${ruleOf(each.id).title}`, each]))(
  "rule %s",
  (_title, { id, fine, broken, by, says }) => {
    it(`has nothing to say about ${fine}`, () => expect(told(id, viewOf(fine))).toEqual([]));

    it("is broken", () => {
      const view = viewOf(broken ?? fine);
      by(view);
      expect(told(id, view).join("\n")).toMatch(new RegExp(says, "m"));
    });
  },
);
