import type { ContainerFact, LaptopFacts } from "../../src/doctor/facts";
import { amiss, engine, findings, LABELS, said } from "./healthy";

describe("leftovers", () => {
  const container = (part: Partial<ContainerFact>): ContainerFact => ({
    id: "c1", name: "kdcube-dev-x", labels: LABELS, status: "running", hostPorts: [], ...part,
  }); // prettier-ignore
  const knowing = (part: Partial<{ tainted: boolean; ends: boolean }> = {}): LaptopFacts["state"] => ({
    kind: "read",
    path: "state/kdcube/dev/devenv.tfstate",
    resources: [{ id: "c1", address: "docker_container.jobs_x", tainted: false, ends: false, ...part }],
  });
  const about = (fact: ContainerFact, state = knowing()): string[] =>
    said("container kdcube-dev-x", findings({ ...engine({ containers: [fact] }), state }));

  it("are none when all that is ours is in the state", () => {
    const facts = { ...engine({ containers: [container({})] }), state: knowing() };
    expect(said("leftovers", findings(facts))).toEqual([
      "fine none; containers of this environment, all in its state: 1",
    ]);
  });

  it("are containers that the state does not know", () => {
    expect(about(container({ id: "c2" }))).toEqual([
      "fault not in state/kdcube/dev/devenv.tfstate: left behind, or another checkout's → docker rm -f kdcube-dev-x",
    ]);
  });

  it("are jobs that failed: how to read them, and how to run them again", () => {
    expect(about(container({ status: "exited", exitCode: 3 }), knowing({ ends: true }))).toEqual([
      "fault ended with exit code 3 → docker logs kdcube-dev-x; then terraform " +
        "-chdir=cdktf.out/stacks/kdcube-dev-devenv apply -replace=docker_container.jobs_x",
    ]);
    expect(about(container({ status: "created" }), knowing({ ends: true }))[0]).toMatch(
      /^fault was made and never started/,
    );
  });

  it.each([
    ["tainted", { ends: true, tainted: true }],
    ["meant to run", {}],
  ])("that are %s come back by themselves", (_, part) => {
    expect(about(container({ status: "exited", exitCode: 137 }), knowing(part))).toEqual([
      "advice ended with exit code 137; the next apply makes it anew → docker logs kdcube-dev-x",
    ]);
  });

  it("are containers that no plan finds anything wrong with", () => {
    expect(about(container({ status: "paused" }), knowing({}))).toEqual([
      "fault is paused → docker unpause kdcube-dev-x",
    ]);
    expect(about(container({ unhealthy: true }), knowing({}))[0]).toMatch(
      /^fault is unhealthy → docker logs .* -replace=/,
    );
    expect(about(container({ status: "exited", exitCode: 0 }), knowing({}))[0]).toMatch(
      /^advice ended with exit code 0/,
    );
  });

  it("are not jobs that are done, nor what others have", () => {
    expect(about(container({ status: "exited", exitCode: 0 }), knowing({ ends: true }))).toEqual([]);
    expect(amiss(findings(engine({ containers: [container({ id: "c9", labels: {} })] })))).toEqual([]);
  });

  it("are networks, whose name is taken, and volumes, whose data an apply takes over", () => {
    const [volume, network] = ["v", "n"].map((name) => ({ id: name, name, labels: LABELS })) as [never, never];
    const found = findings(engine({ volumes: [volume], networks: [network] }));
    expect(said("network n", found)[0]).toMatch(/^fault not in state.* → docker network rm n$/);
    expect(said("volume v", found)[0]).toMatch(
      /^advice not in state.*; an apply takes its data over → docker volume rm v$/,
    );
  });

  it("are not looked for when the state cannot be read", () => {
    const state = { kind: "not read", path: "s3://b/k", why: "is not on this machine" } as const;
    expect(said("leftovers", findings({ state }))).toEqual(["advice not looked at: s3://b/k is not on this machine"]);
  });
});
