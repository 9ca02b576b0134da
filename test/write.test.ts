import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Synthesis } from "../src/synthesize";
import { write } from "../src/write";
import { complaints } from "./fixtures/workbench";

/** As much of a synthesis as is written. */
const synthesis = (...names: string[]): Synthesis =>
  ({
    workspaces: names.map((name) => ({ workspace: { name }, json: { b: 1, a: { d: 1, c: [{ z: 1, y: 2 }] } } })),
    accounts: [],
    manifest: { version: "0.21.0", stacks: Object.fromEntries(names.map((name) => [name, { name }])) },
  }) as unknown as Synthesis;

describe("what is written", () => {
  let out: string;
  const at = (path: string): string => join(out, path);
  const listed = (): string[] =>
    Object.keys((JSON.parse(readFileSync(at("manifest.json"), "utf8")) as { stacks: object }).stacks);
  beforeEach(() => (out = mkdtempSync(join(tmpdir(), "ferry-"))));
  afterEach(() => rmSync(out, { recursive: true }));

  it("has its keys in one order", () => {
    write(out, synthesis("one"), true);
    expect(JSON.stringify(JSON.parse(readFileSync(at("stacks/one/cdk.tf.json"), "utf8")))).toBe(
      '{"a":{"c":[{"y":2,"z":1}],"d":1},"b":1}',
    );
  });

  it("loses a workspace that is gone, with Terraform's folder in it", () => {
    write(out, synthesis("one", "two"), true);
    mkdirSync(at("stacks/two/.terraform"));
    write(out, synthesis("one"), true);
    expect(existsSync(at("stacks/two"))).toBe(false);
    expect(listed()).toEqual(["one"]);
  });

  it("keeps what is beside a workspace that stays, and folders that we did not write", () => {
    write(out, synthesis("one"), true);
    writeFileSync(at("stacks/one/.terraform.lock.hcl"), "");
    mkdirSync(at("stacks/mine"));
    write(out, synthesis("one"), true);
    expect(["stacks/one/.terraform.lock.hcl", "stacks/mine"].map((path) => existsSync(at(path)))).toEqual([true, true]);
  });

  it("keeps and lists the others when one environment alone is synthesized", () => {
    write(out, synthesis("one", "two"), true);
    write(out, synthesis("one"), false);
    expect(existsSync(at("stacks/two/cdk.tf.json"))).toBe(true);
    expect(listed()).toEqual(["one", "two"]);
  });

  it("says where it cannot be written", () => {
    writeFileSync(at("file"), "");
    expect(complaints(() => write(at("file"), synthesis("one"), true))).toEqual([
      expect.stringMatching(/file:1:1 cannot be written: ENOTDIR/),
    ]);
  });
});
