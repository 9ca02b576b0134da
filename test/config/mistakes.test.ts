import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { describeAll } from "../../src/deployment";
import { registry } from "../fixtures/shop/platform";
import { complaints, Workbench } from "../fixtures/workbench";
import { aws } from "./mistakes/aws";
import { combinations } from "./mistakes/combinations";
import { files } from "./mistakes/files";
import { keys } from "./mistakes/keys";
import { platform } from "./mistakes/platform";
import { values } from "./mistakes/values";
import { yaml } from "./mistakes/yaml";

const tables = { yaml, values: [...keys, ...values, ...aws], platform, files, combinations };
const shop = new Workbench();
const check = (names?: string[]) => complaints(() => describeAll(shop.root, names, registry));

beforeEach(() => shop.restore());
afterAll(() => shop.remove());

describe("the fixture as it is", () => {
  it("has nothing to complain about", () => expect(check()).toEqual([]));
});

describe.each(Object.entries(tables))("mistakes: %s", (_group, mistakes) => {
  it.each(mistakes.map((row) => [row.mistake, row] as const))("%s", (_mistake, { file, from, to, lines }) => {
    shop.edit(file, from, to);
    expect(check()).toEqual(lines);
  });
});

describe("a table of mistakes", () => {
  it("is long enough to be believed, and tells no mistake twice", () => {
    const titles = Object.values(tables)
      .flat()
      .map(({ mistake }) => mistake);
    expect(titles.length).toBeGreaterThanOrEqual(100);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe("whole files that are wrong", () => {
  it.each([
    ["empty", "", "the file is empty; it must hold keys and values"],
    ["only comments", "# nothing here\n", "the file is empty; it must hold keys and values"],
    ["a list", "- a\n", "the file must be a map of `key: value` lines"],
    ["one word", "devenv\n", "the file must be a map of `key: value` lines"],
    ["not UTF-8", Buffer.from([0xff, 0xfe, 0x61, 0x00]), "is not UTF-8 text; save it as UTF-8"],
    ["brackets without end", `a: ${"[".repeat(20_000)}`, "nested deeper than 64 levels"],
    ["brackets, closed, too deep", `a: ${"[".repeat(100)}${"]".repeat(100)}`, "nested deeper than 64 levels"],
  ])("%s", (_what, content, text) => {
    shop.write("envs/shop/dev.yaml", content);
    const lines = check(["shop/dev"]);
    expect(lines).toEqual([expect.stringMatching(/^envs\/shop\/dev\.yaml:1:\d+ /)]);
    expect(lines[0]).toContain(text);
  });

  it("may begin with a byte order mark and end its lines as Windows does", () => {
    shop.write("envs/shop/dev.yaml", `\ufeff${shop.read("envs/shop/dev.yaml").replaceAll("\n", "\r\n")}`);
    expect(check()).toEqual([]);
  });

  it("is refused when its name ends in .yml, which would be overlooked", () => {
    shop.write("envs/shop/prod2.yml", "target: ecs\n");
    expect(check()).toEqual(["envs/shop/prod2.yml:1:1 must end in .yaml; rename it to prod2.yaml"]);
  });

  it("is refused when it is named as no workspace can be", () => {
    shop.write("envs/shop/Prod EU.yaml", "target: ecs\n");
    expect(check()).toEqual([
      "envs/shop/Prod EU.yaml:1:1 an environment is named in lower-case letters, digits and hyphens",
    ]);
  });
});

describe("names that there are none of", () => {
  it("an environment", () =>
    expect(check(["shop/prd"])).toEqual([
      "envs/shop/prd.yaml:1:1 there is no environment shop/prd; known: shop/dev, shop/prod, shop/staging; did you mean shop/prod",
    ]));
  it("a platform", () => {
    shop.write("envs/shop/dev.yaml", shop.read("envs/shop/dev.yaml"));
    const lines = complaints(() => describeAll(shop.root, ["shop/dev"], { shops: registry.shop }));
    expect(lines).toEqual([
      "envs/shop/dev.yaml:1:1 the folder shop names no platform; known: shops; did you mean shops",
    ]);
  });
  it("a folder of environments", () => {
    rmSync(shop.path("envs"), { recursive: true });
    expect(check(["shop/dev"])).toEqual([
      "envs:1:1 no environment is here; add <platform>/<environment>.yaml, and run this where the folder is",
    ]);
  });
});

describe("the shipped environments", () => {
  const shipped = new Workbench(path.join(__dirname, "../.."));
  const PROD = "envs/kdcube/prod.yaml";
  beforeEach(() => shipped.restore());
  afterAll(() => shipped.remove());

  it("have nothing to complain about", () => {
    expect(readdirSync(shipped.path("envs"))).toContain("kdcube");
    expect(complaints(() => describeAll(shipped.root))).toEqual([]);
  });

  it.each([
    [/^target: ec2-compose$/m, "target: kubernetes", `${PROD}:LINE:9 target: got "kubernetes", not built yet`],
    [/^target:/m, "traget:", `${PROD}:LINE:1 traget: unknown key`],
    [/^settings:$/m, "settings:\n  tennant: x", `${PROD}:NEXT:3 settings.tennant: unknown key`],
    [
      /^migration:$/m,
      "migration:\n  too: ecs",
      `${PROD}:NEXT:3 migration.too: unknown key; allowed: to, phases, stays, host`,
    ],
  ])("%s changed to %s", (from, to, start) => {
    const text = shipped.read(PROD);
    const line = text.slice(0, text.search(from)).split("\n").length;
    shipped.write(PROD, text.replace(from, to));
    const wanted = start.replace("LINE", String(line)).replace("NEXT", String(line + 1));
    expect(complaints(() => describeAll(shipped.root)).filter((each) => each.startsWith(wanted))).toHaveLength(1);
  });
});
