import { spawnSync } from "node:child_process";
import { bootCommand, hostFiles, hostSetup, setUpMarker } from "../../src/rendering/host-setup";

const INPUT = { project: "shop-prod", root: "/opt/shop-prod", volumeId: "vol-0abc" };
const script = hostSetup(INPUT);
const files = hostFiles(INPUT);

const run = (command: string, args: readonly string[], input: string) =>
  spawnSync(command, args, { input, encoding: "utf8" });

/** The part of the script that looks at the disk, run with other programs in place of those that touch one. */
function onDisk({ probe, uuid }: { probe: number; uuid: string }): { log: string; status: number | null } {
  const from = script.indexOf("volume='");
  const part = script.slice(from, script.indexOf("mkdir -p", from));
  const stubs = [
    `blkid() { case "$*" in *UUID*) echo "${uuid}";; *) return ${probe};; esac; }`,
    'mkfs.ext4() { echo "MKFS $*"; }',
    "device_there=/dev/null",
  ].join("\n");
  const head = script.slice(0, from);
  const text = part.replace(/^device=.*$/m, "device=$device_there");
  const { stdout, status } = run("bash", ["-s"], `${head}\n${stubs}\n${text}\necho REACHED\n`);
  return { log: stdout, status };
}

describe("what a host is told at its first start", () => {
  it("is a script that bash can read", () => {
    expect(run("bash", ["-n"], script)).toMatchObject({ status: 0, stderr: "" });
  });

  it("passes shellcheck, where there is one", () => {
    const { error, stdout } = run("shellcheck", ["--shell=bash", "-"], script);
    if (!error) expect(stdout).toBe("");
  });

  it("fits into user data: 16 KB. Source: AWS, EC2, launch an instance", () => {
    expect(Buffer.byteLength(script)).toBeLessThan(12 * 1024);
  });

  it("keeps images on the data disk, whatever the engine's version would do by itself", () => {
    expect(JSON.parse(files["/etc/docker/daemon.json"] ?? "")).toMatchObject({
      "data-root": "/opt/shop-prod/docker",
      features: { "containerd-snapshotter": false },
      "default-ulimits": { nofile: { Soft: 65536 } },
    });
  });

  it("leaves a mark on the root disk when it has come to its end, and not before", () => {
    const lines = script.trimEnd().split("\n");
    expect(lines.indexOf(`install -D /dev/null ${setUpMarker("shop-prod")}`)).toBe(lines.length - 2);
  });

  it("fetches nothing by itself, and opens no way in", () => {
    expect(script).not.toMatch(/curl|wget|https?:|pip |ssh/i);
  });

  it("holds no template that Terraform would fill in", () => {
    expect(script).not.toMatch(/\$\{|%\{/);
  });

  it("makes a file system on an empty volume", () => {
    expect(onDisk({ probe: 2, uuid: "u-1" }).log).toContain("MKFS -q -m 1 /dev/null");
  });

  it("leaves a file system as it is", () => {
    const { log, status } = onDisk({ probe: 0, uuid: "u-1" });
    expect(log).not.toContain("MKFS");
    expect({ reached: log.includes("REACHED"), status }).toEqual({ reached: true, status: 0 });
  });

  it.each([
    ["a partition table", { probe: 0, uuid: "" }],
    ["what nobody can name", { probe: 8, uuid: "" }],
    ["a disk that cannot be read", { probe: 1, uuid: "" }],
  ])("stops at %s, and leaves it as it is", (_, disk) => {
    const { log, status } = onDisk(disk);
    expect(log).toMatch(/FAILED: .*vol-0abc.*left as it is/);
    expect(log).not.toMatch(/MKFS|REACHED/);
    expect(status).toBe(1);
  });

  it("puts the engine's data on the data volume, before the engine is there", () => {
    const daemon = JSON.parse(files["/etc/docker/daemon.json"] ?? "") as Record<string, unknown>;
    expect(daemon).toMatchObject({ "data-root": "/opt/shop-prod/docker", "live-restore": true });
    expect(script.indexOf("/etc/docker/daemon.json")).toBeLessThan(script.indexOf("docker.io"));
  });

  it("writes each file with the very text", () => {
    for (const [path, text] of Object.entries(files)) expect(script).toContain(`${path} <<'END'\n${text}END\n`);
  });

  it("starts what ran before a reboot, when disk, engine and network are there", () => {
    const boot = files["/etc/systemd/system/shop-prod-boot.service"];
    expect(boot).toContain(`ExecStart=${bootCommand(INPUT)}\n`);
    expect(boot).toMatch(/^After=docker.service network-online.target/m);
    expect(boot).toContain("RequiresMountsFor=/opt/shop-prod\n");
  });
});
