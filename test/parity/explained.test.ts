import { join } from "node:path";
import type { Platform } from "../../src/model/platform";
import { publicUrl, region, store } from "../../src/model/reference";
import { parityOf, rulesIn, type Row } from "../../src/parity/compare";
import type { Column } from "../../src/parity/places";
import { RULE_IDS, RULES } from "../../src/parity/rules";
import { ROOT } from "../helpers/source-files";
import { registry } from "../fixtures/shop/platform";
import { Workbench } from "../fixtures/workbench";
import { shop } from "../rendering/shop";
import { columnOf, columnsIn, madeOnce, unexplainedIn, whereOf } from "./columns";

const PROXY = join(__dirname, "../fixtures/proxy");
const SHOP = join(__dirname, "../fixtures/shop");

/** A copy of what is shipped with something else in its files. */
function edited(file: string, from: string, to: string): Column[] {
  const bench = new Workbench(ROOT);
  try {
    bench.edit(file, from, to);
    return columnsIn(bench.root, "kdcube/dev");
  } finally {
    bench.remove();
  }
}

const api = shop.services["api"]!;
const withApi = (change: Partial<typeof api>): Platform => ({
  ...shop,
  services: { ...shop.services, api: { ...api, ...change } },
});

/** What lies on no machine of ECS, and what ECS refuses as a file, is taken away there, as a check would ask for. */
const forEcs = withApi({
  mounts: api.mounts.filter(({ kind }) => kind !== "hostPath" && kind !== "secretFile"),
});

/** Scratch of one who is not root, where a fresh volume would be root's. */
const WITH_USER = withApi({ user: { uid: 1000, gid: 1000 } });

const others = (what: string): string => `arn:aws:${what}`;
/** Of others: a parameter, and a secret; two new values of the parameter were counted. */
const KEPT_BY_OTHERS = {
  secrets: {
    "openai-key": others("ssm:eu-west-1:111122223333:parameter/theirs/openai"),
    session: others("secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf"),
  },
  stores: {},
};

/** One value for each way that a place may have no answer. */
const WITHOUT_ANSWER = withApi({
  environment: { ...api.environment, NOBODY: store("cache").user, HOME: publicUrl },
  mounts: [...api.mounts, { kind: "config", path: "/etc/shop/region", content: region }],
});

const LOAD_BALANCER = {
  arn: "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/theirs/0123456789abcdef",
  listenerArn:
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/theirs/0123456789abcdef/0123456789abcdef",
};

const CASES: readonly (readonly [string, () => Column[]])[] = [
  ["kdcube/dev", () => columnsIn(ROOT, "kdcube/dev")],
  ["kdcube/staging", () => columnsIn(ROOT, "kdcube/staging")],
  ["kdcube/prod", () => columnsIn(ROOT, "kdcube/prod")],
  ["a proxy on a host", () => columnsIn(PROXY, "kdcube/host")],
  ["a proxy on ECS", () => columnsIn(PROXY, "kdcube/tasks")],
  ["the shop on a laptop", () => columnsIn(SHOP, "shop/dev", registry["shop"])],
  ["the shop while it moves", () => columnsIn(SHOP, "shop/prod", registry["shop"])],
  ["the shop on ECS", () => columnsIn(SHOP, "shop/staging", registry["shop"])],
  ["stores and setup alone on a laptop", () => edited("envs/kdcube/dev.yaml", "mode: all", "mode: infra")],
  ["a laptop with an object store", () => edited("envs/kdcube/dev.yaml", "storage: file", "storage: s3")],
  ["one of everything on a host", () => [columnOf(shop, "ec2-compose")]],
  [
    "one of everything on a laptop",
    () => [columnOf(shop, "devenv", { services: { api: { hostPorts: { http: 8010 } } } })],
  ],
  ["one of everything on ECS", () => [columnOf(forEcs, "ecs")]],
  ["values that a host has no answer for", () => [columnOf(WITHOUT_ANSWER, "ec2-compose")]],
  ["values that a laptop has no answer for", () => [columnOf(WITHOUT_ANSWER, "devenv")]],
  [
    "a load balancer of others",
    () => [columnOf(forEcs, "ecs", { adopt: { loadBalancer: LOAD_BALANCER, secrets: {}, stores: {} } })],
  ],
  ["scratch of a user", () => [columnOf(WITH_USER, "ec2-compose")]],
  ["scratch of a user on a laptop", () => [columnOf(WITH_USER, "devenv")]],
  ["secrets as parameters", () => [columnOf(forEcs, "ecs", { secrets: { kind: "ssm" } })]],
  ["secrets as parameters on a host", () => [columnOf(shop, "ec2-compose", { secrets: { kind: "ssm" } })]],
  [
    "secrets that others keep",
    () => [
      columnOf(shop, "ec2-compose", {
        adopt: KEPT_BY_OTHERS,
        secrets: { kind: "secrets-manager", versions: { "openai-key": 2 } },
      }),
    ],
  ],
];

