import { stacksAt, resourcesOf, PHASES } from "../helpers/moving";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../helpers/workspaces";
import { objectAt } from "../helpers/json";
import { synthesize } from "../../src/synthesize";

const retired = Object.fromEntries(PHASES.map((phase) => [phase, "retired" as const]));

describe("the data disk of the compose host", () => {
  const foundation = resourcesOf(stacksAt({})["foundation"]!.json);
  const disk = foundation["aws_ebs_volume.host_data"] as Record<string, unknown>;

  it("is encrypted with the environment's key, in the zone of the subnet that the host stands in, and kept", () => {
    expect(disk).toMatchObject({
      availability_zone: "eu-west-1a",
      encrypted: true,
      kms_key_id: "${aws_kms_key.key.arn}",
      type: "gp3",
      size: 100,
      lifecycle: { prevent_destroy: true },
    });
    const { output } = stacksAt({})["foundation"]!.json as unknown as { output: Record<string, { value: string }> };
    expect(output["host_subnet_id"]?.value).toBe("${aws_subnet.network_private-a.id}");
    expect(output["data_volume_id"]?.value).toBe("${aws_ebs_volume.host_data.id}");
  });

  it("is in the vault, and restored for trial", () => {
    const arn = "${aws_ebs_volume.host_data.arn}";
    expect(foundation["aws_backup_selection.backups_plan_selection"]).toMatchObject({
      resources: expect.arrayContaining([arn]) as unknown,
    });
    expect(foundation["aws_backup_restore_testing_selection.backups_restore-test_ebs"]).toMatchObject({
      protected_resource_type: "EBS",
      protected_resource_arns: [arn],
    });
  });

  it("stays when the host is removed", () => {
    const after = stacksAt(retired, { host: "removed" });
    expect(resourcesOf(after["foundation"]!.json)).toEqual(foundation);
    expect(Object.keys(resourcesOf(after["ec2-compose"]!.json))).toEqual(["terraform_data.guard"]);
  });

  it("is not there where there is no host", () => {
    const { json } = workspaceNamed(workspacesOf([deploymentNamed("kdcube/staging")]), "foundation");
    expect(objectAt(json, "resource", "aws_ebs_volume")).toEqual({});
  });
});

describe("the machine image of a host", () => {
  const imageOf = (host: object): unknown => {
    const prod = deploymentNamed("kdcube/prod");
    const { aws } = prod.environment;
    const environment = { ...prod.environment, aws: { ...aws!, host: { ...aws!.host!, ...host } } };
    const { workspaces } = synthesize([{ ...prod, environment }]);
    const { json } = workspaces.find(({ workspace }) => workspace.stack === "ec2-compose")!;
    return (resourcesOf(json)["aws_launch_template.host_template"] as { image_id: string }).image_id;
  };

  it("is the one that the environment names", () => expect(imageOf({ amiId: "ami-0fedcba9" })).toBe("ami-0fedcba9"));

  it("is Canonical's for the host's kind of processor where none is named", () =>
    expect(imageOf({ architecture: "arm64" })).toBe(
      "resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id",
    ));
});
