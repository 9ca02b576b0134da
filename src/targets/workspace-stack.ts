import { AwsProvider, type AwsProviderConfig } from "@cdktf/provider-aws/lib/provider";
import {
  CloudBackend,
  DataTerraformRemoteState,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  LocalBackend,
  NamedCloudWorkspace,
  TerraformElement,
  TerraformOutput,
  TerraformStack,
  type TerraformRemoteState,
} from "cdktf";
import type { Construct, Node } from "constructs";
import type { Environment } from "../config/schema";
import type { Deployment } from "../deployment";
import { stateAddress, type StackName, type StateAddress, type Workspace } from "../migration/workspaces";
import type { Platform } from "../model/platform";
import { guard, lockedS3Backend } from "../terraform";
import { Outputs, StateReader, type Reader } from "./outputs";

/** From `cdktf.out/stacks/<workspace>`, where Terraform runs, to the checkout: the same on every machine. */
const TO_CHECKOUT = "../../..";

/** A variable that its place has no answer for: it is left out, and said. */
export interface AbsentVariable {
  readonly service: string;
  readonly variable: string;
  readonly reason: string;
}

/** One workspace: its state, its provider, its guard, and addresses that stay. */
export class WorkspaceStack extends TerraformStack {
  readonly workspace: Workspace;
  readonly environment: Environment;
  readonly platform: Platform;
  /** What was left out of its containers, in the order of their making. */
  readonly absent: AbsentVariable[] = [];
  private readonly logicalIds = new Map<string, Node>();
  private exported?: Outputs;

  constructor(
    scope: Construct,
    workspace: Workspace,
    readonly deployment: Deployment,
  ) {
    super(scope, workspace.name);
    this.workspace = workspace;
    this.environment = deployment.environment;
    this.platform = deployment.platform;
    this.backend(workspace.state);
  }

  /** What this workspace publishes. */
  get outputs(): Outputs {
    return (this.exported ??= new Outputs(this));
  }

  /** What another workspace of the same environment published, from its own state and no other. */
  read(stack: StackName): Reader {
    return new StateReader(this.remoteState(stack, stateAddress(this.environment, stack)));
  }

  /** A path of the checkout, as Terraform sees it from where it runs. */
  fromCheckout(path: string): string {
    return `${TO_CHECKOUT}/${path}`;
  }

  /** `<platform>-<environment>-<thing>`, before a limit cuts it. */
  words(...thing: string[]): [string, ...string[]] {
    return [this.platform.name, this.environment.environment, ...thing];
  }

  /**
   * A resource is known by where it stands in the tree, its path joined without a hash: people read these in plans.
   * `Resource` says nothing and is left out. Two of one kind at one path would silently become one, so that is refused.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = TerraformElement.isTerraformElement(element) ? element.node : element;
    const ids = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const id = ids.filter((part) => part !== "Resource").join("_");
    if (!/^[A-Za-z_][\w-]*$/.test(id)) throw new Error(`"${id}" at ${node.path} cannot be a Terraform address`);
    const key = `${kindOf(element)}.${id}`;
    const taken = this.logicalIds.get(key);
    if (taken && taken !== node) throw new Error(`${key} is both ${taken.path} and ${node.path}`);
    this.logicalIds.set(key, node);
    return id;
  }

  private backend(address: StateAddress): void {
    switch (address.backend) {
      case "local":
        new LocalBackend(this, { path: this.fromCheckout(address.path) });
        return;
      case "cloud":
        new CloudBackend(this, {
          organization: address.organization,
          workspaces: new NamedCloudWorkspace(address.workspace),
        });
        return;
      case "s3":
        lockedS3Backend(this, {
          bucket: address.bucket,
          key: address.key,
          region: address.region,
          encrypt: true,
          kmsKeyId: address.kmsKey,
          allowedAccountIds: this.environment.aws ? [this.environment.aws.account] : [],
        });
    }
  }

  private remoteState(stack: StackName, address: StateAddress): TerraformRemoteState {
    switch (address.backend) {
      case "local":
        return new DataTerraformRemoteStateLocal(this, stack, {
          path: this.fromCheckout(address.path),
          workspace: "default",
        });
      case "cloud":
        return new DataTerraformRemoteState(this, stack, {
          organization: address.organization,
          workspaces: new NamedCloudWorkspace(address.workspace),
        });
      case "s3":
        return new DataTerraformRemoteStateS3(this, stack, {
          bucket: address.bucket,
          key: address.key,
          region: address.region,
          workspace: "default",
        });
    }
  }
}

/** A workspace in AWS: it refuses any account and any CLI workspace but the one it was made for. */
export class AwsWorkspaceStack extends WorkspaceStack {
  readonly aws: NonNullable<Environment["aws"]>;

  constructor(scope: Construct, workspace: Workspace, deployment: Deployment) {
    super(scope, workspace, deployment);
    if (!deployment.environment.aws) throw new Error(`${workspace.name} has no aws block`);
    this.aws = deployment.environment.aws;
    new AwsProvider(this, "aws", this.provided(this.aws.region));
    const { made, condition } = this.cliWorkspace;
    guard(
      this,
      "guard",
      condition,
      `${workspace.name} is applied in the CLI workspace "${made}" alone; run: terraform workspace select ${made}`,
    );
  }

  /** The same account and guard in a second region; what is made with it says so. */
  providerIn(region: string, alias: string): AwsProvider {
    return new AwsProvider(this, `aws-${alias}`, { ...this.provided(region), alias });
  }

  private get cliWorkspace(): { made: string; condition: string } {
    const { state } = this.workspace;
    const made = state.backend === "cloud" ? state.workspace : "default";
    return { made, condition: `terraform.workspace == "${made}"` };
  }

  private provided(region: string): AwsProviderConfig {
    const { made, condition } = this.cliWorkspace;
    const { platform, environment, workspace } = this;
    return {
      region,
      // The force behind the guard: it holds under -target too, where a precondition of another resource is not looked at.
      allowedAccountIds: [`\${${condition} ? "${this.aws.account}" : "refused: CLI workspace is not ${made}"}`],
      defaultTags: [
        { tags: { platform: platform.name, environment: environment.environment, workspace: workspace.name } },
      ],
    };
  }
}

function kindOf(element: TerraformElement | Node): string {
  if (!TerraformElement.isTerraformElement(element)) return "construct";
  if (TerraformOutput.isTerraformOutput(element)) return "output";
  const resource = element as { terraformResourceType?: string; constructor: { name: string } };
  return resource.terraformResourceType ?? resource.constructor.name;
}
