import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openScript } from "../../src/targets/ecs/helper";

/** As a task's container does it, with the shell of this machine. */
describe("what opens scratch", () => {
  const root = mkdtempSync(join(tmpdir(), "ferry-scratch-"));
  afterAll(() => rmSync(root, { recursive: true }));
  const mode = (path: string): string => (statSync(path).mode & 0o7777).toString(8);
  const directory = (name: string): string => {
    mkdirSync(join(root, name));
    chmodSync(join(root, name), 0o755);
    return join(root, name);
  };
  const open = (...paths: string[]) => spawnSync("/bin/sh", ["-c", openScript(paths)], { encoding: "utf8" });

  it("lets everybody write, and nobody take away what is another's", () => {
    const paths = [directory("plain"), directory("it's here"), directory("$(touch no)")];
    expect(open(...paths)).toMatchObject({ status: 0, stderr: "" });
    expect(paths.map(mode)).toEqual(["1777", "1777", "1777"]);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot("leaves a directory to the user whom its image gave it to", () => {
    const theirs = directory("theirs");
    chownSync(theirs, 1000, 1000);
    expect(open(theirs)).toMatchObject({ status: 0, stderr: "" });
    expect(mode(theirs)).toBe("755");
  });
});
