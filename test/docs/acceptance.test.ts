import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../helpers/source-files";

/** How many rows each letter has in the list. */
const ROWS = { E: 28, A: 16, N: 5, R: 12, C: 5, F: 3, B: 1, S: 1, K: 2, I: 1, AL: 38 } as const;
const IDS = Object.entries(ROWS).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
);

const idsIn = (text: string): string[] => text.match(/\b(?:AL|[EANRCFBSKI])\d{1,2}\b/g) ?? [];

describe("every row of the acceptance list", () => {
  const folder = join(ROOT, "test/terraform/plan");
  const tested = new Set(readdirSync(folder).flatMap((file) => idsIn(readFileSync(join(folder, file), "utf8"))));
  const said = new Set(idsIn(readFileSync(join(ROOT, "docs/acceptance.md"), "utf8")));

  it("has a test of its name over real plans, or its reason in the docs", () => {
    expect(IDS.filter((id) => !tested.has(id) && !said.has(id))).toEqual([]);
  });

  it("that the docs refuse is a row of the list", () => {
    expect([...said].filter((id) => !IDS.includes(id))).toEqual([]);
  });
});
