import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HostSandbox, type Outcome } from "./program";

const PROGRAM = join(__dirname, "../../src/host/program");

/** Some lines of the program, with `release`, `report` and `place` of this host. */
function told(host: HostSandbox, lines: string, settings: object = {}): Outcome {
  const script = `import json, sys; sys.path.insert(0, ${JSON.stringify(PROGRAM)}); sys.dont_write_bytecode = True
from pathlib import Path
import images, networks
from release import Place, Release
from report import Refused, Report
release, report = Release("x", Path("x"), json.load(sys.stdin)), Report()
place = Place(release.root)
try:
${lines.replace(/^/gm, "    ")}
except Refused as refused:
    print("refused:", refused)`;
  return host.python(
    ["-c", script],
    JSON.stringify({ root: host.root, project: "shop-prod", freeMiB: 1, ...settings }),
  );
}

const calls = (host: HostSandbox): string =>
  existsSync(join(host.folder, "calls")) ? readFileSync(join(host.folder, "calls"), "utf8") : "";

afterAll(HostSandbox.removeAll);

describe("images on the host", () => {
  it("are those of what runs: nothing is fetched for a service that is stopped", () => {
    const config = { services: { web: { image: "web:1" }, moved: { image: "moved:1", scale: 0 } } };
    const { last } = told(new HostSandbox(), `print(images.images_of(json.loads('${JSON.stringify(config)}')))`);
    expect(last).toBe("['web:1']");
  });

  it("have one time for all of them", () => {
    const host = new HostSandbox();
    host.stub("docker", 'case "$1" in pull) sleep 0.7;; *) echo sha256:1;; esac');
    expect(told(host, 'images.PULL_SEC = 1\nimages.pull(release, ["r.io/a:1", "r.io/b:1"], None, report)').last).toBe(
      "refused: image r.io/b:1 cannot be had from r.io: the images of a release have 1 seconds in all",
    );
  });

  it("go again when they take the room of what runs", () => {
    const host = new HostSandbox();
    host.stub(
      "docker",
      `case "$*" in
  pull*) : > '${host.folder}/pulled';;
  "image inspect"*) [ -e '${host.folder}/pulled' ] && echo sha256:1;;
  *) echo "$*" >> "$CALLS";;
esac`,
    );
    const { last } = told(host, 'images.pull(release, ["a:1"], None, report)', { freeMiB: 1e12 });
    expect(last).toMatch(/^refused: no room on the data disk: .*; image a:1 took it$/);
    expect(calls(host)).toBe("image rm a:1\n");
  });

  it("are removed when nothing needs them, though a container vanishes meanwhile", () => {
    const host = new HostSandbox();
    host.stub(
      "docker",
      `case "$*" in
  ps*) echo kept gone;;
  inspect*kept) echo sha256:1;;
  inspect*) echo "Error: No such object: gone" >&2; exit 1;;
  "image ls"*) echo sha256:1 sha256:2;;
  *) echo "$*" >> "$CALLS";;
esac`,
    );
    expect(told(host, "images.prune([], report)").last).toBe("removed 1 images that no kept release uses");
    expect(calls(host)).toBe("image rm --force sha256:2\n");
  });

  it("mean again what they meant, where a tag has moved", () => {
    const host = new HostSandbox();
    writeFileSync(join(host.root, "images.json"), '{"a:1":"sha256:1","b:1":"sha256:gone","c@sha256:3":"sha256:4"}');
    host.stub(
      "docker",
      `case "$*" in
  "image inspect"*" a:1") echo sha256:2;;
  "image inspect"*" sha256:1") echo sha256:1;;
  "image inspect"*" sha256:4") echo sha256:4;;
  tag*) echo "$*" >> "$CALLS";;
  *) exit 1;;
esac`,
    );
    expect(told(host, "print(images.as_before(release.root))").last).toBe("{'a:1': 'sha256:1'}");
    expect(calls(host)).toBe("tag sha256:1 a:1\n");
  });
});

describe("networks on the host", () => {
  it("go when no container of the project is on them", () => {
    const host = new HostSandbox();
    mkdirSync(join(host.root, "releases/0123456789abcdef"));
    writeFileSync(join(host.root, "releases/0123456789abcdef/host.json"), '{"project":"shop-prod"}');
    symlinkSync("releases/0123456789abcdef", join(host.root, "current"));
    host.stub(
      "docker",
      `case "$*" in
  "network ls"*project=shop-prod) echo shop-prod_web shop-prod_default_old;;
  ps*project=shop-prod) echo web;;
  inspect*) echo '[{"NetworkSettings":{"Networks":{"shop-prod_web":{}}}}]';;
  *) echo "$*" >> "$CALLS";;
esac`,
    );
    expect(told(host, "networks.forget_unused(place, report)").last).toBe(
      "removed the network shop-prod_default_old, which nothing is on",
    );
    expect(calls(host)).toBe("network rm shop-prod_default_old\n");
  });

  it("are part of a definition by their names", () => {
    const config = { networks: { default: { name: "shop-prod_default_abc" }, web: { name: "shop-prod_web" } } };
    const text = JSON.stringify(config);
    const { last } = told(
      new HostSandbox(),
      `print(networks.label(json.loads('${text}'), {"networks": {"web": None, "default": None}}))`,
    );
    expect(last).toBe("shop-prod_default_abc,shop-prod_web");
  });
});
