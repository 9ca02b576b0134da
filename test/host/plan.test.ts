import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PYTHON } from "./program";

const PROGRAM = join(__dirname, "../../src/host/program");
/** Containers as a deployment finds them, a release of two services and a job, and what the host remembers. */
const SCENE = `
import json, sys
from pathlib import Path
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(PROGRAM)})
root = Path(sys.argv[1])
import takeover
from accepted import jobs_accepted, long_ill, record
from definition import Definition
from engine import Container
from release import Place, Release
from report import Report, Row
def found(service, definition, health="healthy", status="running", ports=(), code=0):
    return Container(service, service, service, definition, False, status, code, health, 0, 1, "i", frozenset(ports), frozenset(), frozenset())
def definition(**hashes):
    services = {name: {"ports": [{"published": "8080"}]} if name == "web" else {} for name in hashes}
    return Definition("shop", Path("f"), services, {name: [] for name in hashes}, hashes)
def release(name):
    folder = root / "releases" / name
    folder.mkdir(parents=True, exist_ok=True)
    service = {"patienceSec": 1, "stopGraceSec": 1}
    return Release(name, folder, {"root": str(root), "project": "shop", "jobs": {"setup": {}}, "services": {"web": service, "zed": service}})
def told(todo):
    return {"changed": todo.changed, "jobs": todo.jobs, "ill": todo.ill}
place, one = Place(root), release("1" * 16)
known = definition(web="w1", zed="z1", setup="s1")
there = [found("web", "w1", "unhealthy"), found("zed", "z1"), found("setup", "s1", None, "exited")]
`;
const folder = mkdtempSync(join(tmpdir(), "ferry-plan-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let number = 0;
function played(script: string): unknown {
  const root = join(folder, String(number++));
  const done = spawnSync(PYTHON, ["-c", `${SCENE}${script}`, root], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "");
}
const TELL = "print(json.dumps(told(takeover.plan(one, known, there, forgiven=long_ill(place, there)))))";
const ACCEPT = `record(place, one, known, {"setup": "s1"}); place.move_current(one)\n`;

describe("what a deployment finds to do", () => {
  it("makes anew what is ill and was never accepted, though its definition is the same", () => {
    expect(played(TELL)).toEqual({ changed: ["web"], jobs: [], ill: [] });
  });

  it("leaves alone what is ill in the last good release as in this one, and knows it", () => {
    expect(played(`${ACCEPT}${TELL}`)).toEqual({ changed: [], jobs: [], ill: ["web"] });
  });

  it("forgives nobody after a take-over that did not come to its end", () => {
    expect(played(`${ACCEPT}place.mark("2" * 16)\n${TELL}`)).toEqual({ changed: ["web"], jobs: [], ill: [] });
  });

  it("runs no job again that ran for the last good release, whatever another one's attempt has left", () => {
    const failed = `there[2] = found("setup", "s2", None, "exited", code=3)\n`;
    const told = "print(json.dumps(takeover.plan(one, known, there, jobs_done=jobs_accepted(place)).jobs))";
    expect(played(`${failed}${told}`)).toEqual(["setup"]);
    expect(played(`${ACCEPT}${failed}${told}`)).toEqual([]);
  });

  it("does without a record that cannot be read", () => {
    expect(played(`${ACCEPT}(one.folder / "accepted.json").write_text("")\n${TELL}`)).toEqual({
      changed: ["web"],
      jobs: [],
      ill: [],
    });
  });
});

describe("a take-over", () => {
  const stubs = `
did = []
takeover.stop = lambda old: did.append(f"stop {old.service}")
takeover.remove = lambda old: did.append(f"remove {old.service}")
takeover.containers = lambda project: there
`;

  it("first stops who holds a port that another service needs, and only where that one changes too", () => {
    const arrange = (hash: string): string => `${stubs}
there[:] = [found("web", "w0"), found("zed", ${JSON.stringify(hash)}, ports=["8080"]), found("old", "o", ports=["8080"])]
todo = takeover.plan(one, known, there)
takeover.make_way(one, known, todo)
print(json.dumps([did, [each.service for each in todo.gone]]))`;
    expect(played(arrange("z0"))).toEqual([["stop zed", "remove old"], []]);
    expect(played(arrange("z1"))).toEqual([["remove old"], []]);
  });

  it("on the way back brings up every service that it can, and tells of all that it cannot", () => {
    const script = `${stubs}
def bring_up(release, definition, name, *rest):
    did.append(name)
    if name == "web": raise takeover.NotHealthy("web: ill")
    return Row(name, "restarted")
takeover.bring_up = bring_up
try: takeover.restore(one, known, takeover.plan(one, known, there), {}, Report())
except takeover.NotHealthy as fault: did.append(str(fault))
print(json.dumps(did))`;
    expect(played(script)).toEqual(["web", "zed", "web: ill"]);
  });
});
