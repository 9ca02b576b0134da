import { stripVTControlCharacters } from "node:util";
import { join } from "node:path";
import { phasesCommand } from "../../src/cli/phases";
import { Workbench } from "../fixtures/workbench";

describe("ferry phases", () => {
  const bench = new Workbench(join(__dirname, "../.."));
  const prod = "envs/kdcube/prod.yaml";
  const next = (): string[] =>
    stripVTControlCharacters(phasesCommand(bench.root, "kdcube/prod")).split("\n\n").at(-1)!.split("\n");
  beforeEach(() => bench.restore());
  afterAll(() => bench.remove());

  it("names the line that takes the next step, and the way back", () => {
    expect(next()).toEqual([
      "Next",
      "  ingress: shared 25 → shared 50",
      "  envs/kdcube/prod.yaml:14:72 share: 25 → share: 50",
      "  npm start && npx cdktf deploy 'kdcube-prod-*'",
      "  or one step back: ingress: shared 25 → shared 10",
    ]);
  });

  it("says how long the host may still answer before it is retired", () => {
    bench.edit(prod, "state: shared, share: 25", "state: moved");
    bench.edit(prod, "services: [chat-proc], state: planned", "services: [chat-proc], state: moved");
    bench.edit(prod, "services: [web-ui], state: planned", "services: [web-ui], state: moved");
    // The longest stream, and the time to stop after it.
    expect(next()).toContain("  not before 660 s after it moved: what began on the host may last that long");
  });

  it("ends at the host, and after it", () => {
    bench.edit(prod, "state: shared, share: 25", "state: retired");
    bench.edit(prod, "services: [chat-proc], state: planned", "services: [chat-proc], state: retired");
    bench.edit(prod, "services: [web-ui], state: planned", "services: [web-ui], state: retired");
    expect(next().join("\n")).toMatch(
      /every phase is retired, so the host can go\n.*add host: removed under migration/,
    );
    bench.edit(prod, "  stays: []", "  stays: []\n  host: removed");
    expect(next().join("\n")).toMatch(/nothing: all of it is on ECS and the host is gone/);
  });
});
