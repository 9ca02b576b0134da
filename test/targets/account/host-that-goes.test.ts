import { describeChosen } from "../../../src/account";
import { synthesize } from "../../../src/synthesize";
import { PHASES, prodAt } from "../../helpers/moving";
import { ROOT } from "../../helpers/source-files";

type Blocks = Readonly<Record<string, { readonly policy: string }>>;

describe("the account of an environment whose compose host is removed", () => {
  const [shipped] = describeChosen(ROOT, ["kdcube/account"]).accounts;
  const retired = Object.fromEntries(PHASES.map((phase) => [phase, "retired" as const]));
  /** Every policy of the account, the deployer's and the boundary, by its address. */
  const policiesWith = (host: "present" | "removed") => {
    const environments = shipped!.environments.map((each) =>
      each.environment.environment === "prod" ? prodAt(retired, { host }) : each,
    );
    const { accounts, workspaces } = synthesize([], [{ ...shipped!, environments }]);
    expect(workspaces).toEqual([]);
    return (accounts[0]!.json.resource as unknown as Record<string, Blocks>)["aws_iam_policy"]!;
  };

  it("lets the deployer destroy it, and its role have what it had until then", () => {
    const [before, after] = [policiesWith("present"), policiesWith("removed")];
    expect(JSON.stringify(after)).toContain("ec2:TerminateInstances");
    expect(JSON.stringify(after)).toContain("iam:DeleteInstanceProfile");
    expect(after).toEqual(before);
  });
});
