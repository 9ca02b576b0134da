import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import { HOST_PROGRAM } from "../../host/program";
import { composeServices, type Situation } from "../../migration/ownership";
import type { Workspace } from "../../migration/workspaces";
import { physicalName } from "../../model/naming";
import { ComposeHost } from "../../modules/compose-host";
import { HostAgent } from "../../modules/host-agent";
import { HostPatching } from "../../modules/host-patching";
import { HostRelease } from "../../modules/host-release";
import { HostSoftware } from "../../modules/host-software";
import { Role } from "../../modules/role";
import { sessionDocument } from "../../modules/session-document";
import { hostSetup } from "../../rendering/host-setup";
import {
  deployDocumentName,
  hostAgentName,
  hostMetrics,
  hostRoot,
  projectName,
  sessionDocumentName,
  sessionLogGroupName,
  softwareDocumentName,
} from "../aws-names";
import { forwardedRoutes } from "../edge-routes";
import { composeOutputs, foundationOutputs as out, type Reader } from "../outputs";
import { AwsWorkspaceStack } from "../workspace-stack";
import { hostAlarms } from "./alarms";
import { deployDocument, deployTimeoutSec, deployWaitSec } from "./deploy";
import { sharesFiles } from "./files";
import { hostStatements } from "./role";
import { HostRoutes } from "./routes";
import { hostAddresses, hostBundle } from "./services";
import { SOFTWARE_WAIT_SEC, softwareDocument } from "./software";

/** One host that runs what has not moved, under docker compose, behind the same load balancer as ECS. */
export class Ec2ComposeStack extends AwsWorkspaceStack {
  constructor(scope: Construct, workspace: Workspace, deployment: Deployment) {
    super(scope, workspace, deployment);
    const { migration } = deployment;
    // Emptied, not forgotten: the host goes by an apply like any other. Its disk is the foundation's, and stays.
    if (migration?.host === "removed") return;
    const foundation = this.read("foundation");
    const situation: Situation = { platform: this.platform, home: "compose", migration };
    const role = new Role(this, "role", {
      name: physicalName("role", ...this.words("host")),
      principal: "ec2",
      account: this.aws.account,
      statements: hostStatements(this, foundation, situation),
    });
    const host = this.host(foundation, role);
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
    const software = this.software(host, role.ready);
    const agent = this.care(foundation, host, software);
    hostAlarms(this, "alarms", {
      words: this.words(),
      foundation,
      platform: this.platform,
      region: this.aws.region,
      instanceId: host.instanceId,
      metrics: hostMetrics(this.environment),
      disks: this.disks,
      agent: agent.ready,
      // One that is stopped, since ECS has taken its queue, is not missed here.
      targetGroups: Object.entries(routes.targetGroups).filter(([service]) => present[service] === "running"),
    });
    hostAddresses(this, "addresses", {
      deployment,
      situation,
      namespaceId: foundation.text(out.namespaceId),
      privateIp: host.privateIp,
    });
    this.release(foundation, situation, host, software);
    this.outputs.publish(composeOutputs.instanceId, host.instanceId);
  }

  /** What is watched for room, by a name: the root for logs and packages, the other for images and releases. */
  private get disks(): Readonly<Record<"root" | "data", string>> {
    return { root: "/", data: hostRoot(this.environment) };
  }

  private host(foundation: Reader, role: Role): ComposeHost {
    const { host } = this.aws;
    if (!host) throw new Error("ec2-compose without aws.host passed the checks");
    const { instanceType, architecture, rootGiB, amiId } = host;
    const dataVolumeId = foundation.text(out.dataVolumeId);
    const name = physicalName("other", ...this.words("host"));
    return new ComposeHost(this, "host", {
      name,
      instanceType,
      architecture,
      rootGiB,
      amiId,
      subnetId: foundation.text(out.hostSubnetId),
      securityGroupId: foundation.text(out.hostSecurityGroupId),
      roleName: role.name,
      kmsKeyArn: foundation.text(out.kmsKeyArn),
      dataVolumeId,
      setup: hostSetup({
        project: projectName(this.environment),
        root: hostRoot(this.environment),
        volumeId: dataVolumeId,
      }),
      patchGroup: name,
      dependsOn: role.ready,
    });
  }

  /** What AWS keeps for hosts; gives what must stand before that is used. */
  private software(host: ComposeHost, dependsOn: readonly ITerraformDependable[]): readonly ITerraformDependable[] {
    const document = softwareDocumentName(this.environment);
    const content = softwareDocument(projectName(this.environment), sharesFiles(this.platform));
    return new HostSoftware(this, "software", { document, content, host, waitSec: SOFTWARE_WAIT_SEC, dependsOn }).ready;
  }

  /** What keeps the host in order while nobody deploys: its agent, its updates, and the way in. */
  private care(foundation: Reader, host: ComposeHost, dependsOn: readonly ITerraformDependable[]): HostAgent {
    const name = physicalName("other", ...this.words("host"));
    new HostPatching(this, "patching", {
      name,
      host,
      bucket: foundation.text(out.bundleBucket),
      dependsOn,
    });
    sessionDocument(this, "session-document", {
      name: sessionDocumentName(this.environment),
      kmsKeyArn: foundation.text(out.kmsKeyArn),
      logGroupName: sessionLogGroupName(this.environment),
    });
    return new HostAgent(this, "agent", {
      name: hostAgentName(this.environment),
      host,
      namespace: hostMetrics(this.environment).namespace,
      disks: Object.values(this.disks),
      dependsOn,
    });
  }

  private release(
    foundation: Reader,
    situation: Situation,
    host: ComposeHost,
    dependsOn: readonly ITerraformDependable[],
  ): void {
    const { files, absent } = hostBundle(this.deployment, situation, foundation);
    this.absent.push(...absent);
    const bucket = foundation.text(out.bundleBucket);
    const release = new HostRelease(this, "bundle", {
      files: { ...files, ...HOST_PROGRAM },
      bucket,
      document: deployDocumentName(this.environment),
      content: deployDocument({
        project: projectName(this.environment),
        root: hostRoot(this.environment),
        bucket,
        region: this.aws.region,
        timeoutSec: deployTimeoutSec(this.platform),
      }),
      host,
      waitSec: deployWaitSec(this.platform),
      dependsOn,
    });
    this.outputs.publish(composeOutputs.releaseId, release.releaseId);
    this.outputs.publish(composeOutputs.deployDocument, release.documentName);
  }
}
