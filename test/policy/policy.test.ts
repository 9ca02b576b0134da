import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountFiles, planFiles } from "../helpers/plan-files";
import { findCheckov } from "../helpers/python-tools";
import { Terraform, whyNoTerraform } from "../helpers/terraform";
import { deploymentNamed } from "../helpers/workspaces";
import { judge, readExceptions, type Verdict } from "./exceptions";
import { scan, type Scan } from "./checkov";

const SCAN_MS = 5 * 60_000;
const checkov = findCheckov();
const missing = whyNoTerraform() ?? ("missing" in checkov ? checkov.missing : undefined);
if (missing !== undefined) it.skip(`Checkov: ${missing}`, () => undefined);

(missing === undefined ? describe : describe.skip)("Checkov over the plans of the account, staging and prod", () => {
  const folder = mkdtempSync(join(tmpdir(), "ferry-policy-"));
  let scanned: Scan;
  let verdict: Verdict;
  beforeAll(() => {
    const terraform = new Terraform();
    try {
      const deployments = ["kdcube/staging", "kdcube/prod"].map(deploymentNamed);
      const files = deployments.flatMap((deployment) => Object.values(planFiles(terraform, deployment, folder)));
      files.push(...accountFiles(terraform, folder));
      scanned = scan(files, folder);
      verdict = judge(scanned.findings, readExceptions(), new Date().toISOString().slice(0, 10));
    } finally {
      terraform.dispose();
    }
  }, SCAN_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("looks at all of them", () => {
    expect(scanned.passed).toBeGreaterThan(400);
  });

  it("finds nothing that is not in our own list of exceptions", () => {
    expect(verdict.open).toEqual([]);
  });

  it("finds a use for each of these", () => {
    expect(verdict.unused).toEqual([]);
  });

  it("finds none of them past its end", () => {
    expect(verdict.expired).toEqual([]);
  });
});
