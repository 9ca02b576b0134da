import { escapeTemplates } from "../../src/terraform";
import { evaluated } from "../../src/preflight/terraform-text";

describe("a text of Terraform JSON", () => {
  it.each([
    ["plain", "plain"],
    ["$${APP_DOMAIN} and %%{if}", "${APP_DOMAIN} and %{if}"],
    ["^/api$", "^/api$"],
    [
      "s3://${data.terraform_remote_state.foundation.outputs.bucket_name_storage}/x",
      "s3://<foundation.bucket_name_storage>/x",
    ],
    [
      '"${join(",", data.terraform_remote_state.foundation.outputs.private_subnet_ids)}"',
      '"<join(,,foundation.private_subnet_ids)>"',
    ],
    ['${var.a == "}" ? 1 : 2}!', "<var.a==}?1:2>!"],
    ["${{ for key in [1] : key => 2 }}", "<{forkeyin[1]:key=2}>"],
  ])("%s comes to %s", (text, made) => expect(evaluated(text)).toBe(made));

  it("is what it was before it was escaped", () => {
    for (const text of ["a ${b} %{c} $d $$e", "$${already}", "${", "%{ if }", "nothing"])
      expect(evaluated(escapeTemplates(text))).toBe(text);
  });

  it("is refused when an expression does not end", () =>
    expect(() => evaluated("${aws_x.y")).toThrow(/does not end: \$\{aws_x/));
});
