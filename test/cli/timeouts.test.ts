import { stripVTControlCharacters } from "node:util";
import { join } from "node:path";
import { timeoutsCommand } from "../../src/cli/timeouts";
import { Workbench, complaints } from "../fixtures/workbench";

describe("ferry timeouts", () => {
  const bench = new Workbench(join(__dirname, "../.."));
  const text = (name: string): string => stripVTControlCharacters(timeoutsCommand(bench.root, name));
  const cells = (name: string, service: string): string[] =>
    text(name)
      .split("\n")
      .find((line) => line.startsWith(service))!
      .split(/\s+/);
  beforeEach(() => bench.restore());
  afterAll(() => bench.remove());

  it("prints one row a service, from the turn to the drain", () => {
    expect(cells("kdcube/prod", "SERVICE")).toEqual(
      ["SERVICE", "TURN", "READS", "IDLE", "KEEP-ALIVE", "DEREGISTERS", "STOPS", "DRAIN"], // prettier-ignore
    );
    expect(cells("kdcube/prod", "chat-ingress")).toEqual([
      "chat-ingress",
      "600",
      "600",
      "660",
      "3600",
      "600",
      "60",
      "660",
    ]);
    expect(cells("kdcube/prod", "web-ui")).toEqual(["web-ui", "–", "60", "660", "?", "30", "30", "60"]);
    expect(cells("kdcube/dev", "chat-ingress")).toEqual(["chat-ingress", "600", "600", "–", "3600", "–", "60", "60"]);
  });

  it("fits into a hundred columns", () => {
    for (const line of text("kdcube/prod").split("\n")) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("lets the streams and the balancer follow the turn, and says where neither can", () => {
    bench.edit(
      "envs/kdcube/prod.yaml",
      "  ingress: { antivirus: true }",
      "  ingress: { antivirus: true }\n  proc: { taskTimeoutSec: 1200 }",
    );
    expect(cells("kdcube/prod", "chat-ingress")).toEqual([
      "chat-ingress",
      "1200",
      "1200",
      "1260",
      "3600",
      "1200",
      "60",
      "1260",
    ]);
    bench.edit("envs/kdcube/prod.yaml", "taskTimeoutSec: 1200", "taskTimeoutSec: 5000");
    expect(text("kdcube/prod")).toMatch(/IDLE 4000 of 4000: follows from/);
    expect(text("kdcube/prod")).toMatch(/Where it does not hold\n {2}route 50 \/sse\/ may be silent 5000 s/);
  });

  it("says what the environment asks for, and refuses what is too little", () => {
    const zone = "  zoneId: Z0123456789PRODUCT0";
    bench.edit("envs/kdcube/prod.yaml", zone, `  idleTimeoutSec: 900\n${zone}`);
    expect(text("kdcube/prod")).toContain("IDLE 900 of 4000: edge.idleTimeoutSec of the environment.");
    bench.edit("envs/kdcube/prod.yaml", "idleTimeoutSec: 900", "idleTimeoutSec: 600");
    expect(complaints(() => text("kdcube/prod"))).toEqual([
      expect.stringContaining("edge.idleTimeoutSec: 600 is not more than the 600 s of route 50 /sse/; set 601 or more"),
    ]);
  });
});
