import type { Environment } from "../../src/config/schema";
import { forMockedPlan } from "../helpers/editor";
import type { JsonObject } from "../helpers/json";
import { objectAt, textAt } from "../helpers/json";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../helpers/terraform";
import { withYaml } from "../helpers/variants";
import { deploymentNamed, workspaceNamed, workspacesOf } from "../helpers/workspaces";

type Adopt = NonNullable<Environment["adopt"]>;
type Stores = Adopt["stores"];

const staging = deploymentNamed("kdcube/staging");
const foundationOf = (adopt: Partial<Adopt>): JsonObject =>
  workspaceNamed(workspacesOf([withYaml(staging, { adopt: { secrets: {}, stores: {}, ...adopt } })]), "foundation")
    .json;

const STORES: Stores = {
  postgres: { instance: "theirs-db" },
  redis: { replicationGroup: "theirs-cache" },
  storage: { bucket: "theirs-storage" },
  "exec-workspace": { fileSystem: "fs-0a1b2c3d", accessPoint: "fsap-0a1b2c3d", securityGroupId: "sg-0a1b2c3d" },
};
const GUARDED: Stores = {
  postgres: { instance: "theirs-db", securityGroupId: "sg-0a1b2c3d" },
  redis: { replicationGroup: "theirs-cache", securityGroupId: "sg-0a1b2c3e" },
};

/** What plans say of things that others made, by the resource that looks. */
const messages = (json: JsonObject): [string, string][] =>
  Object.entries(objectAt(json, "data")).flatMap(([type, blocks]) =>
    Object.entries(objectAt(blocks)).flatMap(([name, block]) =>
      ((objectAt(block, "lifecycle")["postcondition"] ?? []) as JsonObject[]).map((each): [string, string] => [
        `${type}.${name}`,
        textAt(each, "error_message"),
      ]),
    ),
  );

describe("a plan that finds something else than was said", () => {
  it.each([
    ["stores", { stores: STORES }],
    ["stores whose groups are named", { stores: GUARDED }],
    ["a cluster", { cluster: "shared" }],
  ])("names the key to mend: %s", (_what, adopt) => {
    const said = messages(foundationOf(adopt)).filter(([address]) => /adopted|cluster/.test(address));
    expect(said.length).toBeGreaterThan(0);
    for (const [address, text] of said) {
      const [, key = "", value = ""] = /^adopt\.([\w.-]+): (?:the cluster )?(\S+) /.exec(text) ?? [];
      const found = key.split(".").reduce<unknown>((at, segment) => (at as JsonObject | undefined)?.[segment], adopt);
      expect([address, text, found]).toEqual([address, text, value]);
    }
  });

  (whyNoTerraform() ? it.skip : it)(
    "says so in Terraform's own words",
    () => {
      const terraform = new Terraform();
      try {
        const json = forMockedPlan(
          foundationOf({ stores: { postgres: { instance: "theirs-db" } } }),
          (source) => source,
        );
        const database = {
          engine: "mysql",
          engine_version: "8.0.1",
          port: 3306,
          storage_encrypted: true,
          publicly_accessible: false,
        };
        const errors = terraform.lookAt("adopted", json, {
          "data.aws_route53_zone.domain_zone": { name: "example.com", private_zone: false },
          "data.aws_db_instance.adopted_postgres": database,
        });
        for (const what of ["is not Postgres", "is not Postgres 16", "does not listen on port 5432"]) {
          const text = `adopt.stores.postgres.instance: theirs-db ${what}`;
          expect(errors.filter((error) => error.includes(text)).length).toBeGreaterThan(0);
        }
        expect(errors.join("\n")).not.toContain("is not encrypted");
      } finally {
        terraform.dispose();
      }
    },
    TERRAFORM_TIMEOUT_MS,
  );
});
