import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expectedPage, pages } from "../../tools/docs";

const ROOT = join(__dirname, "../..");
const text = (path: string): string => readFileSync(join(ROOT, path), "utf8");

describe.each(pages())("%s", (path) => {
  it("shows what the commands print now; `npm run docs` writes it anew", () => {
    expect(text(path)).toBe(expectedPage(path));
  });

  it("links to files that are there", () => {
    const links = [...text(path).matchAll(/\]\(([^)#:]+)\)/g)].map(([, target]) => join(path, "..", target as string));
    expect(links.filter((target) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  it("names npm scripts that there are", () => {
    const { scripts } = JSON.parse(text("package.json")) as { scripts: Record<string, string> };
    const named = [...text(path).matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script as string);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("names paths that are there", () => {
    const paths = [...text(path).matchAll(/`((?:src|envs|test|tools|docs|bench)\/[\w./-]+)`/g)].map(
      ([, named]) => named as string,
    );
    expect(paths.filter((named) => !existsSync(join(ROOT, named)))).toEqual([]);
  });
});
