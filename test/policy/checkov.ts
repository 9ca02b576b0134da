import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import * as z from "zod";
import { findCheckov } from "../helpers/python-tools";
import type { Finding } from "./exceptions";

const SCAN_TIMEOUT_MS = 5 * 60_000;

const reportSchema = z.object({
  summary: z.object({ passed: z.number(), failed: z.number(), parsing_errors: z.number() }),
  results: z.object({
    failed_checks: z.array(
      z.object({ check_id: z.string(), check_name: z.string(), file_path: z.string(), resource: z.string() }),
    ),
  }),
});

export interface Scan {
  readonly passed: number;
  readonly findings: readonly Finding[];
}

/** Checkov over plans of Terraform, each a file `<workspace>.json`. Throws when it cannot read one. */
export function scan(files: readonly string[], cwd: string): Scan {
  const found = findCheckov();
  if ("missing" in found) throw new Error(found.missing);
  // The guidelines it would fetch are links for its report, and nothing that it checks.
  const args = ["--framework", "terraform_plan", "--quiet", "--compact", "--skip-download", "--output", "json"];
  const { stdout, stderr } = spawnSync(found.path, [...args, ...files.flatMap((file) => ["--file", basename(file)])], {
    cwd,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    timeout: SCAN_TIMEOUT_MS,
  });
  const report = parse(stdout, stderr);
  if (report.summary.parsing_errors > 0) throw new Error(`checkov could not read a plan:\n${stderr}`);
  return {
    passed: report.summary.passed,
    findings: report.results.failed_checks.map((check) => ({
      rule: check.check_id,
      title: check.check_name,
      workspace: basename(check.file_path, ".json"),
      address: check.resource,
    })),
  };
}

function parse(stdout: string, stderr: string) {
  try {
    return reportSchema.parse(JSON.parse(stdout));
  } catch {
    throw new Error(`checkov printed no report:\n${stdout.slice(0, 2000)}${stderr.slice(-2000)}`);
  }
}
