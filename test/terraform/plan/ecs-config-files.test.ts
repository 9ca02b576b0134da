import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Deployment } from "../../../src/deployment";
import { store } from "../../../src/model/reference";
import { a, inputWith } from "../../checks/platform";
import { NASTY_TEXTS } from "../../helpers/nasty-text";
import type { Plan } from "../../helpers/plan";
import { planOf } from "../../helpers/planned";
import { formatDiagnostic, Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import { workspaceNamed, workspacesOf } from "../../helpers/workspaces";

interface Writer {
  readonly name: string;
  readonly entryPoint: readonly [string, ...string[]];
  readonly command: readonly string[];
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

(whyNoTerraform() ? describe.skip : describe)("config files on ECS, as the provider reads them", () => {
  let folder: string;
  let terraform: Terraform;
  let plan: Plan;
  let deployment: Deployment;
  const pathOf = (name: string): string => join(folder, name.replaceAll(" ", "-"), name);
  const host = ["db at ", store("db").host, ' says "${HOME}"\n'] as const;
  beforeAll(() => {
    terraform = new Terraform();
    folder = mkdtempSync(join(tmpdir(), "ferry-files-"));
    const mounts = Object.entries({ ...NASTY_TEXTS, "a reference": host }).map(
      ([name, content]) => ({ kind: "config", path: pathOf(name), content }) as const,
    );
    const { environment, platform } = inputWith({ platform: { services: { api: a({ mounts }), web: a() } } });
    deployment = { environment, platform, notes: [] };
    plan = planOf(terraform, deployment, "ecs");
  }, TERRAFORM_TIMEOUT_MS);
  afterAll(() => {
    terraform.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    "are accepted",
    () => {
      const { json } = workspaceNamed(workspacesOf([deployment]), "ecs");
      expect(terraform.validate("valid", json).map(formatDiagnostic)).toEqual([]);
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it("come out of the planned container byte for byte, whatever is in them", () => {
    const containers = plan.containers("aws_ecs_task_definition.api_task_definition") as unknown as Writer[];
    const { entryPoint, command, environment } = containers.find(({ name }) => name === "api_files")!;
    for (const name of [...Object.keys(NASTY_TEXTS), "a reference"]) mkdirSync(dirname(pathOf(name)));
    const [shell, ...options] = entryPoint;
    const env = Object.fromEntries(environment.map(({ name, value }) => [name, value]));
    expect(spawnSync(shell, [...options, ...command], { env: { ...env, PATH: "" }, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
    // Terraform writes all text in Unicode's composed form; an accent that stands apart joins its letter.
    for (const [name, text] of Object.entries(NASTY_TEXTS)) {
      expect(readFileSync(pathOf(name), "utf8")).toBe(text.normalize("NFC"));
    }
    expect(readFileSync(pathOf("a reference"), "utf8")).toMatch(/^db at [\w.-]+ says "\$\{HOME\}"\n$/);
  });
});
