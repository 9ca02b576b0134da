import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { DockerBuild } from "../../../src/modules/docker-build";
import type { JsonObject } from "../../helpers/json";
import { objectAt } from "../../helpers/json";
import { Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";

/** Lines of .dockerignore, files of the context, and those of them whose change must build anew. */
const CASES: Readonly<Record<string, { lines: string[]; files: string[]; built: string[] }>> = {
  nothing: { lines: [], files: ["a", "b/c"], built: ["a", "b/c"] },
  comments: { lines: ["# a", "", "  b  "], files: ["a", "b"], built: ["a"] },
  folders: { lines: ["out/", "/top"], files: ["out/a", "top", "in/out/a", "in/top"], built: ["in/out/a", "in/top"] },
  stars: { lines: ["*.log", "**/*.tmp"], files: ["a.log", "b/a.log", "a.tmp", "b/c/a.tmp"], built: ["b/a.log"] },
  whole: {
    lines: ["**/node_modules", "a+b"],
    files: ["node_modules/x", "p/node_modules/x", "a+b", "aab"],
    built: ["aab"],
  },
  classes: { lines: ["[^a]x", "y[0-9]"], files: ["ax", "bx", "y1", "ya"], built: ["ax", "ya"] },
  dotted: { lines: ["./junk"], files: ["junk", "x/junk"], built: ["x/junk"] },
  "brought back": { lines: ["*", "!src", "!Dockerfile"], files: ["src/a", "docs/b"], built: ["src/a"] },
  "its own files": { lines: ["Dockerfile*", ".dockerignore"], files: ["a"], built: ["a"] },
};

(whyNoTerraform() ? describe.skip : describe)("what starts a build", () => {
  const folder = mkdtempSync(join(tmpdir(), "ferry-context-"));
  let terraform: Terraform;
  beforeAll(() => void (terraform = new Terraform()));
  afterAll(() => {
    terraform.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    "is a change of any file that .dockerignore lets through, and of the Dockerfile",
    () => {
      const names = Object.keys(CASES);
      const json = withoutImages(names.map((name) => write(join(folder, name), CASES[name]!)));
      const plan = terraform.plan("contexts", json);
      names.forEach((name, index) => {
        const always = ["Dockerfile", ...(CASES[name]!.lines.length > 0 ? [".dockerignore"] : [])];
        expect([name, plan.output(`files-${index}`)]).toEqual([name, [...CASES[name]!.built, ...always].sort()]);
      });
    },
    TERRAFORM_TIMEOUT_MS,
  );
});

function write(context: string, { lines, files }: (typeof CASES)[string]): string {
  const texts = { ...Object.fromEntries(files.map((path) => [path, path])), Dockerfile: "FROM scratch\n" };
  if (lines.length > 0) Object.assign(texts, { ".dockerignore": lines.join("\n") });
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(context, path)), { recursive: true });
    writeFileSync(join(context, path), text);
  }
  return context;
}

/** The module's own expressions, without the image that only an engine can build. */
function withoutImages(contexts: readonly string[]): JsonObject {
  const outdir = mkdtempSync(join(tmpdir(), "ferry-out-"));
  const stack = new TerraformStack(new App({ outdir }), "contexts");
  contexts.forEach((context, index) => {
    const build = { name: "app:1", context, dockerfile: "Dockerfile", args: {} };
    new DockerBuild(stack, `build-${index}`, build);
  });
  const { locals } = stack.toTerraform() as { locals: JsonObject };
  rmSync(outdir, { recursive: true });
  const files = Object.keys(locals).filter((name) => /_files_/.test(name));
  const output = Object.fromEntries(
    files.map((name) => [`files-${/build-(\d+)/.exec(name)?.[1]}`, { value: `\${local.${name}}` }]),
  );
  return { locals: objectAt(locals), output };
}
