import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  CloudBackend,
  LocalBackend,
  NamedCloudWorkspace,
  TerraformElement,
  TerraformOutput,
  TerraformStack,
} from "cdktf";
import type { Construct, Node } from "constructs";
import type { RootModule, StateAddress } from "../migration/workspaces";
import { guard, lockedS3Backend } from "../terraform";
import { Outputs } from "./outputs";

/** From `cdktf.out/stacks/<workspace>`, where Terraform runs, to the checkout: the same on every machine. */
const TO_CHECKOUT = "../../..";

/** One root module: its state, and addresses that stay. */
export class RootStack extends TerraformStack {
  private readonly logicalIds = new Map<string, Node>();
  private exported?: Outputs;

  /** `account`: the only one in which its state may be; none for a state that is not in AWS. */
  constructor(scope: Construct, { name, state }: RootModule, account: string | undefined) {
    super(scope, name);
    this.keepState(state, account);
  }

  /** What this workspace publishes. */
  get outputs(): Outputs {
    return (this.exported ??= new Outputs(this));
  }

  /** A path of the checkout, as Terraform sees it from where it runs. */
  fromCheckout(path: string): string {
    return `${TO_CHECKOUT}/${path}`;
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

  private keepState(address: StateAddress, account: string | undefined): void {
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
          allowedAccountIds: account === undefined ? [] : [account],
        });
    }
  }
}

export interface GuardedProviderProps {
  readonly account: string;
  readonly region: string;
  readonly workspace: RootModule;
  readonly tags: Readonly<Record<string, string>>;
}

/** The provider, which refuses any account and any CLI workspace but the one that the workspace was made for. */
export function guardedProvider(scope: RootStack, props: GuardedProviderProps): void {
  providerOf(scope, "aws", props);
  const { made, condition } = cliWorkspace(props.workspace);
  guard(
    scope,
    "guard",
    condition,
    `${props.workspace.name} is applied in the CLI workspace "${made}" alone; run: terraform workspace select ${made}`,
  );
}

/** The provider alone; one with an alias stands beside that of the workspace. */
export function providerOf(
  scope: RootStack,
  id: string,
  { account, region, workspace, tags }: GuardedProviderProps,
  alias?: string,
): AwsProvider {
  const { made, condition } = cliWorkspace(workspace);
  return new AwsProvider(scope, id, {
    ...(alias !== undefined && { alias }),
    region,
    // The force behind the guard: it holds under -target too, where a precondition of another resource is not looked at.
    allowedAccountIds: [`\${${condition} ? "${account}" : "refused: CLI workspace is not ${made}"}`],
    defaultTags: [{ tags: { ...tags } }],
  });
}

function cliWorkspace({ state }: RootModule): { made: string; condition: string } {
  const made = state.backend === "cloud" ? state.workspace : "default";
  return { made, condition: `terraform.workspace == "${made}"` };
}

function kindOf(element: TerraformElement | Node): string {
  if (!TerraformElement.isTerraformElement(element)) return "construct";
  if (TerraformOutput.isTerraformOutput(element)) return "output";
  const resource = element as { terraformResourceType?: string; constructor: { name: string } };
  return resource.terraformResourceType ?? resource.constructor.name;
}
