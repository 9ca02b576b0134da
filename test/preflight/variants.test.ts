import { preflightOf } from "../../src/platforms/preflights";
import { loadNamed } from "../../src/config/load";
import { build, describe as describeDeployment } from "../../src/deployment";
import { openWhatIsCalled } from "../../src/platforms/kdcube/preflight/36-open-what-is-called";
import type { Input } from "../../src/platforms/kdcube/preflight/rule";
import { platformNamed } from "../../src/platforms/registry";
import { readRendered } from "../../src/preflight/read";
import { preflight } from "../../src/preflight/run";
import { synthesize, type TerraformJson } from "../../src/synthesize";
import { Workbench } from "../fixtures/workbench";
import { ROOT } from "../helpers/source-files";

const definition = platformNamed("kdcube", "envs/kdcube");
const STAGING = "envs/kdcube/staging.yaml";
const PROD = "envs/kdcube/prod.yaml";
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shared";

const SUBNETS = ["public", "private", "data"]
  .map(
    (tier, row) => `${tier}SubnetIds: [${[1, 2, 3].map((column) => `subnet-0000000${row * 3 + column}`).join(", ")}]`,
  )
  .join(", ");
const network = `network: { vpcId: vpc-00000001, ${SUBNETS} }`;
const door = (() => {
  const balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333";
  const name = "app/shared/0123456789abcdef";
  return `loadBalancer: { arn: "${balancer}:loadbalancer/${name}", listenerArn: "${balancer}:listener/${name}/fedcba9876543210" }`;
})();
const postgres = "postgres: { instance: shared-postgres }";
const redis = "redis: { replicationGroup: shared-redis }";
const bucket = "storage: { bucket: shared-storage }";
const files = "exec-workspace: { fileSystem: fs-0a1b2c3d, securityGroupId: sg-0a1b2c3d }";
const secrets = (...names: string[]): string =>
  `secrets: { ${names.map((name) => `${name}: "${ARN}-${name}-AbCdEf"`).join(", ")} }`;
const adopt = (...parts: string[]): string => `adopt: { ${parts.join(", ")} }\n`;
const stores = (...parts: string[]): string => `stores: { ${parts.join(", ")} }`;

const STORES = /^stores:\n(?: {2}.*\n)+/m;

/** Correct ones, as docs/adopt.md has them: a rule that minds one of them minds what is right. */
const ADOPTIONS: readonly (readonly [what: string, yaml: string])[] = [
  ["a network", adopt(network)],
  ["a load balancer", adopt(network, door)],
  ["a cluster", adopt("cluster: shared")],
  ["a database", adopt(stores(postgres), secrets("postgres-password"))],
  [
    "a database guarded by a group that is named",
    adopt(stores(postgres.replace(" }", ", securityGroupId: sg-0a1b2c3d }")), secrets("postgres-password")),
  ],
  ["a cache", adopt(stores(redis), secrets("redis-password"))],
  ["a bucket", adopt(stores(bucket))],
  ["a file system", adopt(stores(files))],
  ["a file system with its access point", adopt(stores(files.replace(" }", ", accessPoint: fsap-0a1b2c3d }")))],
  ["secrets", adopt(secrets("redis-password"))],
  [
    "all of it",
    adopt(
      network,
      door,
      "cluster: shared",
      stores(postgres, redis, bucket, files),
      secrets("postgres-password", "redis-password"),
    ),
  ],
];

describe("preflight of what others made", () => {
  const bench = new Workbench(ROOT);
  afterEach(() => bench.restore());
  afterAll(() => bench.remove());

  const breaks = (file: string, change: (text: string) => string): string[] => {
    bench.write(file, change(bench.read(file)));
    const name = file.replace(/^envs\/|\.yaml$/g, "");
    return preflight(loadNamed(bench.root, name), definition, preflightOf("kdcube"))
      .findings.filter(({ rule }) => rule.severity === "breaks")
      .map(({ rule, problem }) => `${rule.id} ${problem.path}: ${problem.text}`);
  };

  it.each(ADOPTIONS)("finds nothing that breaks with %s, on ECS", (_what, yaml) =>
    expect(breaks(STAGING, (text) => text.replace(STORES, "") + yaml)).toEqual([]),
  );

  it.each([
    ["a file system", adopt(stores(files))],
    ["a file system in a network", adopt(network, stores(files))],
    ["a network, and a file system of ours in it", adopt(network)],
    ["all stores", adopt(stores(postgres, redis, bucket, files), secrets("postgres-password", "redis-password"))],
    ["a load balancer", adopt(network, door)],
  ])("finds nothing that breaks with %s, on a host", (_what, yaml) =>
    expect(breaks(PROD, (text) => text.replace(STORES, "").replace(/^ {2}certificateArn: .*\n/m, "") + yaml)).toEqual(
      [],
    ),
  );

  it("finds nothing that breaks with instances for ECS, whose tasks ask no instance for credentials", () =>
    expect(
      breaks(STAGING, (text) =>
        text
          .replace("  network:\n", "  capacity: { instanceType: m7i.large, min: 1, max: 3 }\n  network:\n")
          .replace("chat-proc: {", "chat-proc: { capacity: ec2,"),
      ),
    ).toEqual([]));

  it("still finds a store of others that is shut to a service, and a service that is shut to the load balancer", () => {
    bench.write(
      STAGING,
      bench.read(STAGING).replace(STORES, "") + adopt(network, door, stores(redis), secrets("redis-password")),
    );
    const loaded = loadNamed(bench.root, "kdcube/staging");
    const deployment = describeDeployment(loaded, definition);
    const { workspaces } = synthesize([deployment]);
    const { input } = build(loaded, definition);
    const told = (from: string, to: string): string[] => {
      const changed = workspaces.map(({ workspace, json }) => ({
        workspace,
        json: JSON.parse(JSON.stringify(json).replaceAll(from, to)) as TerraformJson,
      }));
      const { platform } = deployment;
      const view = { build: input, platform, proxy: undefined, rendered: readRendered(changed) } as Input;
      return openWhatIsCalled.run(view).map(({ text }) => text);
    };
    expect(told('"from_port":6379', '"from_port":6380')).toContainEqual(
      "chat-proc calls redis on 6379, and the security groups do not let it pass",
    );
    expect(told('"from_port":8010', '"from_port":8011')).toContainEqual(
      "load-balancer calls chat-ingress on 8010, and the security groups do not let it pass",
    );
  });
});
