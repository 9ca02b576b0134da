import type { Deployment } from "../../../src/deployment";
import { forOfflinePlan } from "../../helpers/editor";
import { settledState } from "../../helpers/settled";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";
import type { JsonObject } from "../../helpers/json";
import { withYaml } from "../../helpers/variants";
import { deploymentNamed, stateOf, workspaceNamed, workspacesOf } from "../../helpers/workspaces";

(whyNoTerraform() ? describe.skip : describe)("what a plan of a compose host that stands shows", () => {
  const prod = deploymentNamed("kdcube/prod");
  const foundation = stateOf(prod, workspaceNamed(workspacesOf([prod]), "foundation"));
  let terraform: Terraform;
  let state: JsonObject;
  const given = (deployment: Deployment) => {
    const { workspace, json } = workspaceNamed(workspacesOf([deployment]), "ec2-compose");
    return { name: workspace.name, json: forOfflinePlan(json, (source) => `${source}.tfstate`) };
  };
  /** Address → what the plan does to it. */
  const changes = (deployment: Deployment): Record<string, string> => {
    const { name, json } = given(deployment);
    const plan = terraform.plan(name, json, { "foundation.tfstate": foundation, "terraform.tfstate": state });
    return Object.fromEntries(
      plan.all
        .filter(({ actions }) => actions.join() !== "no-op" && actions.join() !== "read")
        .map(({ address, actions }) => [address, actions.join("+")]),
    );
  };
  beforeAll(() => {
    terraform = new Terraform();
    const { name, json } = given(prod);
    // It is one on which a plan of the same shows nothing.
    state = settledState(terraform, name, json, { "foundation.tfstate": foundation });
  }, 2 * TERRAFORM_TIMEOUT_MS);
  afterAll(() => terraform.dispose());

  it(
    "shows of a changed variable its file, the list, the word to the host, and nothing else",
    () => {
      const { platform } = prod;
      const proc = platform.services["chat-proc"]!;
      const changed = { ...proc, environment: { ...proc.environment, LOG_LEVEL: "SEVERE" } };
      expect(
        changes({ ...prod, platform: { ...platform, services: { ...platform.services, "chat-proc": changed } } }),
      ).toEqual({
        "aws_s3_object.bundle_file-env-proc": "create+delete",
        "aws_s3_object.bundle_manifest": "create+delete",
        "aws_ssm_association.bundle_association": "delete+create",
      });
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "keeps the host where a newer machine image is named: it is for the next one",
    () => {
      const { aws } = prod.environment;
      const host = { ...aws!.host!, amiId: "ami-0fedcba9876543210", rootGiB: 120 };
      expect(changes(withYaml(prod, { aws: { ...aws!, host } }))).toEqual({
        "aws_launch_template.host_template": "update",
      });
    },
    TERRAFORM_TIMEOUT_MS,
  );
});
