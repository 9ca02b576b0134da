import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { imagesOf } from "../../src/doctor/images";
import { portsOf } from "../../src/doctor/ports";
import { Workbench } from "../fixtures/workbench";
import { deploymentNamed } from "../helpers/workspaces";
import { FakeEngine, failure } from "../doctor/fake-engine";

const ROOT = join(__dirname, "../..");
const FILE = "envs/kdcube/dev.yaml";
/** Instead of the file's own, which this machine may use; below those that are given out to whoever asks. */
const FIRST_PORT = 21_100;

interface Ended {
  readonly code: number;
  readonly lines: string[];
  readonly errors: string;
}

describe("ferry doctor", () => {
  const bench = new Workbench(ROOT);
  const fake = new FakeEngine();
  const tools = mkdtempSync(join(tmpdir(), "ferry-tools-"));
  const terraform = join(tools, "terraform");
  const images = Object.fromEntries(
    imagesOf(deploymentNamed("kdcube/dev")).map(({ name }) => [
      `/images/${name}/json`,
      { Id: "sha256:0123456789abcdef" },
    ]),
  );

  beforeAll(async () => {
    writeFileSync(terraform, `#!/bin/sh\necho '{"terraform_version":"1.11.4"}'\n`, { mode: 0o755 });
    await fake.start();
  });
  beforeEach(() => {
    bench.restore();
    bench.edit(FILE, "hostPath: /opt/kdcube/bundles", `hostPath: ${bench.root}`);
    const text = portsOf(deploymentNamed("kdcube/dev")).reduce(
      (yaml, { port }, index) => yaml.replace(`: ${port}`, `: ${FIRST_PORT + index}`),
      bench.read(FILE),
    );
    bench.write(FILE, text);
    fake.says(images);
  });
  afterAll(async () => {
    bench.remove();
    rmSync(tools, { recursive: true, force: true });
    await fake.stop();
  });

  const doctor = (words: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const options = {
        cwd: bench.root,
        env: { PATH: process.env["PATH"], NO_COLOR: "1", FERRY_TERRAFORM: terraform, DOCKER_HOST: fake.host, ...env },
      };
      execFile(process.execPath, [join(ROOT, "bin/ferry.mjs"), "doctor", ...words], options, (error, out, errors) =>
        resolve({ code: Number(error?.code ?? 0), lines: out.trimEnd().split("\n"), errors }),
      );
    });

  it("ends with 0 and the next command on a machine that has all", async () => {
    const { code, lines, errors } = await doctor(["kdcube/dev"]);
    expect([errors, lines.filter((line) => line.startsWith("✗"))]).toEqual(["", []]);
    expect(lines[0]).toBe(`✓ engine                       27.0.1, API 1.46, ${fake.host}`);
    expect(lines.at(-1)).toBe("ready: npx cdktf deploy kdcube-dev-devenv");
    expect(code).toBe(0);
  });

  it("ends with 1 and counts what is missing; what to do stands below where it does not fit", async () => {
    const lost = imagesOf(deploymentNamed("kdcube/dev")).find(({ key }) => key === "redis")!.name;
    fake.says({
      ...images,
      [`/images/${lost}/json`]: failure(404, "no such image"),
      [`/distribution/${lost}/json`]: failure(500, "no such host"),
    });
    bench.edit(FILE, `hostPath: ${bench.root}`, "hostPath: /nowhere/bundles");
    const { code, lines } = await doctor(["kdcube/dev"]);
    expect(lines.join("\n")).toContain("cannot be pulled: no such host\n    → docker pull docker.io/library/redis");
    expect(lines).toContain("✗ /nowhere/bundles             not there, for chat-proc  → mkdir -p /nowhere/bundles");
    expect(lines.at(-1)).toBe("2 faults");
    expect(code).toBe(1);
  });

  it("says once that there is no engine", async () => {
    const { code, lines } = await doctor(["kdcube/dev"], { DOCKER_HOST: "unix:///nowhere/docker.sock" });
    expect(lines[0]).toMatch(/^✗ engine +nothing answers at unix:\/\/\/nowhere\/docker\.sock$/);
    expect(lines.filter((line) => line.includes("not looked at: no engine"))).toHaveLength(3);
    expect([lines.at(-1), code]).toEqual(["1 fault", 1]);
  });

  it("looks at Terraform alone where nothing runs on a laptop", async () => {
    const { code, lines } = await doctor(["kdcube/staging"], { DOCKER_HOST: "unix:///nowhere/docker.sock" });
    expect(lines.slice(0, 2)).toEqual([
      `✓ terraform  1.11.4, ${terraform}`,
      "✓ rest       not looked at: it is about a laptop, and target ecs has none",
    ]);
    expect([lines.at(-1), code]).toEqual(["ready: npx cdktf deploy 'kdcube-staging-*'", 0]);
  });

  it.each([[["kdcube/nope"]], [[]], [["kdcube/dev", "more"]]])("ends with 2 when asked for %j", async (words) => {
    const { code, errors } = await doctor(words);
    expect([code, errors === ""]).toEqual([2, false]);
  });
});
