import { escapeTemplates, jsonDocument } from "../src/terraform";

describe("text of the model in Terraform", () => {
  it.each([
    ["${HOME}", "$${HOME}"],
    ["100%{x}", "100%%{x}"],
    ["a ${b} and ${c}", "a $${b} and $${c}"],
    ["price: $5, 5%", "price: $5, 5%"],
    ["${TfToken[TOKEN.7]}", "${TfToken[TOKEN.7]}"],
    ["$${x}", "$$${x}"],
  ])("%s is written as %s", (text, written) => {
    expect(escapeTemplates(text)).toBe(written);
  });

  it("keeps a JSON document's quotes, and escapes inside of it", () => {
    expect(jsonDocument({ re: 'a "b" \\d${x}' })).toBe('{"re":"a \\"b\\" \\\\d$${x}"}');
  });
});
