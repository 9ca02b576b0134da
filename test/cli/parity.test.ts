import { stripVTControlCharacters } from "node:util";
import { main } from "../../src/cli/ferry";
import { parityCommand } from "../../src/cli/parity";
import type { Place } from "../../src/parity/places";
import * as render from "../../src/parity/render";
import type { Made } from "../../src/parity/render";
import { RULES } from "../../src/parity/rules";
import { complaints } from "../fixtures/workbench";
import { ROOT } from "../helpers/source-files";

const COLUMNS = 120;
const parity = (target: string, more: { service?: string; json?: boolean } = {}) => {
  const { text, explained } = parityCommand({ root: ROOT, target, columns: COLUMNS, ...more });
  return { text: stripVTControlCharacters(text), explained };
};

interface Json {
  readonly environment: string;
  readonly targets: Readonly<Record<string, { readonly how?: string; readonly refused?: readonly object[] }>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly rows: readonly {
    readonly subject: string;
    readonly at: Readonly<Record<string, { readonly is: string }>>;
  }[];
  readonly rules: Readonly<Record<string, string>>;
}

jest.mock("../../src/parity/render", () => {
  const real = jest.requireActual<typeof render>("../../src/parity/render");
  return { ...real, made: jest.fn(real.made) };
});
const real = jest.requireActual<typeof render>("../../src/parity/render");

/** What the host would be given, with less memory for one service. */
function withLessMemory(place: Place): Made {
  const made = real.made(place);
  const file = made.bundle["docker-compose.yaml"];
  if (file === undefined) return made;
  return {
    ...made,
    bundle: { ...made.bundle, "docker-compose.yaml": file.replace("mem_limit: 4096m", "mem_limit: 64m") },
  };
}

describe("ferry parity", () => {
  it("says what each column is a column of", () => {
    const [head = ""] = parity("kdcube/prod").text.split("\n\n");
    expect(head).toMatch(/^kdcube\/prod\n {2}devenv +kdcube\/dev \(envs\/kdcube\/dev\.yaml\), as a laptop does not/);
    expect(head).toContain("  ec2-compose  this environment before the first step of its migration");
    expect(head).toContain("  ecs          this environment as if ecs were its target");
  });

  it("folds what is equal, and names the rule of what is not", () => {
    const { text, explained } = parity("kdcube/prod");
    const own = text.split("\n\n").find((part) => part.startsWith("chat-ingress\n"))!;
    expect(own).toMatch(/\n {2}equal: \d+ of variable · 5 of health · drain stop/);
    expect(own).toMatch(/\n {2}variable CLAMAV_HOST +– configured +equal +address-in-task\n/);
    expect(text).toMatch(/\n {2}address-in-task +containers of one task have one address/);
    expect(text).toMatch(/\n\d+ facts: \d+ equal, \d+ translated, \d+ absent, 0 unexplained\nNext: ferry parity /);
    expect(explained).toBe(true);
  });

  it("tells only the rules that it names", () => {
    const { text } = parity("kdcube/dev");
    const legend = text.split("\n\n").find((part) => part.startsWith("Why it differs\n"))!;
    expect(legend).not.toContain("\n  secret-by-ecs ");
    for (const [, id = ""] of legend.matchAll(/^ {2}([a-z]\S+) {2}/gm)) expect(RULES).toHaveProperty(id);
  });

  it("tells each value of one service, and where it comes from", () => {
    const { text } = parity("kdcube/prod", { service: "chat-ingress" });
    expect(text).toMatch(
      / {2}variable CLAMAV_HOST +devenv +absent +configured\n {4}host of clamav +ec2-compose +clamav +equal\n +ecs +127\.0\.0\.1 +address-in-task\n/,
    );
    expect(text).not.toMatch(/^chat-proc$/m);
    expect(text).toMatch(/\nNext: ferry phases kdcube\/prod/);
  });

  it("fits into its columns", () => {
    const pages = [parity("kdcube/prod"), parity("kdcube/staging"), parity("kdcube/prod", { service: "metrics" })];
    for (const { text } of pages) expect(text.split("\n").filter((line) => line.length > COLUMNS)).toEqual([]);
  });

  it("gives the same to a program", () => {
    const { text } = parity("kdcube/dev", { json: true });
    const { environment, targets, counts, rows, rules } = JSON.parse(text) as Json;
    expect(environment).toBe("kdcube/dev");
    expect(targets["devenv"]).toMatchObject({ environment: "kdcube/dev", how: "as it is" });
    expect(targets["ecs"]?.refused?.length).toBeGreaterThan(0);
    const equal = rows.flatMap(({ at }) => Object.values(at)).filter(({ is }) => is === "equal").length;
    expect(counts).toMatchObject({ equal, unexplained: 0 });
    expect(Object.keys(rules).length).toBeGreaterThan(5);
  });

  it("refuses a service that is none, with the nearest", () => {
    expect(complaints(() => parity("kdcube/prod", { service: "chat-prox" }))).toEqual([
      expect.stringMatching(/chat-prox is no service, job or task here; .*did you mean chat-proc/),
    ]);
  });

  describe("with something that no rule explains", () => {
    beforeEach(() => jest.mocked(render.made).mockImplementation(withLessMemory));
    afterEach(() => {
      jest.mocked(render.made).mockImplementation(real.made);
      process.exitCode = undefined;
    });

    it("tells both sides, and where to look", () => {
      const { text, explained } = parity("kdcube/prod");
      expect(explained).toBe(false);
      expect(text).toMatch(/\n {2}size memory +configured +UNEXPLAINED +equal\n/);
      expect(text).toContain(
        '    size memory at ec2-compose has no rule that explains it\n      meant: "4096 MiB"\n      rendered: "64 MiB"',
      );
      expect(text).toMatch(/ 1 unexplained\nNext: ferry parity kdcube\/prod --service chat-proc /);
    });

    it("ends with 1", async () => {
      const written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
      try {
        await main(["parity", "kdcube/prod", "--json"], ROOT);
        expect(written).toHaveBeenCalledTimes(1);
      } finally {
        written.mockRestore();
      }
      expect(process.exitCode).toBe(1);
    });
  });
});
