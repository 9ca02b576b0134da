import type { Environment } from "../../config/schema";
import type { Statement } from "../../modules/role";
import { execLogGroupName } from "../aws-names";
import { foundationOutputs as out, type Reader } from "../outputs";
import { volumeOf, type MountPoint } from "./volumes";

/** Where the agent behind the shell writes, which a read-only root forbids. Source: aws/containers-roadmap #1359. */
const AGENT_DIRECTORIES = ["/managed-agents", "/var/lib/amazon/ssm", "/var/log/amazon/ssm"] as const;

/** The agent is root's, and so are its volumes: nothing has to be opened. */
export const agentMounts = (workload: string): MountPoint[] =>
  AGENT_DIRECTORIES.map((containerPath) => ({
    sourceVolume: volumeOf(workload, "exec", containerPath),
    containerPath,
    readOnly: false,
  }));

/**
 * What a task must be allowed for a shell in it, and to log what is typed there. The channels and the list of groups
 * know no resources. Source: AWS, ECS, "Monitor Amazon ECS containers with ECS Exec", IAM permissions and logging.
 */
export function execStatements(
  environment: Environment & { readonly aws?: Environment["aws"] },
  foundation: Reader,
): Statement[] {
  const { aws, adopt } = environment;
  const channels: Statement = {
    actions: ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"].map(
      (action) => `ssmmessages:${action}`,
    ),
    resources: ["*"],
  };
  // Where the cluster is somebody else's, so is what becomes of a session's log.
  if (adopt?.cluster !== undefined || !aws) return [channels];
  const group = `arn:aws:logs:${aws.region}:${aws.account}:log-group:${execLogGroupName(environment)}:*`;
  return [
    channels,
    { actions: ["logs:DescribeLogGroups"], resources: ["*"] },
    { actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"], resources: [group] },
    { actions: ["kms:Decrypt"], resources: [foundation.text(out.kmsKeyArn)] },
  ];
}
