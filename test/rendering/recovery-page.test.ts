import { pageOf } from "../../src/cli/recovery";
import { complaints } from "../fixtures/workbench";
import { withYaml } from "../helpers/variants";
import { deploymentNamed, shipped, workspaceNamed, workspacesOf } from "../helpers/workspaces";

const prod = deploymentNamed("kdcube/prod");
const page = pageOf(prod);

describe("the recovery page", () => {
  it("has a way back for every store", () => {
    for (const store of Object.keys(prod.platform.stores)) expect(page).toContain(`## To have ${store} back`);
  });

  it("names things as the foundation names them", () => {
    const { json } = workspaceNamed(workspacesOf([prod]), "foundation");
    const text = JSON.stringify(json);
    const named = [
      ...page.matchAll(/(?:--db-instance-identifier|--replication-group-id|--backup-vault-name|--bucket) ([\w-]+)/g),
    ];
    const names = new Set(named.map(([, name]) => (name ?? "").replace(/-broken$/, "")));
    expect(names.size).toBe(4);
    for (const name of names) expect(text).toContain(`"${name}"`);
    for (const [, type = "", address = ""] of page.matchAll(/state rm '(\w+)\.([\w-]+)'/g)) {
      expect(json["resource"]).toHaveProperty([type, address]);
    }
    const [, role] = /role\/([\w-]+)/.exec(page) ?? [];
    expect(text).toContain(`"name":"${role}"`);
  });

  it("says what the environment may lose, and what is lost", () => {
    expect(page).toContain("At most 15 minutes of data are lost, and all is back after 240 minutes");
    expect(page).toContain("| postgres | state | data is destroyed | 5 | 110 |");
    expect(page).toContain("| exec-workspace | rebuildable | data is destroyed | all of it |");
    expect(page).toContain("Extensions (vector, pg_trgm, pgcrypto, btree_gin, unaccent)");
  });

  it("restores a cache from a copy that outlives the group, with which its automatic snapshots go", () => {
    const steps = /^## To have redis back\n([\s\S]*?)^## /m.exec(page)?.[1] ?? "";
    const [, source, copy = ""] =
      /copy-snapshot .*--source-snapshot-name (\S+) --target-snapshot-name (\S+)/.exec(steps) ?? [];
    const [, final] = /--final-snapshot-identifier (\S+)/.exec(steps) ?? [];
    expect(copy).not.toBe("");
    expect([source, final]).not.toContain(copy);
    const order = [
      "copy-snapshot",
      `until [ "$(aws elasticache describe-snapshots --region eu-west-1 --snapshot-name ${copy} `,
      "delete-replication-group",
      "wait replication-group-deleted",
      `restore: { snapshot: "${copy}" }`,
    ].map((text) => steps.indexOf(text));
    expect(order).not.toContain(-1);
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    expect(steps).toContain("With it go its automatic snapshots");
  });

  it("asks again where a waiter of AWS gives up", () => {
    const waiters = page.split("\n").filter((line) => / wait /.test(line) && line.includes("aws "));
    expect(waiters).toHaveLength(2);
    for (const line of waiters) expect(line).toMatch(/^until aws \w+ wait .*; do sleep \d+; done$/);
  });

  it("leaves what others made to them", () => {
    const adopt = { stores: { postgres: { instance: "theirs" } }, secrets: {} };
    const theirs = pageOf(withYaml(prod, { adopt }));
    expect(theirs).toContain("| postgres | state | anything | – | – | who made it; ask there |");
    expect(theirs).not.toContain("aws_db_instance.stores_postgres");
  });

  it("is the same text twice", () => expect(pageOf(prod)).toBe(page));

  it("is refused for a laptop", () => {
    const laptop = shipped().find(({ environment }) => environment.target === "devenv");
    if (!laptop) throw new Error("no laptop is shipped");
    expect(complaints(() => pageOf(laptop))).toEqual([expect.stringContaining("devenv keeps its stores in volumes")]);
  });
});
