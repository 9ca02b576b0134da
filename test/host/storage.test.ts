import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostSandbox, type Outcome } from "./program";

const PROGRAM = join(__dirname, "../../src/host/program");

function prepare(host: HostSandbox, entry: object): Outcome {
  const settings = {
    project: "shop-prod",
    root: host.root,
    secretsDir: join(host.folder, "run/secrets"),
    files: [entry],
  };
  const script = `import json, sys; sys.path.insert(0, ${JSON.stringify(PROGRAM)}); sys.dont_write_bytecode = True
from pathlib import Path
import storage
from release import Release
from report import Refused, Report
try:
    storage.prepare(Release("x", Path("x"), json.load(sys.stdin)), Report())
except Refused as refused:
    print("refused:", refused)`;
  return host.python(["-c", script], JSON.stringify(settings));
}

afterAll(HostSandbox.removeAll);

describe("shared files on the host", () => {
  const efs = (host: HostSandbox) => ({
    store: "work",
    path: join(host.root, "files/work"),
    fileSystemId: "fs-1",
    accessPointId: "fsap-1",
  });

  it("are a directory that every container may write to", () => {
    const host = new HostSandbox();
    const path = join(host.root, "files/work");
    expect(prepare(host, { store: "work", path })).toMatchObject({ status: 0, out: "" });
    expect(statSync(path).mode & 0o777).toBe(0o777);
  });

  it("are a link to a file system that a reboot takes away, so that nothing starts on an empty directory", () => {
    const host = new HostSandbox();
    host.stub("mount", 'echo "$*" >> "$CALLS"');
    host.stub("docker", "exit 0");
    expect(prepare(host, efs(host)).status).toBe(0);
    const point = join(host.folder, "run/file-systems/work");
    expect(readlinkSync(join(host.root, "files/work"))).toBe(point);
    expect(readFileSync(join(host.folder, "calls"), "utf8")).toBe(
      `-t efs -o tls,iam,accesspoint=fsap-1 fs-1:/ ${point}\n`,
    );
  });

  it("are not mounted over files that are there", () => {
    const host = new HostSandbox();
    host.stub("mount", "exit 0");
    host.stub("docker", "exit 0");
    mkdirSync(join(host.root, "files/work"), { recursive: true });
    writeFileSync(join(host.root, "files/work/a"), "");
    expect(prepare(host, efs(host)).last).toMatch(/^refused: .*files\/work has files of its own/);
  });

  it("are named when they cannot be mounted", () => {
    const host = new HostSandbox();
    host.stub("mount", 'echo "mount.nfs4: Connection timed out" >&2; exit 32');
    expect(prepare(host, efs(host)).last).toBe(
      "refused: file system fs-1 of work is not mounted: mount.nfs4: Connection timed out",
    );
    // Else a container could run on a directory that is memory.
    expect(existsSync(join(host.folder, "run/file-systems/work"))).toBe(false);
  });

  it("start those again that ran without them", () => {
    const host = new HostSandbox();
    host.stub("mount", "exit 0");
    const container = (id: string, source: string): object => ({
      Id: id,
      Name: `/${id}`,
      Config: { Labels: { "com.docker.compose.service": id } },
      HostConfig: {},
      State: { Status: "running", ExitCode: 0 },
      Image: "sha256:0",
      Mounts: [{ Type: "bind", Source: source, Destination: "/work" }],
    });
    const there = [container("web", join(host.root, "files/work/sub")), container("cache", "/elsewhere")];
    writeFileSync(join(host.folder, "there"), JSON.stringify(there));
    host.stub(
      "docker",
      `case "$1" in ps) echo web cache;; inspect) cat '${host.folder}/there';; *) echo "$*" >> "$CALLS";; esac`,
    );
    expect(prepare(host, efs(host)).last).toBe("web starts again, on the file system");
    expect(readFileSync(join(host.folder, "calls"), "utf8")).toBe("restart web\n");
  });
});
