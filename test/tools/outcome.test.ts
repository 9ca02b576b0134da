import { closingLine, type JestReport, outcomeOf, sum } from "../../tools/outcome";

const file = (status: "passed" | "failed", ...statuses: string[]): JestReport["testResults"][number] => ({
  name: "a.test.ts",
  status,
  assertionResults: statuses.map((each) => ({ status: each, fullName: `a test that is ${each}` })),
});

describe("the outcome of a level", () => {
  it("counts tests and names those that were left out", () => {
    const report = { testResults: [file("passed", "passed", "pending"), file("failed", "failed", "passed", "todo")] };
    expect(outcomeOf(report, "")).toMatchObject({
      passed: 2,
      failed: 1,
      skipped: ["a test that is pending", "a test that is todo"],
    });
  });

  it("counts a file that broke before its first test", () => {
    expect(outcomeOf({ testResults: [file("failed")] }, "")).toMatchObject({ passed: 0, failed: 1 });
    expect(outcomeOf({ testResults: [file("failed", "passed")] }, "")).toMatchObject({ passed: 1, failed: 1 });
  });

  it("fails when there was nothing to run", () => {
    expect(outcomeOf({ testResults: [] }, "")).toMatchObject({ passed: 0, failed: 1 });
  });

  it("closes with one line over all levels", () => {
    const one = { passed: 3, failed: 1, skipped: ["no terraform"], output: "long" };
    expect(closingLine(sum([one, one]))).toBe("6 passed, 2 failed, 2 skipped");
    expect(closingLine(sum([]))).toBe("0 passed, 0 failed, 0 skipped");
  });
});
