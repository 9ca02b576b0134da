import { join } from "node:path";
import { NOT_SET } from "../../src/modules/secret-parameter";
import { renderEnvFile } from "../../src/rendering/env-file";
import { NASTY_TEXTS } from "../helpers/nasty-text";
import { HostSandbox } from "./program";

const PROGRAM = join(__dirname, "../../src/host/program");
const host = new HostSandbox();

/** What the host's program makes of these variables. */
function written(values: Readonly<Record<string, string>>): string {
  const script = `import json, sys; sys.path.insert(0, ${JSON.stringify(PROGRAM)}); sys.dont_write_bytecode = True
from secret_store import env_file
sys.stdout.buffer.write(env_file(json.load(sys.stdin)).encode("utf-8"))`;
  const { status, out } = host.python(["-c", script], JSON.stringify(values));
  expect(status).toBe(0);
  return out;
}

afterAll(HostSandbox.removeAll);

describe("the env files that the host writes", () => {
  const names = Object.entries(NASTY_TEXTS);
  const more: [string, string][] = [
    ["bare", "redis://cache:6379/0"],
    ["a line break after bare text", "plain\n"],
    ["letters that are no ASCII", "größe"],
    ["a single quote and a dollar", "it's $5"],
    ["a backslash before a quote", "\\'"],
    ["a backslash at the end", "C:\\"],
    ["half of a mark", "it's ${TfToken"],
  ];

  it.each([...names, ...more])("have %s in them as the renderer would write it", (_, value) => {
    expect(written({ NAME: value })).toBe(renderEnvFile({ NAME: value }));
  });

  it("have their names in the renderer's order", () => {
    const values = { b: "1", A_B: "2", AB: "3", a: "4" };
    expect(written(values)).toBe(renderEnvFile(values));
  });

  it("know what Terraform writes into a parameter that nobody has supplied", () => {
    const script = `import sys; sys.path.insert(0, ${JSON.stringify(PROGRAM)}); sys.dont_write_bytecode = True
from secret_store import NOT_SET
print(NOT_SET)`;
    expect(host.python(["-c", script]).last).toBe(NOT_SET);
  });
});
