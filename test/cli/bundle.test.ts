import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { bundleCommand } from "../../src/cli/bundle";
import { ConfigError } from "../../src/config/errors";
import { Workbench } from "../fixtures/workbench";
import { ROOT } from "../helpers/source-files";

describe("ferry bundle", () => {
  const folder = mkdtempSync(join(tmpdir(), "ferry-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (target: string, out?: string, root = ROOT): string =>
    stripVTControlCharacters(bundleCommand(root, target, out));
  const written = (below: string): string[] =>
    readdirSync(below, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(below, path)).isFile())
      .sort();

  it("prints the compose file of a host", () => {
    expect(run("kdcube/prod")).toMatch(/^# kdcube-prod: what this host runs[^]*\nservices:\n/);
  });

  it("writes a host's bundle, and in a folder of its own what is on ECS already", () => {
    const out = join(folder, "prod");
    const lines = run("kdcube/prod", out).split("\n");
    const files = written(out);
    expect(lines[0]).toBe(`${files.length} files in ${out}; what only an apply knows is an example`);
    expect(lines).toContain("  chat-proc FARGATE_CLUSTER on a host a task is started through the engine");
    expect(files).toEqual(expect.arrayContaining([".env", ".env.proc", "docker-compose.yaml", "host.json"]));
    expect(files.filter((path) => path.startsWith("ecs/"))).toEqual([
      "ecs/clamav/env.template",
      "ecs/ingress/env.template",
      "ecs/metrics/env.template",
    ]);
    expect(files.filter((path) => path.endsWith("env.template"))).toHaveLength(3);
  });

  it("says which templates an environment on ECS has, and writes them", () => {
    const [last, ...names] = run("kdcube/staging").split("\n").reverse();
    expect(last).toBe("Variables of each component on ECS; --out <folder> writes them.");
    const out = join(folder, "staging");
    run("kdcube/staging", out);
    expect(written(out)).toEqual([...names].sort());
    expect(readFileSync(join(out, "metrics/env.template"), "utf8")).toMatch(/^# metrics on ECS, kdcube\/staging: /);
  });

  it("has templates alone when the host is gone", () => {
    const bench = new Workbench(ROOT);
    const prod = "envs/kdcube/prod.yaml";
    const moved = bench.read(prod).replace(/state: (shared, share: 25|planned)/g, "state: retired");
    bench.write(prod, moved.replace("  stays: []", "  stays: []\n  host: removed"));
    const out = join(folder, "removed");
    run("kdcube/prod", out, bench.root);
    expect(written(out)).toContain("proc/env.template");
    expect(written(out).every((path) => path.endsWith("/env.template"))).toBe(true);
    bench.remove();
  });

  it("refuses a laptop, and says what a laptop has instead", () => {
    expect(() => run("kdcube/dev")).toThrow(ConfigError);
    expect(() => run("kdcube/dev")).toThrow(/devenv has no bundle; .* for a laptop, ferry env/);
  });
});
