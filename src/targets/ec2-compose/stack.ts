import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import { composeServices, type Situation } from "../../migration/ownership";
import type { Workspace } from "../../migration/workspaces";
import { physicalName } from "../../model/naming";
import { ComposeHost } from "../../modules/compose-host";
import { Role, type Statement } from "../../modules/role";
import { statementsFor } from "../aws-grants";
import { logGroupName } from "../aws-names";
import { forwardedRoutes } from "../edge-routes";
import { foundationOutputs as out, type Reader } from "../outputs";
import { AwsWorkspaceStack } from "../workspace-stack";
import { hostAlarms } from "./alarms";
import { hostWorkloads } from "./jobs";
import { HostRoutes } from "./routes";
import { hostSecretStatements } from "./secrets";
import { bundleObjects, hostAddresses, hostBundle } from "./services";

/** One host that runs what has not moved, under docker compose, behind the same load balancer as ECS. */
export class Ec2ComposeStack extends AwsWorkspaceStack {
  constructor(scope: Construct, workspace: Workspace, deployment: Deployment) {
    super(scope, workspace, deployment);
    const { migration } = deployment;
    // Emptied, not forgotten: the host goes by an apply like any other.
    if (migration?.host === "removed") return;
    const foundation = this.read("foundation");
    const situation: Situation = { platform: this.platform, home: "compose", migration };
    const host = this.host(foundation, situation);
    const present = composeServices(situation);
    const routes = new HostRoutes(this, "routes", {
      prefix: this.words().join("-"),
      platform: this.platform,
      routes: forwardedRoutes(deployment).filter(({ service }) => service in present),
      vpcId: foundation.text(out.vpcId),
      listenerArn: foundation.text(out.listenerArn),
      instanceId: host.instanceId,
      outputs: this.outputs,
    });
    hostAlarms(this, "alarms", {
      words: this.words(),
      foundation,
      platform: this.platform,
      instanceId: host.instanceId,
      // One that is stopped, since ECS has taken its queue, is not missed here.
      targetGroups: Object.entries(routes.targetGroups).filter(([service]) => present[service] === "running"),
    });
    hostAddresses(this, "addresses", {
      situation,
      namespaceId: foundation.text(out.namespaceId),
      privateIp: host.privateIp,
    });
    const { files, absent } = hostBundle(deployment, situation, foundation);
    this.absent.push(...absent);
    bundleObjects(this, "bundle", { bucket: foundation.text(out.bundleBucket), files });
  }

  private host(foundation: Reader, situation: Situation): ComposeHost {
    const { host } = this.aws;
    if (!host) throw new Error("ec2-compose without aws.host passed the checks");
    const role = new Role(this, "role", {
      name: physicalName("role", ...this.words("host")),
      principal: "ec2",
      account: this.aws.account,
      statements: this.statements(foundation, situation),
    });
    // Session Manager is the way in; there is no key and no open port.
    new IamRolePolicyAttachment(this, "session", {
      role: role.name,
      policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
    });
    return new ComposeHost(this, "host", {
      name: physicalName("other", ...this.words("host")),
      ...host,
      subnetId: Fn.element(foundation.list(out.privateSubnetIds), 0) as string,
      securityGroupId: foundation.text(out.hostSecurityGroupId),
      roleName: role.name,
      kmsKeyArn: foundation.text(out.kmsKeyArn),
    });
  }

  /** Containers on a host share its identity: it may do what any of them may, and read its own bundle. */
  private statements(foundation: Reader, situation: Situation): Statement[] {
    const { account, region } = this.aws;
    const workloads = hostWorkloads(situation);
    const bundle = `arn:aws:s3:::${foundation.text(out.bundleBucket)}`;
    const logs = Object.keys(workloads).map(
      (name) => `arn:aws:logs:${region}:${account}:log-group:${logGroupName(this.environment, name)}:*`,
    );
    const tasks = Object.values(this.platform.tasks).filter(({ startedBy }) => startedBy in workloads);
    const images = [...Object.values(workloads), ...tasks].flatMap(({ image }) => this.platform.images[image] ?? []);
    const repositories = [...new Set(images.flatMap(({ ours, repository }) => (ours ? [repository] : [])))].sort();
    return [
      { actions: ["s3:ListBucket"], resources: [bundle] },
      { actions: ["s3:GetObject"], resources: [`${bundle}/*`] },
      // The bundle and the secrets are both encrypted with it.
      { actions: ["kms:Decrypt"], resources: [foundation.text(out.kmsKeyArn)] },
      { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: logs },
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      {
        actions: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        resources: repositories.map((repository) => `arn:aws:ecr:${region}:${account}:repository/${repository}`),
      },
      ...hostSecretStatements(
        { environment: this.environment, platform: this.platform, foundation },
        Object.values(workloads),
      ),
      ...statementsFor(this.grants(situation), {
        aws: this.aws,
        platform: this.platform,
        foundation,
        startable: () => undefined,
        adopted: this.environment.adopt?.stores ?? {},
      }),
    ];
  }

  /** Each grant once, however many of the host's services have it. */
  private grants(situation: Situation) {
    const all = Object.values(hostWorkloads(situation)).flatMap(({ grants }) => grants);
    return [...new Map(all.map((grant) => [JSON.stringify(grant), grant])).values()];
  }
}
