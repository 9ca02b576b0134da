import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  DataTerraformRemoteState,
  DataTerraformRemoteStateLocal,
  DataTerraformRemoteStateS3,
  NamedCloudWorkspace,
  type TerraformRemoteState,
} from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/schema";
import type { Deployment } from "../deployment";
import { stateAddress, type StackName, type StateAddress, type Workspace } from "../migration/workspaces";
import type { Platform } from "../model/platform";
import { boundRoles } from "../modules/role";
import { StateReader, type Reader } from "./outputs";
import { guardedProvider, providerOf, RootStack, type GuardedProviderProps } from "./root-stack";

/** A variable that its place has no answer for: it is left out, and said. */
export interface AbsentVariable {
  readonly service: string;
  readonly variable: string;
  readonly reason: string;
}

/** One workspace of an environment: what it runs, and what it reads of the others. */
export class WorkspaceStack extends RootStack {
  readonly workspace: Workspace;
  readonly environment: Environment;
  readonly platform: Platform;
  /** What was left out of its containers, in the order of their making. */
  readonly absent: AbsentVariable[] = [];

  constructor(
    scope: Construct,
    workspace: Workspace,
    readonly deployment: Deployment,
  ) {
    super(scope, workspace, deployment.environment.aws?.account);
    this.workspace = workspace;
    this.environment = deployment.environment;
    this.platform = deployment.platform;
  }

  /** What another workspace of the same environment published, from its own state and no other. */
  read(stack: StackName): Reader {
    return new StateReader(this.remoteState(stack, stateAddress(this.environment, stack)));
  }

  /** `<platform>-<environment>-<thing>`, before a limit cuts it. */
  words(...thing: string[]): [string, ...string[]] {
    return [this.platform.name, this.environment.environment, ...thing];
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
    guardedProvider(this, this.provided(this.aws.region));
    if (this.environment.boundary !== undefined) boundRoles(this, this.environment.boundary);
  }

  /** The same account and guard in a second region; what is made with it says so. */
  providerIn(region: string, alias: string): AwsProvider {
    return providerOf(this, `aws-${alias}`, this.provided(region), alias);
  }

  private provided(region: string): GuardedProviderProps {
    const { platform, environment, workspace } = this;
    return {
      account: this.aws.account,
      region,
      workspace,
      tags: { platform: platform.name, environment: environment.environment, workspace: workspace.name },
    };
  }
}
