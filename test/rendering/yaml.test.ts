import { parse } from "yaml";
import { renderYaml } from "../../src/rendering/yaml";
import { NASTY_TEXTS } from "../helpers/nasty-text";

describe("a file of YAML", () => {
  it.each(Object.entries(NASTY_TEXTS))("gives back %s", (_, text) => {
    expect(parse(renderYaml({ text, list: [text] }, ["a comment"]))).toEqual({ text, list: [text] });
  });

  it("holds no character that a reader of YAML refuses", () => {
    const text = renderYaml({ text: "\u0001\u001b\u007f\u0085\u2028\ufeff\uffff" }, []);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  });

  it("says a list where it stands, also the same one twice", () => {
    const list = ["a"];
    expect(renderYaml({ one: list, two: list }, [])).toBe("one:\n  - a\ntwo:\n  - a\n");
  });
});
