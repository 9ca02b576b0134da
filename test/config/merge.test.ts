import { mergeMaps, withoutNulls } from "../../src/config/merge";
import { SourceMap, blame } from "../../src/config/source";
import type { MapTree } from "../../src/config/tree";
import { formatPath, parsePath, toValue } from "../../src/config/tree";
import { parseYaml } from "../../src/config/yaml";

function tree(file: string, text: string): MapTree {
  const parsed = parseYaml(file, text);
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.tree;
}

const base = tree("base.yaml", "a: 1\nmap: { x: 1, y: 2 }\nlist: [1, 2]\ngone: { deep: true }\n");
const merged = (text: string) => mergeMaps(withoutNulls(base), tree("top.yaml", text));

describe("merging a file over the one it extends", () => {
  it.each([
    ["a map merges", "map: { y: 3, z: 4 }", { map: { x: 1, y: 3, z: 4 } }],
    ["a list replaces", "list: [3]", { list: [3] }],
    ["a scalar replaces", "a: 2", { a: 2 }],
    ["null removes", "gone: null", { gone: undefined }],
    ["an empty value removes", "gone:", { gone: undefined }],
    ["null removes below", "map: { x: null }", { map: { y: 2 } }],
    ["null of what is not there does nothing", "other: null", {}],
    ["a scalar replaces a map", "map: 1", { map: 1 }],
    ["a map replaces a scalar", "a: { b: 1 }", { a: { b: 1 } }],
    ["a map in a list loses its nulls too", "list: [{ b: 1, c: null }]", { list: [{ b: 1 }] }],
  ])("%s", (_rule, text, change) => {
    const before = toValue(withoutNulls(base)) as object;
    const after = JSON.parse(JSON.stringify({ ...before, ...change })) as unknown;
    expect(toValue(merged(text))).toEqual(after);
  });

  it("brings a removed value back when a file above says it again", () => {
    const top = mergeMaps(merged("gone: null"), tree("last.yaml", "gone: { other: 1 }"));
    expect(toValue(top)).toMatchObject({ gone: { other: 1 } });
    expect(new SourceMap("last.yaml", top).history(["gone"]).map(({ place }) => place.file)).toEqual([
      "top.yaml",
      "base.yaml",
    ]);
  });
});

describe("a source map", () => {
  const text = "map:\n  y: 3\nlist:\n  - name: one\n    v: 1\n  - name: two\n    v: 2\n  - v: 3\ngone: null\n";
  const source = new SourceMap("top.yaml", merged(text));

  it.each([
    [["map", "y"], "top.yaml:2:6"],
    [["map", "x"], "base.yaml:2:11"],
    [["map"], "top.yaml:1:1"],
    [["list", "two", "v"], "top.yaml:7:8"],
    [["list", 1, "v"], "top.yaml:7:8"],
    [["list", "1", "v"], "top.yaml:7:8"],
    [["list", 2, "v"], "top.yaml:8:8"],
    [["a"], "base.yaml:1:4"],
    // What is not there is blamed on the nearest that is, or on the line that removed it.
    [["map", "nothing", "below"], "top.yaml:1:1"],
    [["gone", "deep"], "top.yaml:9:7"],
    [["nothing"], "top.yaml:1:1"],
    [[], "top.yaml:1:1"],
  ])("knows where %j stands: %s", (path, wanted) => {
    const { file, line, column } = source.place(path);
    expect(`${file}:${line}:${column}`).toBe(wanted);
  });

  it("points at a key when the key is wrong", () => {
    expect(blame(source, ["map", "y"], "unknown key", "key")).toEqual({
      file: "top.yaml",
      line: 2,
      column: 3,
      path: "map.y",
      text: "unknown key",
    });
  });

  it.each([
    [["list", 0, "v"], "list.one.v"],
    [["list", 2, "v"], "list.2.v"],
    [["map", "a.b"], 'map."a.b"'],
  ])("shows %j as a person would type it: %s", (path, shown) => expect(source.show(path)).toBe(shown));

  it("tells what a value overrode, also inside a list that was replaced", () => {
    const [before, ...more] = source.history(["map", "y"]);
    expect([before?.place.file, before && toValue(before), more]).toEqual(["base.yaml", 2, []]);
    const above = mergeMaps(source.tree, tree("last.yaml", "list: [{ name: two, v: 9 }]"));
    expect(new SourceMap("last.yaml", above).history(["list", "two", "v"]).map((each) => toValue(each))).toEqual([2]);
  });
});

describe("a typed path", () => {
  it.each(['a.b.0."c.d"', "a", "a-b.c_d/e"])("%s comes back as it went in", (typed) =>
    expect(formatPath(parsePath(typed))).toBe(typed),
  );
});
