import { SsmAssociation } from "@cdktf/provider-aws/lib/ssm-association";
import { SsmPatchBaseline } from "@cdktf/provider-aws/lib/ssm-patch-baseline";
import { SsmPatchGroup } from "@cdktf/provider-aws/lib/ssm-patch-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ComposeHost } from "./compose-host";

export interface HostPatchingProps {
  readonly name: string;
  readonly host: ComposeHost;
  readonly bucket: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Where the host leaves what its updates printed: not among what deployments did. */
export const PATCHING_PREFIX = "patching";

/** UTC, Sunday, after the windows in which databases and caches are maintained. */
const WEEKLY = "cron(0 6 ? * SUN *)";

/** Once a week the host installs Ubuntu's security updates, and starts again where one of them asks for it. */
export class HostPatching extends Construct {
  constructor(scope: Construct, id: string, props: HostPatchingProps) {
    super(scope, id);
    const { name, host } = props;
    const baseline = new SsmPatchBaseline(this, "baseline", {
      name,
      description: `Security updates of ${name}`,
      operatingSystem: "UBUNTU",
      approvedPatchesComplianceLevel: "HIGH",
      approvedPatchesEnableNonSecurity: false,
      approvalRule: [
        {
          // Ubuntu's updates have no date that could be waited from. Source: Systems Manager, "Patch baselines", Ubuntu.
          approveAfterDays: 0,
          complianceLevel: "HIGH",
          enableNonSecurity: false,
          patchFilter: [
            { key: "PRODUCT", values: ["Ubuntu24.04"] },
            { key: "PRIORITY", values: ["Required", "Important", "Standard", "Optional", "Extra"] },
          ],
        },
      ],
    });
    const group = new SsmPatchGroup(this, "group", { baselineId: baseline.id, patchGroup: name });
    new SsmAssociation(this, "weekly", {
      name: "AWS-RunPatchBaseline",
      associationName: `${name}-patches`,
      targets: [{ key: "InstanceIds", values: [host.instanceId] }],
      parameters: { Operation: "Install", RebootOption: "RebootIfNeeded" },
      scheduleExpression: WEEKLY,
      // Not on the day it is made: that would start a new host again under its first release.
      applyOnlyAtCronInterval: true,
      outputLocation: { s3BucketName: props.bucket, s3KeyPrefix: PATCHING_PREFIX },
      dependsOn: [group, ...host.ready, ...props.dependsOn],
    });
  }
}
