import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { checkCommand } from "../../src/cli/check";
import { wrap } from "../../src/cli/wrap";
import { describeAll } from "../../src/deployment";
import { complaints, Workbench } from "../fixtures/workbench";
import { ROOT } from "../helpers/source-files";

const STAGING = "envs/kdcube/staging.yaml";
const BASE = "envs/kdcube/base.yaml";

describe("ferry check", () => {
  const bench = new Workbench(ROOT);
  afterEach(() => bench.restore());
  afterAll(() => bench.remove());
  const check = (...names: string[]) => checkCommand({ root: bench.root, names });
  const plain = (text: string): string => stripVTControlCharacters(text);
  /** Series under a tenant that nothing else knows: right as a file, wrong as a deployment. */
  const spoil = (): void =>
    bench.edit(STAGING, "{ cloudWatch: true }", "{ cloudWatch: true, dimensions: { tenant: x } }");

  it("finds nothing that breaks in what is shipped", () => {
    const { text, sound } = check("kdcube/prod");
    expect(sound).toBe(true);
    expect(plain(text)).toMatch(
      /^kdcube\/prod {2}\d+ rules looked at, 1 finding, \d+ do not apply\n\n {2}degrades · synth rule 37 · [^·]*\n\n\d+ rules looked at, 1 finding$/,
    );
  });

  it("looks at every environment unless some are named", () => {
    expect(plain(check().text).match(/^kdcube\/\w+/gm)).toEqual(["kdcube/dev", "kdcube/prod", "kdcube/staging"]);
    expect(plain(check("kdcube/dev").text).match(/^kdcube\/\w+/gm)).toEqual(["kdcube/dev"]);
  });

  it("tells severity, place, consequence and fix, what breaks before what degrades", () => {
    spoil();
    const { text, sound } = check("kdcube/staging");
    const line =
      bench
        .read(BASE)
        .split("\n")
        .findIndex((each) => each.includes("tenant:")) + 1;
    expect(sound).toBe(false);
    expect(plain(text)).toContain(
      [
        "    METRICS_CLOUDWATCH_DIMENSIONS_JSON of metrics on ECS: x",
        "    in production: the setup makes schemas that the application does not open: each request ends in",
        "    a database error",
        "    fix: set settings.tenant and settings.project once; nothing else names them",
        "",
        "  degrades · rule 106 · the bundle registry is forced for one rollout only",
        "    envs/kdcube/releases/2026.11.2.yaml:",
      ].join("\n"),
    );
    expect(plain(text)).toContain(
      `  breaks · rule 3 · every component has the same tenant and project\n    ${BASE}:${line}:11 settings.tenant\n`,
    );
    expect(plain(text)).toMatch(/ looked at, 3 findings$/);
  });

  it("tells what synth notes as well, as what degrades", () => {
    bench.edit(STAGING, "  kind: rules", "  idleTimeoutSec: 4000\n  kind: rules");
    const { text, sound } = check("kdcube/staging");
    expect(sound).toBe(true);
    expect(plain(text).replaceAll(/\n +/g, " ")).toMatch(
      /degrades · synth rule 57 · timeouts grow from [^·]* stop envs\/kdcube\/staging.yaml:1:1 service chat-ingress closes idle connections after 3600 s/,
    );
    expect(plain(text)).toMatch(/ looked at, 3 findings$/);
    const [report] = JSON.parse(checkCommand({ root: bench.root, names: ["kdcube/staging"], json: true }).text) as {
      notes: object[];
    }[];
    expect(report?.notes).toContainEqual(
      expect.objectContaining({ rule: 57, severity: "degrades", file: STAGING, line: 1 }),
    );
  });

  it("says why rules do not apply, when asked", () => {
    const text = plain(checkCommand({ root: bench.root, names: ["kdcube/prod"], all: true }).text);
    expect(text).toMatch(/^ {2}no proxylogin runs: 33, 67, 68, 72$/m);
  });

  it("is at most a hundred wide, and as narrow as the screen", () => {
    spoil();
    for (const columns of [80, 240]) {
      const { text } = checkCommand({ root: bench.root, names: ["kdcube/staging"], all: true, columns });
      const longest = Math.max(
        ...plain(text)
          .split("\n")
          .map(({ length }) => length),
      );
      expect(longest).toBeLessThanOrEqual(Math.min(100, columns));
    }
  });

  it("is JSON for a program", () => {
    spoil();
    const { text, sound } = checkCommand({ root: bench.root, names: ["kdcube/staging"], json: true });
    const [report] = JSON.parse(text) as {
      environment: string;
      looked: number[];
      findings: object[];
      idle: object[];
    }[];
    expect(sound).toBe(false);
    expect(report).toMatchObject({
      environment: "kdcube/staging",
      findings: [
        {
          rule: 3,
          severity: "breaks",
          file: BASE,
          path: "settings.tenant",
          fix: expect.any(String) as string,
        },
        { rule: 106, severity: "degrades" },
      ],
    });
    expect(report?.looked).toContain(3);
    expect(report?.idle).toContainEqual({ rule: 33, reason: "no proxylogin runs" });
  });

  it("looks at the synth-time rules first, and tells what is wrong as always", () => {
    bench.edit(BASE, "tenant: acme", "tenant: TENANT_ID");
    expect(complaints(() => check("kdcube/staging"))).toEqual(
      complaints(() => describeAll(bench.root, ["kdcube/staging"])),
    );
    expect(complaints(() => check("kdcube/staging")).length).toBeGreaterThan(0);
  });

  it("ends with 1 on findings that break and with 2 on a wrong file, without colours in a pipe", () => {
    const ferry = (): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(join(ROOT, "node_modules/.bin/tsx"), [join(ROOT, "src/cli/ferry.ts"), "check", "kdcube/staging"], {
        cwd: bench.root,
        encoding: "utf8",
        env: { PATH: process.env["PATH"], HOME: bench.root },
      });
    expect(ferry()).toMatchObject({ status: 0 });
    spoil();
    const broken = ferry();
    expect(broken.status).toBe(1);
    expect(broken.stdout).toBe(plain(broken.stdout));
    bench.edit(STAGING, "target: ecs", "target: ec");
    expect(ferry()).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining('target: got "ec"; allowed:') as string,
    });
  }, 60_000);
});

describe("a wrapped text", () => {
  it("breaks between words, and inside one that is too long", () => {
    expect(wrap("one two three", 9, "  ")).toEqual(["  one two", "  three"]);
    expect(wrap("abcdefghij", 6, "  ")).toEqual(["  abcd", "  efgh", "  ij"]);
  });
});
