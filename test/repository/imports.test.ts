import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT, type SourceFile, sourceFiles } from "../helpers/source-files";

const files = sourceFiles("src");
const below = (...folders: readonly string[]): SourceFile[] =>
  files.filter(({ path }) => folders.some((folder) => path.startsWith(`src/${folder}/`)));

/** `a → b` for every import of these files that `wrong` picks. */
const found = (from: readonly SourceFile[], wrong: (name: string) => boolean): string[] =>
  from.flatMap(({ path, imports }) => imports.filter(wrong).map((name) => `${path} → ${name}`));

const isInfrastructure = (name: string): boolean => /^(cdktf|constructs|@cdktf)(\/|$)/.test(name);

const platforms = readdirSync(join(ROOT, "src/platforms"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Folder → the folders it may import from, itself included; files of src/ itself are open to all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  model: ["model"],
  modules: ["model", "rendering", "modules"],
  ...Object.fromEntries(platforms.map((name) => [`platforms/${name}`, ["model", "platforms"]])),
};

describe("the source tree", () => {
  it("has files in it", () => expect(files.length).toBeGreaterThan(20));

  it("imports providers by resource: a barrel costs seconds and half a gigabyte", () => {
    const isBarrel = (name: string): boolean => /^@cdktf\/provider-\w+(\/lib)?(\/index)?$/.test(name);
    expect(found(files, isBarrel)).toEqual([]);
  });

  it("keeps cdktf out of the pure parts", () => {
    const pure = below("model", "config", "platforms", "migration", "rendering", "checks");
    expect(found(pure, isInfrastructure)).toEqual([]);
  });

  it("uses no deep import of cdktf, so that its successor can take its place", () => {
    expect(found(files, (name) => name.startsWith("cdktf/"))).toEqual([]);
  });

  it.each(Object.entries(MAY_IMPORT))("src/%s imports only what stands before it", (folder, allowed) => {
    const wrong = (name: string): boolean =>
      name.startsWith("src/") && name.split("/").length > 2 && !allowed.some((each) => name.startsWith(`src/${each}/`));
    expect(found(below(folder), wrong)).toEqual([]);
  });

  it("goes one way: nothing before targets imports targets, nothing before the command line imports it", () => {
    const before = below("model", "config", "platforms", "migration", "rendering", "checks", "modules");
    expect(found(before, (name) => name.startsWith("src/targets/"))).toEqual([]);
    expect(found([...before, ...below("targets")], (name) => name.startsWith("src/cli/"))).toEqual([]);
  });

  it("names no platform outside its own folder", () => {
    expect(platforms.length).toBeGreaterThan(0);
    const name = new RegExp(platforms.join("|"), "i");
    const neutral = below("model", "modules", "targets", "migration", "config", "parity");
    const lines = neutral.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, at) => (name.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
    );
    expect(lines).toEqual([]);
  });
});
