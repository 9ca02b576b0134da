import type { Situation } from "../../migration/ownership";
import type { AwsWorkspaceStack } from "../workspace-stack";
import { PATCHING_PREFIX } from "../../modules/host-patching";
import { OUTPUT_PREFIX } from "../../modules/host-release";
import type { Statement } from "../../modules/role";
import { hostAgentName, hostMetrics, logGroupName, sessionLogGroupName } from "../aws-names";
import { statementsFor } from "../aws-grants";
import { foundationOutputs as out, type Reader } from "../outputs";
import { hostFileStores } from "./files";
import { hostWorkloads } from "./jobs";
import { hostSecretStatements } from "./secrets";

/** Containers on a host share its identity: it may do what any of them may, and what the host itself needs. */
export function hostStatements(stack: AwsWorkspaceStack, foundation: Reader, situation: Situation): Statement[] {
  const { environment, platform, aws } = stack;
  const workloads = Object.values(hostWorkloads(situation));
  return [
    ...agentStatements(stack),
    ...releaseStatements(stack, foundation, situation),
    ...watchStatements(stack),
    ...fileStatements(stack, foundation, situation),
    ...hostSecretStatements({ environment, platform, foundation }, workloads),
    ...statementsFor(grantsOf(situation), {
      aws,
      platform,
      foundation,
      startable: () => undefined,
      adopted: environment.adopt?.stores ?? {},
    }),
  ];
}

const words = (service: string, verbs: string): string[] => verbs.split(" ").map((verb) => `${service}:${verb}`);

/** What the agent of Systems Manager needs. Source: AWS Managed Policy Reference, AmazonSSMManagedInstanceCore. */
export const AGENT_ACTIONS: readonly string[] = [
  ...words("ec2messages", "AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply"),
  ...words("ssm", "DescribeAssociation DescribeDocument GetDeployablePatchSnapshotForInstance GetDocument GetManifest"),
  ...words(
    "ssm",
    "ListAssociations ListInstanceAssociations PutComplianceItems PutConfigurePackageResult PutInventory",
  ),
  ...words("ssm", "UpdateAssociationStatus UpdateInstanceAssociationStatus UpdateInstanceInformation"),
  ...words("ssmmessages", "CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel"),
];

/**
 * Session Manager is the way in; there is no key and no open port. AWS's own policy reads every parameter of the account
 * as well, and every container has this role: of parameters the agent reads the one that is written for it.
 */
function agentStatements({ aws: { account, region }, environment }: AwsWorkspaceStack): Statement[] {
  const parameter = `arn:aws:ssm:${region}:${account}:parameter/${hostAgentName(environment)}`;
  return [
    // Some know no resource, the others the machine, which is made after its role, and documents and packages of AWS's.
    { actions: AGENT_ACTIONS, resources: ["*"] },
    { actions: ["ssm:GetParameter", "ssm:GetParameters"], resources: [parameter] },
  ];
}

/** To fetch a release, to pull its images, and to say how it went. */
function releaseStatements(
  { aws: { account, region }, environment, platform }: AwsWorkspaceStack,
  foundation: Reader,
  situation: Situation,
): Statement[] {
  const workloads = hostWorkloads(situation);
  const bundle = `arn:aws:s3:::${foundation.text(out.bundleBucket)}`;
  const logs = Object.keys(workloads).map(
    (name) => `arn:aws:logs:${region}:${account}:log-group:${logGroupName(environment, name)}:*`,
  );
  const tasks = Object.values(platform.tasks).filter(({ startedBy }) => startedBy in workloads);
  const images = [...Object.values(workloads), ...tasks].flatMap(({ image }) => platform.images[image] ?? []);
  const repositories = [...new Set(images.flatMap(({ ours, repository }) => (ours ? [repository] : [])))].sort();
  return [
    { actions: ["s3:ListBucket"], resources: [bundle] },
    { actions: ["s3:GetObject"], resources: [`${bundle}/files/*`, `${bundle}/releases/*`] },
    {
      // The agent gives what commands printed to the bucket's owner. Source: Systems Manager, "Configure instance permissions".
      actions: ["s3:PutObject", "s3:PutObjectAcl"],
      resources: [OUTPUT_PREFIX, PATCHING_PREFIX].map((prefix) => `${bundle}/${prefix}/*`),
    },
    // Releases, secrets, shells and what commands print are all encrypted with it.
    { actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [foundation.text(out.kmsKeyArn)] },
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: logs },
    { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
    {
      actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      resources: repositories.map((repository) => `arn:aws:ecr:${region}:${account}:repository/${repository}`),
    },
  ];
}

/** To count what nobody else sees, and to keep the log of shells. Source: Systems Manager, Session Manager, logging. */
function watchStatements({ aws: { account, region }, environment }: AwsWorkspaceStack): Statement[] {
  const sessions = `arn:aws:logs:${region}:${account}:log-group:${sessionLogGroupName(environment)}`;
  return [
    {
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      condition: { StringEquals: { "cloudwatch:namespace": hostMetrics(environment).namespace } },
    },
    {
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [`${sessions}:*`],
    },
    // Asked for by the agent before a session, without a name. IAM reads that as a call on all of them.
    { actions: ["logs:DescribeLogGroups"], resources: [`arn:aws:logs:${region}:${account}:log-group:*`] },
  ];
}

/** Shared files, each through its own access point. */
function fileStatements(
  { aws: { account, region } }: AwsWorkspaceStack,
  foundation: Reader,
  situation: Situation,
): Statement[] {
  const arn = `arn:aws:elasticfilesystem:${region}:${account}`;
  return hostFileStores(situation).map((store) => ({
    actions: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
    resources: [`${arn}:file-system/${foundation.text(out.fileSystemId(store))}`],
    condition: {
      StringEquals: {
        "elasticfilesystem:AccessPointArn": `${arn}:access-point/${foundation.text(out.accessPointId(store))}`,
      },
    },
  }));
}

/** Each grant once, however many of the host's services have it. */
function grantsOf(situation: Situation) {
  const all = Object.values(hostWorkloads(situation)).flatMap(({ grants }) => grants);
  return [...new Map(all.map((grant) => [JSON.stringify(grant), grant])).values()];
}
