import { renderEnvFile } from "../../src/rendering/env-file";
import { FILLED_IN, readEnvFile } from "../../src/preflight/dotenv";

describe("an env file, as compose reads it", () => {
  it.each([
    ["A=plain", { A: "plain" }],
    ["# said\n\nA=1\nB=2\n", { A: "1", B: "2" }],
    ["A=1 # a comment\nB=x#y", { A: "1", B: "x#y" }],
    ['A=\'{"a":"$b"} # kept\'\nB=', { A: '{"a":"$b"} # kept', B: "" }],
    ["A='two\nlines'\nB=2", { A: "two\nlines", B: "2" }],
    ['A="it\'s \\"so\\" \\$b \\\\"', { A: 'it\'s "so" $b \\' }],
    ["A=${REDIS_PASSWORD}", { A: FILLED_IN }],
    ['A="x$y"', { A: `x${FILLED_IN}y` }],
  ])("%j", (text, values) => expect(readEnvFile(text)).toEqual(values));

  it("gives back what our writer was given", () => {
    const values = {
      A: "^/api/[a-z]+$",
      B: '{"guarded":["^/x$"],"name":"${APP}"}',
      C: 'it\'s "quoted" \\ and $more',
      D: "ends in \\",
      E: "two\nlines\n",
      F: "",
    };
    expect(readEnvFile(renderEnvFile(values))).toEqual(values);
  });
});
