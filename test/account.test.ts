import { describeChosen } from "../src/account";
import { loadNamed } from "../src/config/load";
import { describeAll } from "../src/deployment";
import { synthesize } from "../src/synthesize";
import { ROOT } from "./helpers/source-files";
import { complaints, Workbench } from "./fixtures/workbench";
import { registry } from "./fixtures/shop/platform";

const FILE = "envs/shop/account.yaml";
const AWS = 'aws: { account: "111122223333", region: eu-west-1 }\n';
const FINE = `${AWS}state: { backend: s3 }\n`;
const KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f";

describe("an account's file", () => {
  const bench = new Workbench();
  beforeEach(() => {
    bench.restore();
    // The shop keeps production in an account of its own; here both are in one.
    bench.write("envs/shop/prod.yaml", bench.read("envs/shop/prod.yaml").replaceAll("444455556666", "111122223333"));
  });
  afterAll(() => bench.remove());

  const described = (yaml: string) => {
    bench.write(FILE, yaml);
    return describeChosen(bench.root, ["shop/account"], registry);
  };
  const refused = (yaml: string): string[] => complaints(() => described(yaml));

  it("is described with every environment of the platform, which nobody asked for", () => {
    const { deployments, accounts } = described(FINE);
    expect(deployments).toEqual([]);
    expect(
      accounts.map(({ account, repositories, environments }) => [
        account.aws.region,
        repositories,
        environments.length,
      ]),
    ).toEqual([["eu-west-1", ["shop-app", "shop-web"], 2]]);
  });

  it.each([
    [
      "an unknown key",
      `${FINE}adpot: {}\n`,
      `${FILE}:3:1 adpot: unknown key; allowed: aws, state, ci, deployer, adopt; did you mean adopt`,
    ],
    [
      "a state in the cloud",
      `${AWS}state: { backend: cloud }\n`,
      `${FILE}:2:19 state.backend: got "cloud"; allowed: local, s3`,
    ],
    ["no account", "state: { backend: s3 }\n", `${FILE}:1:1 aws: missing; allowed: a map with account, region`],
    [
      "a principal that is everybody",
      `${FINE}deployer: { principals: ["*"] }\n`,
      `${FILE}:3:26 deployer.principals.0: got "*"; allowed: the ARN of a role or a user, such as arn:aws:iam::111122223333:role/operators`,
    ],
    [
      "a deployer who is nobody",
      `${FINE}deployer: { principals: [] }\n`,
      `${FILE}:3:11 deployer: names nobody; allowed: principals: [<role ARN>] or subjects: [repo:…], one at least`,
    ],
    [
      "a bucket without its key",
      `${FINE}adopt: { stateBucket: their-states }\n`,
      `${FILE}:3:23 adopt.stateBucket: comes without its key; add adopt.stateKeyArn`,
    ],
    [
      "a key without its bucket",
      `${FINE}adopt: { stateKeyArn: ${KEY} }\n`,
      `${FILE}:3:23 adopt.stateKeyArn: is the key of no bucket here; add adopt.stateBucket, or remove it`,
    ],
    [
      "a key in another region",
      `${FINE}adopt: { stateBucket: their-states, stateKeyArn: ${KEY.replace("eu-west-1", "eu-west-2")} }\n`,
      `${FILE}:3:50 adopt.stateKeyArn: is in eu-west-2; allowed: one in eu-west-1`,
    ],
    [
      "a repository of no image",
      `${FINE}adopt: { repositories: [shop-ap] }\n`,
      `${FILE}:3:25 adopt.repositories.0: got "shop-ap", which is no image of the platform; allowed: shop-app, shop-web; did you mean shop-app`,
    ],
    [
      "a repository twice",
      `${FINE}adopt: { repositories: [shop-app, shop-app] }\n`,
      `${FILE}:3:35 adopt.repositories.1: names shop-app twice; remove one`,
    ],
    [
      "a provider that nothing uses",
      `${FINE}adopt: { oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }\n`,
      `${FILE}:3:27 adopt.oidcProviderArn: is used by nothing; add ci or deployer.subjects, or remove it`,
    ],
    [
      "a CI role that exists and is made",
      `${FINE}ci: { provider: github, subjects: ["repo:a/b:environment:x"] }\nadopt: { roles: { ci: "arn:aws:iam::111122223333:role/ci" } }\n`,
      `${FILE}:4:23 adopt.roles.ci: exists already, so its trust is its owner's; remove ci`,
    ],
    [
      "a role of somebody else's account",
      `${FINE}adopt: { roles: { deployer: "arn:aws:iam::999988887777:role/x" } }\n`,
      `${FILE}:3:29 adopt.roles.deployer: is in account 999988887777; allowed: one of 111122223333`,
    ],
  ])("is refused with %s", (_, yaml, line) => expect(refused(yaml)).toEqual([line]));

  it.each(["repo:acme/*", "repo:acme/shop:*", "repo:acme/shop:ref:refs/heads/*", "repo:acme/shop:pull_request", "*"])(
    "is refused with the subject %s, which would let anybody in",
    (subject) =>
      expect(refused(`${FINE}ci: { provider: github, subjects: ["${subject}"] }\n`)).toEqual([
        expect.stringMatching(
          /^envs\/shop\/account\.yaml:3:36 ci\.subjects\.0: got .*; allowed: repo:<owner>\/<name>:/,
        ),
      ]),
  );

  it("is refused in another account or region than an environment whose state it would keep", () => {
    expect(refused('aws: { account: "444455556666", region: eu-west-2 }\nstate: { backend: s3 }\n')).toEqual(
      ["prod", "staging"].flatMap((environment): unknown[] => [
        expect.stringContaining(
          `:1:17 aws.account: got 444455556666, but envs/shop/${environment}.yaml keeps its state in 111122223333`,
        ),
        expect.stringContaining(
          `:1:41 aws.region: got eu-west-2, but envs/shop/${environment}.yaml keeps its state in eu-west-1`,
        ),
      ]),
    );
  });

  const HOME = `adopt: { stateBucket: their-states, stateKeyArn: "${KEY}" }\n`;
  const CI = 'ci: { provider: github, subjects: ["repo:a/b:environment:x"] }\n';

  it("is where an environment finds its bucket, asked for alone", () => {
    bench.write(FILE, FINE + CI + HOME);
    const { deployments } = describeChosen(bench.root, ["shop/staging"], registry);
    const states = synthesize(deployments).workspaces.map(({ workspace: { state } }) => state);
    expect(states.length).toBeGreaterThan(0);
    for (const state of states) expect(state).toMatchObject({ bucket: "their-states", kmsKey: KEY });
  });

  it.each([
    [
      "an unknown key",
      FINE + CI.replace("ci:", "cii:") + HOME,
      `${FILE}:3:1 cii: unknown key; allowed: aws, state, ci, deployer, adopt; did you mean ci`,
    ],
    [
      "a bucket without its key",
      `${FINE}adopt: { stateBucket: their-states }\n`,
      `${FILE}:3:23 adopt.stateBucket: comes without its key; add adopt.stateKeyArn`,
    ],
    [
      "another region",
      `${AWS.replace("eu-west-1", "eu-west-2")}state: { backend: s3 }\n`,
      `${FILE}:1:41 aws.region: got eu-west-2, but envs/shop/staging.yaml keeps its state in eu-west-1; its bucket would be made by nobody; write the same region in both`,
    ],
  ])("stops an environment with s3 state that is asked for alone: %s", (_, yaml, line) => {
    bench.write(FILE, yaml);
    expect(complaints(() => describeChosen(bench.root, ["shop/staging"], registry))).toEqual([line]);
    expect(complaints(() => describeAll(bench.root, ["shop/staging"], registry))).toEqual([line]);
    expect(complaints(() => loadNamed(bench.root, "shop/staging"))).toEqual([line]);
  });

  it("is told about with all else that is wrong, once for all environments", () => {
    bench.write(FILE, `${FINE}cii: {}\n`);
    bench.write("envs/shop/staging.yaml", bench.read("envs/shop/staging.yaml").replace("zones:", "zoones:"));
    expect(complaints(() => describeAll(bench.root, undefined, registry))).toEqual([
      expect.stringContaining("cii: unknown key"),
      expect.stringContaining("zoones: unknown key"),
    ]);
  });

  it("stops no laptop, whose state is in no bucket", () => {
    bench.write(FILE, `${FINE}cii: {}\n`);
    expect(complaints(() => describeAll(bench.root, ["shop/dev"], registry))).toEqual([]);
  });

  it("is not overlooked when its name ends in .yml", () => {
    bench.write("envs/shop/account.yml", FINE);
    expect(complaints(() => describeAll(bench.root, ["shop/staging"], registry))).toEqual([
      "envs/shop/account.yml:1:1 must end in .yaml; rename it to account.yaml",
    ]);
  });

  it("gives every environment the bucket that it adopts", () => {
    const { accounts } = described(`${FINE}adopt: { stateBucket: their-states, stateKeyArn: "${KEY}" }\n`);
    const { workspaces, accounts: built } = synthesize(accounts[0]?.environments ?? [], accounts);
    const states = [...workspaces, ...built].map(({ workspace: { state } }) => state);
    for (const state of states) expect(state).toMatchObject({ bucket: "their-states", kmsKey: KEY });
    expect(Object.keys(built[0]?.json.resource ?? {})).not.toContain("aws_s3_bucket");
    expect(Object.keys(built[0]?.json.data ?? {}).sort()).toEqual(["aws_kms_key", "aws_s3_bucket"]);
  });

  it("bounds the roles of its environments, and of none in another account", () => {
    bench.write(FILE, FINE);
    const boundaries = (): unknown[] =>
      ["prod", "staging"].flatMap((name) => {
        const [deployment] = describeChosen(bench.root, [`shop/${name}`], registry).deployments;
        const roles = synthesize(deployment ? [deployment] : []).workspaces.flatMap(({ json }) =>
          Object.values((json.resource?.["aws_iam_role"] ?? {}) as Record<string, { permissions_boundary?: string }>),
        );
        expect(roles.length).toBeGreaterThan(0);
        return [...new Set(roles.map(({ permissions_boundary }) => permissions_boundary))];
      });
    const own = "arn:aws:iam::111122223333:policy/shop-boundary";
    expect(boundaries()).toEqual([own, own]);
    // With state in s3 it would have to be in this account.
    bench.edit("envs/shop/prod.yaml", "backend: s3", "backend: cloud\n  organization: acme");
    bench.write("envs/shop/prod.yaml", bench.read("envs/shop/prod.yaml").replaceAll("111122223333", "444455556666"));
    expect(boundaries()).toEqual([undefined, own]);
  });

  it("makes no repository that it adopts, and looks at it instead", () => {
    const { accounts } = described(`${FINE}adopt: { repositories: [shop-app] }\n`);
    const { json } = synthesize([], accounts).accounts[0] ?? {};
    expect(Object.keys(json?.resource?.["aws_ecr_repository"] ?? {})).toEqual(["image-shop-web"]);
    expect(Object.keys(json?.data?.["aws_ecr_repository"] ?? {})).toEqual(["image-shop-app"]);
  });

  it("is not there where the file is not, and says so when it is asked for", () => {
    bench.write(FILE, FINE);
    expect(complaints(() => describeChosen(bench.root, ["shp/account"], registry))).toEqual([
      "envs/shp/account.yaml:1:1 there is no folder envs/shp; known: shop; did you mean shop",
    ]);
  });
});