const memory = new Map<string, readonly Row[]>();
function rowsOf(name: string): readonly Row[] {
  const known = memory.get(name);
  if (known) return known;
  const columns = CASES.find(([each]) => each === name)![1]();
  const { rows } = parityOf(columns, madeOnce);
  memory.set(name, rows);
  return rows;
}

describe.each(CASES)("%s", (name) => {
  it("has nothing that no rule explains", () => {
    expect(rowsOf(name).length).toBeGreaterThan(50);
    expect(unexplainedIn(rowsOf(name)).map((each) => [whereOf(each), each.verdict])).toEqual([]);
  });

  it("says why of all that is not there, and where each value comes from", () => {
    for (const { at, from } of rowsOf(name)) {
      expect(from).not.toBe("");
      for (const verdict of Object.values(at)) if (verdict.is === "absent") expect(RULES).toHaveProperty(verdict.by);
    }
  });
});

describe("secrets of a host", () => {
  const foundOf = (name: string): Record<string, string> =>
    Object.fromEntries(
      rowsOf(name).flatMap(({ subject, aspect, name: variable, at }) => {
        const verdict = at["ec2-compose"];
        return subject === "api" && aspect === "secret" && "text" in verdict ? [[variable, verdict.text]] : [];
      }),
    );

  it("are parameters under their path where the environment has them there", () => {
    expect(foundOf("secrets as parameters on a host")).toMatchObject({
      CACHE_URL: "/shop-prod-cache-url from parameter versionId <foundation.secret_version_cache-url>",
      COOKIE: "/shop-prod-session from parameter key cookie",
      "/run/secrets/openai": "/shop-prod-openai-key from parameter",
    });
  });

  it("are those of others by their ARN, with the count of their new values", () => {
    const { "openai-key": parameter, session } = KEPT_BY_OTHERS.secrets;
    expect(foundOf("secrets that others keep")).toMatchObject({
      CACHE_URL: "shop-prod-cache-url versionId <foundation.secret_version_cache-url>",
      OPENAI_KEY: `${parameter} count 2 from parameter`,
      COOKIE: `${session} key cookie`,
    });
  });
});

describe("the rules", () => {
  it("are each the reason for something", () => {
    const used = new Set(CASES.flatMap(([name]) => rulesIn(rowsOf(name))));
    expect(RULE_IDS.filter((id) => !used.has(id))).toEqual([]);
  });

  it("are each one sentence of their own", () => {
    const sentences = Object.values(RULES);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const says of sentences) expect(says).toMatch(/^\S.{20,140}[^.\s]$/);
  });
});

describe("columns", () => {
  const at = (name: string, target: string): Column =>
    columnsIn(ROOT, name).find((column) => column.target === target)!;

  it("takes the host before the first step of a migration, whatever has moved since", () => {
    const column = at("kdcube/prod", "ec2-compose");
    const states = "deployment" in column ? column.deployment.migration?.phases.map(({ state }) => state) : [];
    expect(new Set(states)).toEqual(new Set(["planned"]));
  });

  it("describes staging on a host that it does not have, and takes the platform's own laptop", () => {
    expect(at("kdcube/staging", "ec2-compose")).toMatchObject({ how: "as if" });
    const laptop = at("kdcube/staging", "devenv");
    expect(laptop).toMatchObject({ how: "other", deployment: { environment: { environment: "dev" } } });
    expect(laptop.instead?.map(({ path }) => path)).toEqual(["images.seaweedfs"]);
  });

  it("says what a check refuses where there is no account", () => {
    const column = at("kdcube/dev", "ecs");
    expect("refused" in column && column.refused.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["aws", "settings"]),
    );
  });
});
