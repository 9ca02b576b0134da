import type { Environment } from "../../src/config/schema";
import { exampleReader } from "../../src/targets/example-reader";
import { secretStatements } from "../../src/targets/aws-secrets";
import { hostSecretSource } from "../../src/targets/ec2-compose/secrets";
import { secretLabels, secretVariables } from "../../src/targets/ecs/secrets";
import { generated, supplied } from "../../src/model/secret";

const ADOPTED = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf";
const PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/theirs";
const aws = {
  account: "111122223333",
  region: "eu-west-1",
  network: { cidr: "10.0.0.0/16", zones: ["a", "b"], nat: "single" as const },
};
const platform = { secrets: { made: generated(), given: supplied("a key"), theirs: generated() } };
const context = (
  secrets: { kind?: "secrets-manager" | "ssm"; versions?: Record<string, number> } = {},
  theirs: string = ADOPTED,
) => ({
  environment: { aws, secrets, adopt: { stores: {}, secrets: { theirs } } },
  platform,
  foundation: exampleReader,
});
const uses = { secrets: { MADE: { secret: "made" }, GIVEN: { secret: "given" }, THEIRS: { secret: "theirs" } } };
const froms = (...given: Parameters<typeof context>): Record<string, string> =>
  Object.fromEntries(secretVariables(context(...given), uses).map(({ name, valueFrom }) => [name, valueFrom]));

describe("a secret in Secrets Manager", () => {
  it("is named with its version where Terraform wrote it, and by its ARN alone elsewhere", () => {
    expect(froms()["MADE"]).toMatch(/^arn:aws:secretsmanager:.*example-made-AbCdEf:::[\w-]+$/);
    expect(froms()["GIVEN"]).toMatch(/example-given-AbCdEf$/);
    expect(froms()["THEIRS"]).toBe(ADOPTED);
  });

  it("needs no label, but for an adopted one whose owner changed it", () => {
    expect(secretLabels(context(), uses)).toEqual({});
    expect(secretLabels(context({ versions: { theirs: 2 } }), uses)).toEqual({ "secret.theirs": "2" });
  });
});

describe("a secret in a parameter", () => {
  it("is named by its ARN, and a label rolls who reads it", () => {
    expect(froms({ kind: "ssm" })["MADE"]).not.toContain("::");
    expect(Object.keys(secretLabels(context({ kind: "ssm" }), uses))).toEqual(["secret.made"]);
  });
});

describe("who may open secrets", () => {
  it("opens each where it is, and an adopted one under a key for it alone", () => {
    const statements = secretStatements(context({}, PARAMETER), ["made", "theirs", "made"]);
    expect(statements.map(({ actions, resources }) => [actions[0], resources.length])).toEqual([
      ["secretsmanager:GetSecretValue", 1],
      ["ssm:GetParameters", 1],
      ["kms:Decrypt", 1],
    ]);
    expect(statements[2]?.condition).toEqual({
      StringEquals: {
        "kms:ViaService": "ssm.eu-west-1.amazonaws.com",
        "kms:EncryptionContext:PARAMETER_ARN": PARAMETER,
      },
    });
  });

  it("is allowed nothing where there is none", () => expect(secretStatements(context(), [])).toEqual([]));
});

describe("what the compose host asks for", () => {
  const asks = (...given: Parameters<typeof context>) => {
    const { environment, ...rest } = context(...given);
    const named = { ...environment, platform: "shop", environment: "prod" } as unknown as Environment;
    return hostSecretSource({ ...rest, environment: named });
  };

  it("is a secret by its name, with the version that Terraform wrote", () => {
    expect(asks()("made")).toEqual({ secretId: "shop-prod-made", versionId: expect.any(String) as string });
    expect(asks()("given")).toEqual({ secretId: "shop-prod-given" });
    expect(asks()("theirs")).toEqual({ secretId: ADOPTED });
  });

  it("is a parameter by its path, and one of others by its ARN", () => {
    const ask = asks({ kind: "ssm" }, PARAMETER);
    expect(ask("made")).toMatchObject({ secretId: "/shop-prod-made", from: "parameter" });
    expect(ask("theirs")).toEqual({ secretId: PARAMETER, from: "parameter" });
  });
});
