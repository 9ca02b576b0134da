import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesInJson, directoryOf, fileWriter, normalPath, type TextFile } from "../../src/rendering/file-writer";
import { NASTY_TEXTS } from "../helpers/nasty-text";

describe("the script that writes files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ferry-files-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** With an empty PATH: what is not built into the shell is not there. */
  const run = (files: readonly TextFile[]) => {
    const { script, environment } = fileWriter(files);
    return spawnSync("/bin/sh", ["-c", script], { env: { ...environment, PATH: "" }, encoding: "utf8" });
  };

  it.each(Object.entries(NASTY_TEXTS))("gives back every byte of %s", (_, text) => {
    const path = join(folder, "file");
    expect(run([{ path, text }])).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(readFileSync(path)).toEqual(Buffer.from(text));
  });

  it("writes many at once, whatever they are called", () => {
    const names = ["a b", "it's", "$HOME", "`id`", "-n", "ü", "\\", '"', "a;b", "*", "x\ny", "%s"];
    const files = names.map((name) => ({ path: join(folder, name), text: `text of ${name}` }));
    expect(run(files).status).toBe(0);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
    for (const { path, text } of files) expect(readFileSync(path, "utf8")).toBe(text);
  });

  it("lets everybody read and nobody write", () => {
    const path = join(folder, "file");
    run([{ path, text: "x" }]);
    expect(statSync(path).mode & 0o777).toBe(0o444);
  });

  it("fails when one cannot be written, and says which", () => {
    mkdirSync(join(folder, "taken"));
    const { status, stderr } = run([
      { path: join(folder, "taken"), text: "x" },
      { path: join(folder, "next"), text: "x" },
    ]);
    expect(status).not.toBe(0);
    expect(stderr).toContain(join(folder, "taken"));
    expect(readdirSync(folder)).toEqual(["taken"]);
  });
});

describe("the directory of a file", () => {
  it.each([
    ["/etc/shop/config.json", "/etc/shop"],
    ["/etc//shop/./config.json", "/etc/shop"],
    ["/etc/shop/../config.json", "/etc"],
    ["/config.json", "/"],
  ])("%s lies in %s", (path, directory) => expect(directoryOf(path)).toBe(directory));

  it("is written in one way", () =>
    expect(["/w/", "/w", "//w/.", "/w/x/.."].map(normalPath)).toEqual(Array(4).fill("/w")));
});

it("counts text as JSON writes it: in bytes, escapes included", () => {
  expect(["x", "\n", '"', "ü", "🚢"].map(bytesInJson)).toEqual([1, 2, 2, 2, 4]);
});
