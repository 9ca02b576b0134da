import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { costCommand } from "../../src/cli/cost";
import type { Estimate } from "../../src/cost/estimate";
import type { WaysOut } from "../../src/cost/ways-out";
import { Workbench } from "../fixtures/workbench";

interface Report extends Estimate {
  readonly window?: { readonly widest: number; readonly after: number };
  readonly waysOut: WaysOut;
}

describe("ferry cost", () => {
  const bench = new Workbench(join(__dirname, "../.."));
  const prod = "envs/kdcube/prod.yaml";
  const text = (target: string): string => stripVTControlCharacters(costCommand(bench.root, target, false));
  const figures = (target: string): Report => JSON.parse(costCommand(bench.root, target, true)) as Report;
  beforeEach(() => bench.restore());
  afterAll(() => bench.remove());

  it("counts copies of backups in a second region, and says that their way there is not counted", () => {
    const copies = ({ workspaces }: Report): number =>
      workspaces.flatMap(({ lines }) => lines).find(({ what }) => what === "backup GB in the second region")?.usd ?? 0;
    expect(copies(figures("kdcube/prod"))).toBe(0);
    bench.edit(prod, "rtoMinutes: 240 }", "rtoMinutes: 240, copyTo: eu-central-1 }");
    expect(copies(figures("kdcube/prod"))).toBeGreaterThan(0);
    expect(text("kdcube/prod")).toMatch(/^ {2}data transfer .*copies of backups to another region$/m);
  });

  it.each(["kdcube/staging", "kdcube/prod"])("knows a price for all of %s, and adds up", (target) => {
    const report = figures(target);
    expect(report.workspaces.flatMap(({ noPrice }) => noPrice)).toEqual([]);
    for (const { usd, lines } of report.workspaces)
      expect(usd).toBeCloseTo(
        lines.reduce((sum, line) => sum + line.usd, 0),
        6,
      );
    expect(report.usd).toBeCloseTo(
      report.workspaces.reduce((sum, each) => sum + each.usd, 0),
      6,
    );
    expect(report.usd).toBeGreaterThan(300);
  });

  it("fits a page of a hundred columns, and says what it rests on", () => {
    const printed = text("kdcube/prod");
    expect(printed.split("\n").filter((line) => line.length > 100)).toEqual([]);
    for (const said of ["Assumed, marked ~ above", "Not counted", "tokens of model providers", "list prices on demand"])
      expect(printed).toContain(said);
  });

  it("pays for both places while it moves, and for one when it is over", () => {
    const { usd, window } = figures("kdcube/prod");
    expect(window!.widest).toBeGreaterThan(usd);
    expect(window!.after).toBeLessThan(window!.widest);
    // The host's machine, disk and addresses, and nothing of the foundation; phases in flight have alarms of their own.
    const host = figures("kdcube/prod").workspaces.find(({ name }) => name.endsWith("ec2-compose"));
    expect(Math.abs(window!.widest - window!.after - host!.usd)).toBeLessThan(5);
    expect(figures("kdcube/staging").window).toBeUndefined();
  });

  it("compares NAT with endpoints, and marks what is there", () => {
    const { ways, endpointsPayFromGB } = figures("kdcube/prod").waysOut;
    expect(ways.map(({ what, made }) => [what, made])).toEqual([
      ["NAT, one a zone (3)", true],
      ["NAT, a single one", false],
      ["11 endpoints in 3 zones", true],
      ["S3 by its gateway", true],
    ]);
    expect(ways[0]!.usd).toBeCloseTo(3 * ways[1]!.usd, 6);
    expect(endpointsPayFromGB).toBe(Math.ceil(ways[2]!.usd / (ways[0]!.perGB - ways[2]!.perGB)));
  });

  it("says that prices are another region's, and does not compare in somebody else's network", () => {
    bench.edit(prod, "region: eu-west-1", "region: eu-central-1");
    bench.edit("envs/kdcube/account.yaml", "region: eu-west-1", "region: eu-central-1");
    bench.edit(prod, "arn:aws:acm:eu-west-1", "arn:aws:acm:eu-central-1");
    bench.edit(
      prod,
      "edge:\n  kind: rules",
      [
        "adopt:",
        "  network:",
        "    vpcId: vpc-0a1b2c3d",
        "    publicSubnetIds: [subnet-0000000a, subnet-0000000b, subnet-0000000c]",
        "    privateSubnetIds: [subnet-0000001a, subnet-0000001b, subnet-0000001c]",
        "    dataSubnetIds: [subnet-0000001a, subnet-0000001b, subnet-0000001c]",
        "edge:",
        "  kind: rules",
      ].join("\n"),
    );
    const printed = text("kdcube/prod");
    expect(printed).toContain("eu-central-1 has others; those of eu-west-1 stand for them");
    expect(printed).not.toContain("Ways out");
    expect(printed).not.toContain("NAT gateway");
  });

  it("has nothing to say of a laptop", () =>
    expect(text("kdcube/dev")).toBe("kdcube/dev runs on a laptop: nothing of it is billed"));
});
