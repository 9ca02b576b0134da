import { join } from "node:path";
import { describeAll } from "../../../src/deployment";
import { ROOT } from "../../helpers/source-files";
import {
  formatDiagnostic,
  Terraform,
  TERRAFORM_TIMEOUT_MS,
  whyNoDocker,
  whyNoTerraform,
} from "../../helpers/terraform";
import { deploymentNamed, inStates, shipped, workspacesOf } from "../../helpers/workspaces";

const workspaces = workspacesOf(shipped());
const noDocker = whyNoDocker();
const laptop = workspaces.filter(({ workspace }) => workspace.target === "devenv");
const aws = workspaces.filter(({ workspace }) => workspace.target !== "devenv");

(whyNoTerraform() ? describe.skip : describe)("terraform validate", () => {
  let terraform: Terraform;
  beforeAll(() => {
    terraform = new Terraform();
  });
  afterAll(() => terraform.dispose());

  const accepts = (given: typeof workspaces) =>
    it.each(given.map(({ workspace, json }) => [workspace.name, json] as const))(
      "accepts %s as it is",
      (name, json) => expect(terraform.validate(name, json).map(formatDiagnostic)).toEqual([]),
      TERRAFORM_TIMEOUT_MS,
    );

  accepts(aws);
  if (noDocker === undefined) accepts(laptop);
  else it.skip(`accepts ${laptop.map(({ workspace }) => workspace.name).join(", ")}: ${noDocker}`, () => undefined);

  // No shipped environment on AWS has a proxy as its edge.
  describe("behind a proxy", () => accepts(workspacesOf(describeAll(join(ROOT, "test/fixtures/proxy")))));

  // Each state makes another configuration of a phase; the shipped file holds only some of them.
  const prod = deploymentNamed("kdcube/prod");
  const elsewhere = [
    ["when all wait", { metrics: "standby", ingress: "standby", proc: "standby", edge: "standby" }],
    ["when all are retired", { metrics: "retired", ingress: "retired", proc: "retired", edge: "retired" }],
  ] as const;
  describe.each(elsewhere)("%s", (_, states) => {
    accepts(workspacesOf([inStates(prod, states)]).filter(({ workspace }) => workspace.phase !== undefined));
  });
});
