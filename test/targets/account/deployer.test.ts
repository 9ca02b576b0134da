import { describeChosen } from "../../../src/account";
import { synthesize } from "../../../src/synthesize";
import { deriveStatements, type DerivedStatement } from "../../../src/targets/account/deployer/derive";
import {
  POLICIES_OF_A_ROLE,
  policiesOf,
  POLICY_CHARACTERS,
  sizeOf,
} from "../../../src/targets/account/deployer/policies";
import { ROOT } from "../../helpers/source-files";
import { ACCOUNT, allowing, derive, everything, type Given, json } from "./deriving";

describe("what a deployer is allowed", () => {
  it("is by the names that a type has in its environment", () => {
    const statements = derive({
      resource: { aws_db_instance: { db: { identifier: "shop-prod-db" } }, aws_lb: { alb: { name: "shop-prod" } } },
    });
    const [database] = allowing(statements, "rds:DeleteDBInstance");
    expect(database?.resources).toEqual(["arn:aws:rds:eu-west-1:111122223333:db:shop-prod-*"]);
    const [balancer] = allowing(statements, "elasticloadbalancing:DeleteLoadBalancer");
    // Its name is the environment's own and begins nothing: a star behind it would be shop-production's as well.
    expect(balancer?.resources).toEqual([
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop-prod/*",
    ]);
  });

  it.each([
    ["a prefix", { name_prefix: "5f3a1-" }, "targetgroup/5f3a1-*/*"],
    ["a name that only an apply knows", { name: "${aws_x.y.name}" }, "targetgroup/shop-prod-*/*"],
    ["somebody else's name", { name: "theirs" }, "targetgroup/theirs/*"],
  ])("follows %s", (_, named, expected) => {
    const [statement] = allowing(
      derive({ resource: { aws_lb_target_group: { group: named } } }),
      "elasticloadbalancing:DeleteTargetGroup",
    );
    expect(statement?.resources).toEqual([`arn:aws:elasticloadbalancing:eu-west-1:111122223333:${expected}`]);
  });

  it("finds an adopted load balancer by the ARN that its rules name", () => {
    const arn =
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/theirs/0123456789abcdef/0123456789abcdef";
    const [statement] = allowing(
      derive({ resource: { aws_lb_listener_rule: { rule: { listener_arn: arn } } } }),
      "elasticloadbalancing:DeleteRule",
    );
    expect(statement?.resources).toEqual([
      "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/theirs/*",
    ]);
  });

  it("is in the region of the resource's provider", () => {
    const [statement] = allowing(
      derive({ resource: { aws_backup_vault: { copy: { name: "shop-prod-copy", provider: "aws.copy" } } } }),
      "backup:CreateBackupVault",
    );
    expect(statement?.resources).toEqual(["arn:aws:backup:eu-central-1:111122223333:backup-vault:shop-prod-*"]);
  });

  it("undoes nothing that protects, and deletes no zone or certificate of others", () => {
    const statements = derive(everything);
    for (const action of [
      "kms:ScheduleKeyDeletion",
      "backup:DeleteBackupVaultLockConfiguration",
      "route53:DeleteHostedZone",
    ]) {
      expect(allowing(statements, action)).toEqual([]);
    }
    for (const action of ["acm:DeleteCertificate", "acm:UpdateCertificateOptions", "acm:RemoveTagsFromCertificate"]) {
      expect(allowing(statements, action).map(({ condition }) => condition)).toEqual([
        { StringEquals: { "aws:ResourceTag/platform": "shop" } },
      ]);
    }
    for (const { condition } of allowing(statements, "acm:AddTagsToCertificate")) {
      expect(JSON.stringify(condition)).toContain("aws:ResourceTag/platform");
    }
  });

  it("hands no role to services that are given none", () => {
    const passed = allowing(derive(everything), "iam:PassRole").flatMap(
      ({ condition }) => condition?.["StringEquals"]?.["iam:PassedToService"],
    );
    expect(passed).not.toContain("events.amazonaws.com");
    expect(passed).not.toContain("sns.amazonaws.com");
  });

  it("does not reach the account's own roles, policies or state", () => {
    const all = derive(everything).flatMap(({ resources }) => resources);
    const own = all.filter((arn) => /:iam::\d+:/.test(arn) && !arn.includes("role/aws-service-role/"));
    expect(own.filter((arn) => !arn.includes("/shop-prod-"))).toEqual([]);
    expect(all.filter((arn) => arn.includes("terraform-state"))).toEqual([]);
  });

  it.each([
    ["resource", { resource: { aws_sagemaker_model: { one: {} } } }, "aws_sagemaker_model.one"],
    ["data", { data: { aws_sagemaker_model: { one: {} } } }, "data.aws_sagemaker_model.one"],
    ["ephemeral", { ephemeral: { aws_kms_secrets: { one: {} } } }, "ephemeral.aws_kms_secrets.one"],
  ])("is not guessed for a %s of a type that nobody described", (kind, given, address) => {
    expect(() => derive(given)).toThrow(
      new RegExp(`shop-prod-x has ${address}, and the deployer's policy does not know what ${kind} aws_\\w+ needs`),
    );
  });

  it("is the same whatever order types and workspaces come in", () => {
    const backwards: Given = { resource: Object.fromEntries(Object.entries(everything.resource ?? {}).reverse()) };
    expect(JSON.stringify(derive(backwards))).toBe(JSON.stringify(derive({ resource: everything.resource ?? {} })));
  });

  it("fits one role with all types at once, in two environments", () => {
    const statements = deriveStatements({
      ...ACCOUNT,
      workspaces: ["prod", "staging"].map((environment) => ({
        name: environment,
        environment,
        json: json(everything),
      })),
    });
    const policies = policiesOf(statements);
    expect(policies.length).toBeLessThanOrEqual(POLICIES_OF_A_ROLE);
    for (const { document } of policies) expect(sizeOf(document)).toBeLessThanOrEqual(POLICY_CHARACTERS);
  });

  it("is refused when one role could not hold it", () => {
    const many = Array.from({ length: 400 }, (_, index): DerivedStatement => ({
      topic: "network",
      actions: [`ec2:Action${index}`],
      resources: [`arn:aws:ec2:eu-west-1:111122223333:vpc/${"x".repeat(80)}${index}`],
    }));
    expect(() => policiesOf(many)).toThrow(/^the deployer needs \d+ policies, and a role may have 10$/);
    const long: DerivedStatement = {
      topic: "data",
      actions: ["s3:GetObject"],
      resources: ["x".repeat(POLICY_CHARACTERS)],
    };
    expect(() => policiesOf([long])).toThrow(/^one statement of the deployer has \d+ characters$/);
  });
});

describe("the deployer of what is shipped", () => {
  const { accounts } = describeChosen(ROOT, ["kdcube/account"]);
  const { workspaces } = synthesize(accounts.flatMap(({ environments }) => environments));
  const statements = deriveStatements({
    ...ACCOUNT,
    platform: "kdcube",
    workspaces: workspaces.map(({ workspace: { name }, deployment: { environment }, json: built }) => ({
      name,
      environment: environment.environment,
      json: built,
    })),
  });

  it("has actions written out, each of them in full", () => {
    expect(
      statements.flatMap(({ actions }) => actions).filter((action) => !/^[a-z0-9-]+:[A-Z]\w+$/.test(action)),
    ).toEqual([]);
  });

  it("names resources wherever it changes anything; what knows no resource is made with our tag", () => {
    const reads = /^[a-z0-9-]+:(?:Describe|List|Get)/;
    const changing = statements
      .filter(({ resources, condition, effect }) => resources.includes("*") && !condition && !effect)
      .flatMap(({ actions }) => actions.filter((action) => !reads.test(action)));
    // Each of them knows no resource type in the Service Authorization Reference, and carries no tag of its caller.
    expect([...new Set(changing)].sort()).toEqual([
      "backup-storage:MountCapsule",
      "ecs:DeregisterTaskDefinition",
      "elasticloadbalancing:SetWebAcl",
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DeleteResourcePolicy",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
      "route53:CreateHostedZone",
      "servicediscovery:UntagResource",
      "sns:SetSubscriptionAttributes",
      "sns:Unsubscribe",
    ]);
  });

  it("stays in the account", () => {
    const elsewhere = statements
      .flatMap(({ resources }) => resources)
      .filter((arn) => arn !== "*" && !arn.includes(":111122223333:"))
      .map((arn) => arn.split(":").slice(2, 3).join())
      .filter((service) => !["s3", "route53"].includes(service));
    // A public image, its snapshots, and the parameter that names it.
    expect([...new Set(elsewhere)].sort()).toEqual(["ec2", "ssm"]);
  });

  it("fits into policies of a role", () => {
    const policies = policiesOf(statements);
    expect(policies.map(({ name }) => name.replace(/-\d$/, ""))).toEqual(
      expect.arrayContaining(["network", "services", "data"]),
    );
    for (const { document } of policies) expect(sizeOf(document)).toBeLessThanOrEqual(POLICY_CHARACTERS);
  });
});
