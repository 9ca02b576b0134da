/** What one level came to. A skip is its reason, so none can be counted without one. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  /** All that the level printed, for a reader who must mend it. */
  readonly output: string;
  /** What its line should say beside the counts. */
  readonly remark?: string;
}

/** What we read of jest's `--json`. Source: jest 30, AggregatedResult. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: "passed" | "failed" | "skipped" | "focused";
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** A file that broke before its first test counts as one failure: jest counts none. */
export function outcomeOf(report: JestReport, output: string): Outcome {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some(isFailed),
  );
  const skipped = tests.filter(({ status }) => status === "pending" || status === "todo" || status === "disabled");
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failed = tests.filter(isFailed).length + broken.length;
  if (tests.length + broken.length === 0) return { passed, failed: 1, skipped: [], output: `no test found\n${output}` };
  return { passed, failed, skipped: skipped.map(({ fullName }) => fullName), output };
}

const isFailed = ({ status }: { readonly status: string }): boolean => status === "failed";

export const sum = (outcomes: readonly Outcome[]): Outcome => ({
  passed: outcomes.reduce((count, { passed }) => count + passed, 0),
  failed: outcomes.reduce((count, { failed }) => count + failed, 0),
  skipped: outcomes.flatMap(({ skipped }) => skipped),
  output: "",
});

/** The line a runner of any kind reads; it is printed once, last, and without colour. */
export const closingLine = ({ passed, failed, skipped }: Outcome): string =>
  `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
