import { renderEnvFile } from "../../src/rendering/env-file";

describe("an env file", () => {
  // The right-hand sides were read back by compose 2.29.7 (`config --format json`) byte for byte.
  it.each([
    ["plain text bare", "redis://cache:6379/0", "redis://cache:6379/0"],
    ["nothing at all", "", ""],
    ["JSON in single quotes", '{"a":[1,"#"]}', `'{"a":[1,"#"]}'`],
    ["a dollar that compose would fill in", "$HOME ${X:-y} $$", "'$HOME ${X:-y} $$'"],
    ["a comment sign after a space", "a #b", "'a #b'"],
    ["spaces at both ends", " a ", "' a '"],
    ["lines", "a\nb=c\n", "'a\nb=c\n'"],
    ["backslashes inside", "a\\nb\\\\c", "'a\\nb\\\\c'"],
    ["double quotes", '"quoted"', `'"quoted"'`],
    ["a single quote", "it's", `"it's"`],
    ["a single quote and a dollar", "it's $5", `"it's \\$5"`],
    ["a single quote and a line break", "it's\ntwo", `"it's\ntwo"`],
    ["both quotes and a backslash", `it's "x" \\`, `"it's \\"x\\" \\\\"`],
    ["a backslash at the end", "C:\\", '"C:\\\\"'],
    ["a backslash before a single quote", "\\'", `"\\\\'"`],
    ["a carriage return, which compose drops before a line feed", 'a\r\n"$b"', `"a\\r\n\\"\\$b\\""`],
    ["a regular expression", "^a(b|c)+\\d$", "'^a(b|c)+\\d$'"],
    ["letters of other alphabets", "größe", "'größe'"],
  ])("writes %s", (_, value, written) => {
    expect(renderEnvFile({ NAME: value })).toBe(`NAME=${written}\n`);
  });

  it("leaves what is filled in at apply as it is, whatever the quotes", () => {
    expect(renderEnvFile({ A: "it's ${TfToken[TOKEN.7]}:$1" })).toBe(`A="it's \${TfToken[TOKEN.7]}:\\$1"\n`);
  });

  it("sorts by name, in the order of the alphabet's codes", () => {
    expect(renderEnvFile({ b: "1", A_B: "2", AB: "3" })).toBe("AB=3\nA_B=2\nb=1\n");
  });

  it.each(["1A", "A-B", "A B", ""])("refuses the name %p, which would not come back", (name) => {
    expect(() => renderEnvFile({ [name]: "x" })).toThrow(/cannot be the name of a variable/);
  });

  it("refuses a NUL byte, which no process can be given", () => {
    expect(() => renderEnvFile({ A: "a\0b" })).toThrow(/NUL/);
  });
});
