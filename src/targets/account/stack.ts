import type { Construct } from "constructs";
import type { AccountDeployment } from "../../account";
import type { Account } from "../../config/account-schema";
import { accountWorkspace, type RootModule } from "../../migration/workspaces";
import { accountOutputs as out } from "../outputs";
import { guardedProvider, RootStack } from "../root-stack";
import { boundaryOf } from "./deployer/boundary";
import { deriveStatements, type Applied, type DerivedStatement } from "./deployer/derive";
import { policiesOf } from "./deployer/policies";
import { accountIdentities } from "./identities";
import { accountImages } from "./images";
import { accountState, type StateHolder } from "./state";

/** What there is once per AWS account: state, images, who builds and who applies. It reads no other workspace. */
export class AccountStack extends RootStack {
  readonly account: Account;
  readonly workspace: RootModule;
  readonly repositories: readonly string[];

  constructor(
    scope: Construct,
    readonly deployment: AccountDeployment,
    applied: readonly Applied[],
  ) {
    const { account } = deployment;
    const workspace = accountWorkspace(account);
    super(scope, workspace, account.aws.account);
    this.account = account;
    this.workspace = workspace;
    this.repositories = deployment.repositories;
    guardedProvider(this, {
      ...account.aws,
      workspace,
      tags: { platform: account.platform, workspace: workspace.name },
    });
    const state = accountState(this);
    this.outputs.publish(out.stateBucket, state.bucket);
    const derived = deriveStatements({ platform: account.platform, ...account.aws, workspaces: applied });
    const boundary = boundaryOf({
      platform: account.platform,
      account: account.aws.account,
      workspaces: applied,
      stateBucketArn: state.bucketArn,
    });
    accountIdentities(this, accountImages(this), policiesOf([...this.stateStatements(state), ...derived]), boundary);
  }

  /** The environments' states and no other: who could write the account's could write what a deployer may do. */
  private stateStatements({ bucketArn, keyArn, keyCondition: condition }: StateHolder): DerivedStatement[] {
    const { environments } = this.deployment;
    const keeping = environments.filter(({ environment: { state } }) => state.backend === "s3");
    if (keeping.length === 0) return [];
    const states = keeping.map(
      ({ environment: { platform, environment } }) => `${bucketArn}/${platform}/${environment}/*.tfstate`,
    );
    const locks = states.map((state) => `${state}.tflock`);
    return [
      // Terraform lists the whole bucket to find CLI workspaces; there is nothing in it but states.
      { topic: "state", actions: ["s3:ListBucket"], resources: [bucketArn] },
      { topic: "state", actions: ["s3:GetObject", "s3:PutObject"], resources: [...states, ...locks].sort() },
      { topic: "state", actions: ["s3:DeleteObject"], resources: locks },
      {
        topic: "state",
        actions: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
        resources: [keyArn],
        ...(condition && { condition }),
      },
    ];
  }
}
