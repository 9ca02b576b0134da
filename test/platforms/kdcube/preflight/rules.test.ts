import { NOT_JUDGED } from "../../../../src/platforms/kdcube/preflight/not-judged";
import { PREFLIGHT } from "../../../../src/platforms/kdcube/preflight/pack";
import type { Input, Rule } from "../../../../src/platforms/kdcube/preflight/rule";
import { gatewayCases } from "./cases/gateway";
import { networkCases } from "./cases/network";
import { runningCases } from "./cases/running";
import { storageCases } from "./cases/storage";
import { VIEWS, viewOf, type Case, type View } from "./views";

const cases = [gatewayCases, networkCases, storageCases, runningCases].flat();
/** Marked F in the platform's own list (kdcube reference §8). */
const MUST_START = (
  "1 3 7 10 11 18 19 20 21 22 23 24 25 26 28 29 29a 31 32 33 34 35 36 37 40 41 42 43 44 45 46 47 48 49 50 54 58 60 61 " +
  "62 63 66 67 68 72 74 75 76 77 78 79 80 81 82 83 84 86 88 89 90 91 94 95 96 99 100 101 102 103 104 105 108 109 112 " +
  "113 114 115 116 117 120 122 124 125 130 131 132 133 135 136 137 140 142 146 147 148 149 150"
).split(" ");

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

  it("has, or says why it has not, each rule of the list that would break something", () => {
    const known = [...PREFLIGHT.map(({ id }) => String(id)), ...Object.keys(NOT_JUDGED)];
    expect(MUST_START.filter((id) => !known.includes(id))).toEqual([]);
    expect(Object.keys(NOT_JUDGED).filter((id) => PREFLIGHT.some((rule) => String(rule.id) === id))).toEqual([]);
    const severities = PREFLIGHT.map(({ id, severity }) => [id, severity]);
    expect(severities).toEqual(
      PREFLIGHT.map(({ id }) => [id, MUST_START.includes(String(id)) ? "breaks" : "degrades"]),
    );
  });

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
