import type { Deployment } from "../../src/deployment";
import type { JsonObject } from "../helpers/json";
import { mapTexts, objectAt, textsIn } from "../helpers/json";
import type { Plan } from "../helpers/plan";
import { Terraform } from "../helpers/terraform";
import { workspacesOf } from "../helpers/workspaces";
import { forEmulator, type Gap } from "./edits";
import { Emulator } from "./emulator";

export interface ManagedResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: readonly JsonObject[];
}

/** One account at the emulator, and the workspaces that are applied to it. */
export class EmulatedAccount {
  readonly terraform: Terraform;
  /** Ids that the environment files name, and what stands for them here. */
  private readonly stands = new Map<string, string>();
  /** VPCs that stand in for those of private zones, by environment. */
  private readonly zoneVpcs = new Map<string, string>();

  private constructor(
    readonly emulator: Emulator,
    private readonly gaps: readonly Gap[],
  ) {
    this.terraform = new Terraform(emulator.env);
  }

  /** `host`: the address of this machine that the emulator listens at; `gaps`: more than it needs itself. */
  static async open({ host, gaps = [] }: { host?: string; gaps?: readonly Gap[] } = {}): Promise<EmulatedAccount> {
    return new EmulatedAccount(await Emulator.start(host), gaps);
  }

  /** What an environment takes as given: its hosted zone, and a certificate where it names one. */
  async outside({ environment: { edge } }: Deployment): Promise<void> {
    if (edge.zoneId !== undefined) await this.zone(edge.zoneId, zoneOf(edge.domain));
    if (edge.certificateArn !== undefined) await this.certificate(edge.certificateArn, edge.domain);
  }

  private async certificate(arn: string, domain: string): Promise<void> {
    const target = "CertificateManager.RequestCertificate";
    const { CertificateArn } = await this.emulator.call("acm", target, { DomainName: domain, ValidationMethod: "DNS" });
    this.stands.set(arn, String(CertificateArn));
  }

  /** The value that a secret has now. */
  async secret(name: string): Promise<string> {
    const target = "secretsmanager.GetSecretValue";
    const { SecretString } = await this.emulator.call("secretsmanager", target, { SecretId: name });
    return String(SecretString);
  }

  /** A hosted zone, as whoever owns the domain would have made it; the file's id stands for it. */
  private async zone(id: string, domain: string): Promise<void> {
    const body = `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${domain}</Name><CallerReference>${domain}</CallerReference></CreateHostedZoneRequest>`;
    const answer = await fetch(`${this.emulator.url}/2013-04-01/hostedzone`, {
      method: "POST",
      body,
      headers: {
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/route53/aws4_request, SignedHeaders=host, Signature=0",
      },
    });
    const made = /<Id>\/hostedzone\/(\w+)<\/Id>/.exec(await answer.text())?.[1];
    if (made === undefined) throw new Error(`the emulator made no zone for ${domain}`);
    this.stands.set(id, made);
  }

  /** The workspaces of a deployment, changed as the emulator needs it, by the name of their stack. */
  workspaces(deployment: Deployment): ReadonlyMap<string, { readonly name: string; readonly json: JsonObject }> {
    const all = workspacesOf([deployment]);
    const nameOf = (stack: string): string =>
      all.find(({ workspace }) => workspace.stack === stack)?.workspace.name ?? stack;
    return new Map(
      all.map(({ workspace, json }) => {
        const edited = forEmulator(json, (stack) => this.terraform.statePath(nameOf(stack)), this.gaps);
        const vpc = this.zoneVpcs.get(deployment.environment.environment);
        const placed = vpc === undefined ? edited : withZoneIn(edited, vpc);
        return [workspace.stack, { name: workspace.name, json: this.standingIn(placed) }];
      }),
    );
  }

