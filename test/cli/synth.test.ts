import { stripVTControlCharacters } from "node:util";
import { summary } from "../../src/cli/synth";
import type { Environment } from "../../src/config/schema";
import { synthesize } from "../../src/synthesize";
import { withYaml } from "../helpers/variants";
import { deploymentNamed } from "../helpers/workspaces";

/** The paragraph about secrets that nobody can generate, line by line; none when there is none. */
function toSupply(...deployments: ReturnType<typeof deploymentNamed>[]): string[] {
  const text = stripVTControlCharacters(summary(synthesize(deployments), "cdktf.out"));
  const paragraph = text.split("\n\n").find((each) => each.startsWith("Secrets to supply"));
  return paragraph?.split("\n").slice(1) ?? [];
}

describe("secrets to supply before the first start", () => {
  const staging = deploymentNamed("kdcube/staging");
  const supplied = Object.keys(staging.platform.secrets)
    .filter((name) => staging.platform.secrets[name]?.kind === "supplied")
    .sort();
  const inParameters = (change: Partial<Environment> = {}) =>
    withYaml(staging, { secrets: { kind: "ssm" }, ...change });
  const adopted = (...names: string[]): Partial<Environment> => ({
    adopt: {
      stores: {},
      secrets: Object.fromEntries(
        names.map((name) => [name, `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-AbCdEf`]),
      ),
    },
  });

  it("are named as Secrets Manager names them, with its command", () =>
    expect(toSupply(staging)).toEqual([
      `  kdcube/staging  ${supplied.map((name) => `kdcube-staging-${name}`).join(" ")}`,
      "  aws secretsmanager put-secret-value --secret-id <name> --secret-string file:///dev/stdin",
    ]));

  it("are named as the parameters are, with their command and their key", () => {
    const deployment = inParameters();
    const [line = "", command = "", ...rest] = toSupply(deployment);
    expect(rest).toEqual([]);
    expect(command).toMatch(/^ {2}aws ssm put-parameter --overwrite --type SecureString --key-id .* --name <name> /);
    const foundation = JSON.stringify(synthesize([deployment]).workspaces.map(({ json }) => json["resource"]));
    const names = line.trim().split(/ +/).slice(1);
    expect(names).toHaveLength(supplied.length);
    for (const name of names) expect(foundation).toContain(`"name":"${name}"`);
    expect(command).toContain("alias/<platform>-<environment>");
    expect(foundation).toContain('"name":"alias/kdcube-staging"');
  });

  it("are told with the command of each, where environments keep them differently", () => {
    const prod = deploymentNamed("kdcube/prod");
    expect(toSupply(inParameters(), prod).map((line) => line.trim().split(" ").slice(0, 3).join(" "))).toEqual([
      expect.stringMatching(/^kdcube\/prod /),
      "aws secretsmanager put-secret-value",
      expect.stringMatching(/^kdcube\/staging /),
      "aws ssm put-parameter",
    ]);
  });

  it("are not those that others keep already", () => {
    const [first = "", ...others] = supplied;
    expect(toSupply(withYaml(staging, adopted(first)))[0]).toBe(
      `  kdcube/staging  ${others.map((name) => `kdcube-staging-${name}`).join(" ")}`,
    );
    expect(toSupply(withYaml(staging, adopted(...supplied)))).toEqual([]);
  });
});
