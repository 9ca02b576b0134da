import { SsmAssociation } from "@cdktf/provider-aws/lib/ssm-association";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { attributeOf, jsonDocument } from "../terraform";
import type { ComposeHost } from "./compose-host";

export interface HostAgentProps {
  readonly name: string;
  readonly host: ComposeHost;
  readonly namespace: string;
  /** Paths whose disks are watched. */
  readonly disks: readonly string[];
  /** What must stand before it is configured: its package is installed. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** What CloudWatch's agent is told, which counts what a hypervisor cannot see: how full the disks and the memory are. */
export class HostAgent extends Construct {
  /** What must stand before an alarm waits for its metrics. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: HostAgentProps) {
    super(scope, id);
    const targets = [{ key: "InstanceIds", values: [props.host.instanceId] }];
    const config = new SsmParameter(this, "config", {
      name: props.name,
      description: `What CloudWatch's agent counts on ${props.name}`,
      type: "String",
      value: jsonDocument(agentConfig(props)),
    });
    const configured = new SsmAssociation(this, "configure", {
      name: "AmazonCloudWatch-ManageAgent",
      associationName: `${props.name}-configure`,
      targets,
      parameters: {
        action: "configure",
        mode: "ec2",
        optionalConfigurationSource: "ssm",
        optionalConfigurationLocation: config.name,
        optionalRestart: "yes",
      },
      // The document reads the parameter when it runs: a new text must make it run.
      lifecycle: { replaceTriggeredBy: [attributeOf(config, "value")] },
      dependsOn: [...props.host.ready, ...props.dependsOn],
    });
    this.ready = [configured];
  }
}

/** Source: CloudWatch, "Manually create or edit the CloudWatch agent configuration file". */
const agentConfig = ({ namespace, disks }: HostAgentProps): object => ({
  agent: { metrics_collection_interval: 60 },
  metrics: {
    namespace,
    append_dimensions: { InstanceId: "${aws:InstanceId}" },
    // An alarm cannot know the device or the kind of file system; it knows the machine and the path.
    aggregation_dimensions: [["InstanceId", "path"]],
    metrics_collected: {
      disk: {
        measurement: ["used_percent"],
        resources: disks,
        drop_device: true,
        drop_original_metrics: ["disk_used_percent"],
      },
      mem: { measurement: ["used_percent"] },
    },
  },
});