  /** Applies the stacks in the order in which they are named. */
  apply(deployment: Deployment, ...stacks: readonly string[]): void {
    const workspaces = this.workspaces(deployment);
    for (const stack of stacks) {
      const workspace = workspaces.get(stack);
      if (!workspace) throw new Error(`${stack} is not among ${[...workspaces.keys()].join(", ")}`);
      this.terraform.apply(workspace.name, workspace.json);
    }
  }

  /** Address → what the next apply would do to it; nothing where nothing would. */
  changes(deployment: Deployment, stack: string): Readonly<Record<string, string>> {
    return changesOf(this.plan(deployment, stack));
  }

  plan(deployment: Deployment, stack: string): Plan {
    const workspace = this.workspaces(deployment).get(stack);
    if (!workspace) throw new Error(`there is no ${stack}`);
    return this.terraform.replan(workspace.name, workspace.json);
  }

  /** The emulator takes one private zone a VPC, and AWS as many as have names of their own: this one's is the default VPC's. */
  async zoneElsewhere(environment: string): Promise<void> {
    const text = await this.emulator.ask(
      "ec2",
      "Action=DescribeVpcs&Version=2016-11-15&Filter.1.Name=isDefault&Filter.1.Value.1=true",
    );
    const vpc = /<vpcId>(vpc-\w+)<\/vpcId>/.exec(text)?.[1];
    if (vpc === undefined) throw new Error("the emulator has no default VPC");
    this.zoneVpcs.set(environment, vpc);
  }

  /** What a secret is known by. */
  async secretArn(name: string): Promise<string> {
    const { ARN } = await this.emulator.call("secretsmanager", "secretsmanager.DescribeSecret", { SecretId: name });
    return String(ARN);
  }

  /** How many resources stand in the state of a workspace. */
  resources = (workspace: string): number =>
    this.managed(workspace).reduce((sum, { instances }) => sum + instances.length, 0);

  /** All of a state but data sources. */
  managed(workspace: string): ManagedResource[] {
    const { resources } = this.state(workspace) as unknown as { resources: ManagedResource[] };
    return resources.filter(({ mode }) => mode === "managed");
  }

  /** What a state says of one resource. */
  attributes(workspace: string, type: string, name: string): JsonObject {
    const found = this.managed(workspace).find((each) => each.type === type && each.name === name);
    if (!found?.instances[0]) throw new Error(`${type}.${name} is not in the state of ${workspace}`);
    return objectAt(found.instances[0], "attributes");
  }

  /** What a workspace has published. */
  outputs = (workspace: string): JsonObject => objectAt(this.state(workspace), "outputs");

  /** Every text that these states hold, for looking for what must not be there. */
  stateTexts = (...workspaces: readonly string[]): string[] =>
    workspaces.flatMap((workspace) => textsIn(this.state(workspace)));

  private state(workspace: string): JsonObject {
    return JSON.parse(this.terraform.stateText(workspace)) as JsonObject;
  }

  close(): void {
    this.terraform.dispose();
    this.emulator.stop();
  }

  private standingIn(json: JsonObject): JsonObject {
    return mapTexts(json, (text) =>
      [...this.stands].reduce((at, [id, made]) => at.replaceAll(id, made), text),
    ) as JsonObject;
  }
}

const changesOf = (plan: Plan): Record<string, string> =>
  Object.fromEntries(
    plan.all
      .filter(({ actions }) => !actions.every((action) => action === "no-op" || action === "read"))
      .map(({ address, actions }) => [address, actions.join("+")]),
  );

const withZoneIn = (json: JsonObject, vpc: string): JsonObject => {
  const type = "aws_service_discovery_private_dns_namespace";
  const zones = Object.entries(objectAt(json, "resource", type));
  if (zones.length === 0) return json;
  const placed = Object.fromEntries(zones.map(([name, zone]) => [name, { ...objectAt(zone), vpc }]));
  return { ...json, resource: { ...objectAt(json, "resource"), [type]: placed } };
};

/** The owner of `assistant.example.com` has `example.com`. */
const zoneOf = (domain: string): string => domain.split(".").slice(-2).join(".");
