import type { Environment } from "../../src/config/schema";
import { apiFacts, wayToAws } from "../../src/config/way-to-aws";
import { inputWith } from "../checks/platform";

const { environment } = inputWith({});
const { aws } = environment;
if (!aws) throw new Error("the blameless environment is on AWS");

type Network = Partial<NonNullable<Environment["aws"]>["network"]>;
const of = (network: Network, more: Partial<Environment> = {}): Environment => ({
  ...environment,
  aws: { ...aws, network: { ...aws.network, ...network } },
  ...more,
});
const development = { profile: "development" } as const;
const network = { vpcId: "vpc-00000001", publicSubnetIds: [], privateSubnetIds: [], dataSubnetIds: [] };

describe("the way to AWS's own APIs", () => {
  it.each<[string, Environment, string]>([
    ["production, unsaid", of({}), "endpoints"],
    ["production that says none", of({ endpoints: "none" }), "internet"],
    ["development, unsaid", of({}, development), "internet"],
    ["development that asks", of({ endpoints: "needed" }, development), "endpoints"],
    ["development without NAT", of({ nat: "none" }, development), "endpoints"],
    ["a network of others", of({}, { adopt: { network, stores: {}, secrets: {} } }), "internet"],
  ])("of %s", (_what, given, way) => expect(wayToAws(given)).toBe(way));
});

describe("what decides which of them are called", () => {
  it("is where images are", () => {
    const ecr = (registry?: string): boolean => apiFacts(of({}, registry === undefined ? {} : { registry })).ecr;
    expect(ecr()).toBe(true);
    expect(ecr("999988887777.dkr.ecr.eu-west-1.amazonaws.com/team")).toBe(true);
    expect(ecr("registry.example.com/team")).toBe(false);
  });

  it("is where secrets are, one that others made where it was", () => {
    const arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/password";
    const adopt = { stores: {}, secrets: { password: arn } };
    expect(apiFacts(of({}, { adopt })).secretsIn("password")).toBe("ssm");
    expect(apiFacts(of({}, { adopt })).secretsIn("url")).toBe("secretsmanager");
    expect(apiFacts(of({}, { secrets: { kind: "ssm" } })).secretsIn("url")).toBe("ssm");
  });

  it("is which machines there are", () => {
    const capacity = { instanceType: "m7i.large", min: 0, max: 2 };
    expect(apiFacts(environment)).toMatchObject({ host: false, instances: false });
    expect(apiFacts(of({}, { target: "ec2-compose" }))).toMatchObject({ host: true });
    expect(apiFacts({ ...environment, aws: { ...aws, capacity } })).toMatchObject({ instances: true });
  });
});
