import { deployCommand } from "../../src/cli/deploy-command";
import { prodAt } from "../helpers/moving";

const prod = prodAt({});
const all = (...environments: string[]) => environments.map((environment) => ({ platform: "kdcube", environment }));

describe("the command for a whole environment", () => {
  it("is a pattern", () => {
    expect(deployCommand(prod, all("prod", "staging"))).toBe("npx cdktf deploy 'kdcube-prod-*'");
  });

  it("names every workspace when the pattern would match another environment", () => {
    expect(deployCommand(prod, all("prod", "prod-eu"))).toMatch(
      /^npx cdktf deploy kdcube-prod-foundation kdcube-prod-ecs-metrics kdcube-prod-ec2-compose /,
    );
  });
});