describe("what is asked for", () => {
  it("is everything without a name, the account among it", () => {
    const { deployments, accounts } = describeChosen(ROOT);
    expect([deployments.length, accounts.map(({ account }) => account.platform)]).toEqual([3, ["kdcube"]]);
  });

  it("is one environment without the account, when that alone is named", () => {
    const { deployments, accounts } = describeChosen(ROOT, ["kdcube/staging"]);
    expect([deployments.length, accounts.length]).toEqual([1, 0]);
  });

  it("gives the same account with and without its environments", () => {
    const alone = describeChosen(ROOT, ["kdcube/account"]);
    const all = describeChosen(ROOT);
    const both = [alone, all].map(({ deployments, accounts }) => synthesize(deployments, accounts));
    expect(JSON.stringify(both[0]?.accounts[0]?.json)).toBe(JSON.stringify(both[1]?.accounts[0]?.json));
    expect(both.map(({ workspaces }) => workspaces.length)).toEqual([0, 9]);
  });

  it("names the account in the manifest, where nothing depends on it", () => {
    const { deployments, accounts } = describeChosen(ROOT);
    const stacks = synthesize(deployments, accounts).manifest.stacks as Record<string, { dependencies: string[] }>;
    expect(stacks["kdcube-account"]?.dependencies).toEqual([]);
    expect(Object.values(stacks).flatMap(({ dependencies }) => dependencies)).not.toContain("kdcube-account");
  });
});
