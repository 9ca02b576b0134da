import type { Environment } from "../../src/config/schema";
import { hostSecretSource } from "../../src/targets/ec2-compose/secrets";
import { exampleReader } from "../../src/targets/example-reader";
import { deploymentNamed } from "../helpers/workspaces";

const { environment, platform } = deploymentNamed("kdcube/prod");
const VERSION = "00000000-0000-0000-0000-000000000000";
const source = (change: Partial<Environment>, name: string): object =>
  hostSecretSource({ environment: { ...environment, ...change }, platform, foundation: exampleReader })(name);
const adopting = (arn: string): Partial<Environment> => ({
  adopt: { stores: {}, secrets: { "openai-api-key": arn } },
  secrets: { versions: { "openai-api-key": 3 } },
});

describe("what a host asks for", () => {
  it("is a secret by its name, in the version that Terraform wrote, or as an operator left it", () => {
    expect(source({}, "redis-password")).toEqual({ secretId: "kdcube-prod-redis-password", versionId: VERSION });
    expect(source({}, "openai-api-key")).toEqual({ secretId: "kdcube-prod-openai-api-key" });
  });

  it("is a parameter by its path, where they are kept as parameters", () => {
    const inParameters: Partial<Environment> = { secrets: { kind: "ssm" } };
    expect(source(inParameters, "redis-password")).toEqual({
      from: "parameter",
      secretId: "/kdcube-prod-redis-password",
      versionId: VERSION,
    });
    expect(source(inParameters, "openai-api-key")).toEqual({
      from: "parameter",
      secretId: "/kdcube-prod-openai-api-key",
    });
  });

  it("is what others keep by its ARN; the number that YAML counts makes another release", () => {
    const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf";
    const parameter = "arn:aws:ssm:eu-west-1:111122223333:parameter/theirs/key";
    expect(source(adopting(secret), "openai-api-key")).toEqual({ secretId: secret, count: "3" });
    expect(source(adopting(parameter), "openai-api-key")).toEqual({
      secretId: parameter,
      from: "parameter",
      count: "3",
    });
  });
});
