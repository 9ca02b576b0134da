import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { physicalName } from "../../model/naming";
import { DataVolume } from "../../modules/data-volume";
import type { Network } from "../../modules/network";
import { sessionLogGroupName } from "../aws-names";
import { foundationOutputs as out } from "../outputs";
import type { FoundationStack } from "./stack";

/** What stays of a compose host when the host goes: its disk, and the log of who did what on it. */
export function foundationHost(
  stack: FoundationStack,
  { network, kmsKeyArn }: { readonly network: Network; readonly kmsKeyArn: string },
): DataVolume | undefined {
  const { host, region, network: placed } = stack.aws;
  if (!stack.hasHost || !host) return undefined;
  const scope = new Construct(stack, "host");
  const volume = new DataVolume(scope, "data", {
    name: physicalName("other", ...stack.words("host", "data")),
    zone: `${region}${placed.zones[0] ?? ""}`,
    sizeGiB: host.dataGiB,
    kmsKeyArn,
  });
  new CloudwatchLogGroup(scope, "session-log", {
    name: sessionLogGroupName(stack.environment),
    retentionInDays: stack.environment.logRetentionDays,
    kmsKeyId: kmsKeyArn,
  });
  stack.outputs.publish(out.dataVolumeId, volume.id);
  // The first: the disk is in its zone.
  stack.outputs.publish(out.hostSubnetId, network.subnetIds.private[0] ?? "");
  return volume;
}
