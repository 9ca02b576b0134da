import { type Exception, type Finding, judge } from "./exceptions";

const found: Finding = { rule: "CKV_AWS_1", title: "a rule", workspace: "shop-prod-ecs", address: "aws_a.api_b" };
const excuse: Exception = {
  rule: "CKV_AWS_1",
  in: "*",
  on: ["aws_a.*"],
  reason: "said in a sentence",
  until: "2027-01-01",
};

describe("a finding of the scanner", () => {
  it("is open until somebody excuses it", () => {
    expect(judge([found], [], "2026-12-01").open).toEqual(["CKV_AWS_1 shop-prod-ecs aws_a.api_b: a rule"]);
    expect(judge([found], [excuse], "2026-12-01")).toEqual({ open: [], unused: [], expired: [] });
  });

  it("is not excused elsewhere, nor by another rule's exception", () => {
    expect(judge([{ ...found, address: "aws_b.a" }], [excuse], "2026-12-01").open).toHaveLength(1);
    expect(judge([found], [{ ...excuse, in: "shop-staging-*" }], "2026-12-01").open).toHaveLength(1);
    expect(judge([found], [{ ...excuse, in: "shop-prod-*" }], "2026-12-01").open).toEqual([]);
    expect(judge([{ ...found, rule: "CKV_AWS_2" }], [excuse], "2026-12-01").open).toHaveLength(1);
    expect(judge([{ ...found, address: "aws_axb" }], [excuse], "2026-12-01").open).toHaveLength(1);
  });

  it("has an exception that ends, and that goes when nothing needs it", () => {
    expect(judge([found], [excuse], "2027-01-02").expired).toEqual(["CKV_AWS_1 ended on 2027-01-01"]);
    expect(judge([], [excuse], "2026-12-01").unused).toEqual(["CKV_AWS_1 on aws_a.*"]);
  });
});
