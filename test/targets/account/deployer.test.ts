import { describeChosen } from "../../../src/account";
import { synthesize, type TerraformJson } from "../../../src/synthesize";
import { deriveStatements, type DerivedStatement } from "../../../src/targets/account/deployer/derive";
import { EPHEMERALS, LOOKUPS, RESOURCES } from "../../../src/targets/account/deployer/lookups";
import {
  POLICIES_OF_A_ROLE,
  policiesOf,
  POLICY_CHARACTERS,
  sizeOf,
} from "../../../src/targets/account/deployer/policies";
import { ROOT } from "../../helpers/source-files";

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;
type Given = {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  readonly output?: Blocks[string];
};

const ACCOUNT = { platform: "shop", account: "111122223333", region: "eu-west-1" } as const;
const json = (given: Given): TerraformJson => ({
  terraform: {},
  provider: { aws: [{ region: "eu-west-1" }, { alias: "copy", region: "eu-central-1" }] },
  ...given,
});
const derive = (given: Given, environment = "prod"): DerivedStatement[] =>
  deriveStatements({ ...ACCOUNT, workspaces: [{ name: `shop-${environment}-x`, environment, json: json(given) }] });
const allowing = (statements: readonly DerivedStatement[], action: string): DerivedStatement[] =>
  statements.filter(({ actions }) => actions.includes(action));

const BOUNDED = { StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/shop-boundary" } };

/** One of each type that the tables know. */
const everything: Given = {
  resource: Object.fromEntries(Object.keys(RESOURCES).map((type) => [type, { one: {} }])),
  data: Object.fromEntries(Object.keys(LOOKUPS).map((type) => [type, { one: {} }])),
  ephemeral: Object.fromEntries(Object.keys(EPHEMERALS).map((type) => [type, { one: {} }])),
};

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

  it("reads of an adopted secret's value, by its ARN", () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf";
    const [statement] = allowing(
      derive({ data: { aws_secretsmanager_secret_version: { token: { secret_id: arn } } } }),
      "secretsmanager:GetSecretValue",
    );
    expect(statement?.resources).toContain("arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-*");
  });

  it("changes in the network what carries the platform's tag, and nothing else", () => {
    const statements = derive({ resource: { aws_vpc: { vpc: {} }, aws_subnet: { a: {} } } });
    for (const action of ["ec2:DeleteVpc", "ec2:DeleteSubnet", "ec2:DeleteTags"]) {
      for (const { resources, condition } of allowing(statements, action)) {
        expect(condition).toEqual({ StringEquals: { "aws:ResourceTag/platform": "shop" } });
        expect(resources.every((arn) => arn.startsWith("arn:aws:ec2:eu-west-1:111122223333:"))).toBe(true);
      }
    }
  });

  it("passes roles of the environment to the services that its types are run by, and to no other", () => {
    const statements = derive({
      resource: {
        aws_iam_role: { api: { name: "shop-prod-api" } },
        aws_ecs_task_definition: { api: { family: "shop-prod-api" } },
      },
    });
    expect(allowing(statements, "iam:PassRole")).toEqual([
      expect.objectContaining({
        resources: ["arn:aws:iam::111122223333:role/shop-prod-*"],
        condition: { StringEquals: { "iam:PassedToService": ["ecs-tasks.amazonaws.com"] } },
      }),
    ]);
  });

  it("attaches the managed policies that are named, and no other", () => {
    const session = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    const [statement] = allowing(
      derive({
        resource: { aws_iam_role_policy_attachment: { session: { role: "shop-prod-host", policy_arn: session } } },
      }),
      "iam:AttachRolePolicy",
    );
    expect(statement?.condition).toEqual({ ArnLike: { "iam:PolicyARN": [session] }, ...BOUNDED });
  });

  it("associates our own documents and those of AWS that a host needs, and changes none of AWS's", () => {
    const statements = derive({
      resource: {
        aws_ssm_document: { deploy: { name: "shop-prod-deploy" } },
        aws_ssm_association: { one: { name: "AWS-RunPatchBaseline" } },
      },
    });
    const on = (action: string): string[] => allowing(statements, action).flatMap(({ resources }) => resources);
    expect(on("ssm:CreateAssociation")).toEqual(
      expect.arrayContaining([
        "arn:aws:ssm:eu-west-1::document/AWS-*",
        "arn:aws:ssm:eu-west-1:111122223333:document/shop-prod-*",
      ]),
    );
    expect(on("ssm:UpdateDocument")).toEqual(["arn:aws:ssm:eu-west-1:111122223333:document/shop-prod-*"]);
  });

  it("makes a patch baseline with the platform's tag, and changes one that carries it", () => {
    const statements = derive({ resource: { aws_ssm_patch_baseline: { one: {} }, aws_ssm_patch_group: { one: {} } } });
    for (const action of ["ssm:DeletePatchBaseline", "ssm:RegisterPatchBaselineForPatchGroup"])
      expect(allowing(statements, action).map(({ condition }) => condition)).toEqual([
        { StringEquals: { "aws:ResourceTag/platform": "shop" } },
      ]);
  });

  it("reads a database by what RDS calls it inside, which no name begins", () => {
    const [read] = allowing(
      derive({ resource: { aws_db_instance: { db: { identifier: "shop-prod-db" } } } }),
      "rds:DescribeDBInstances",
    ).filter(({ resources }) => resources.includes("arn:aws:rds:eu-west-1:111122223333:db:*"));
    expect(read?.actions).toEqual(["rds:DescribeDBInstances"]);
  });

  it("reads alarms by a list, and changes those with its names", () => {
    for (const type of ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm", "aws_appautoscaling_policy"]) {
      const statements = derive({ resource: { [type]: { one: { alarm_name: "shop-prod-one" } } } });
      const [read, ...more] = allowing(statements, "cloudwatch:DescribeAlarms");
      expect(more).toEqual([]);
      expect(read?.resources).toEqual(["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*"]);
      for (const { resources } of allowing(statements, "cloudwatch:DeleteAlarms")) {
        expect(resources).not.toContain("arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*");
      }
    }
  });

  it("hands the role of a restore test to who tests, and lets it have its own role", () => {
    const statements = derive({ resource: { aws_backup_restore_testing_selection: { rds: { name: "rds" } } } });
    const passed = allowing(statements, "iam:PassRole").flatMap(
      ({ condition }) => condition?.["StringEquals"]?.["iam:PassedToService"],
    );
    expect(passed).toContain("restore-testing.backup.amazonaws.com");
    expect(allowing(statements, "iam:CreateServiceLinkedRole").flatMap(({ resources }) => resources)).toEqual([
      "arn:aws:iam::111122223333:role/aws-service-role/restore-testing.backup.amazonaws.com/*",
    ]);
  });

  it("lets a cache's logs be delivered, and a vault retire its grant", () => {
    const cache = derive({ resource: { aws_elasticache_replication_group: { cache: {} } } });
    for (const action of [
      ...["CreateLogDelivery", "GetLogDelivery", "UpdateLogDelivery", "DeleteLogDelivery", "ListLogDeliveries"],
      ...["PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups"],
    ]) {
      expect(allowing(cache, `logs:${action}`).map(({ resources }) => resources)).toEqual([["*"]]);
    }
    const [grant] = allowing(derive({ resource: { aws_backup_vault: { vault: {} } } }), "kms:RetireGrant");
    expect(grant?.resources).toEqual(["arn:aws:kms:eu-west-1:111122223333:key/*"]);
    expect(grant?.condition).toMatchObject({
      StringEquals: { "kms:ViaService": expect.arrayContaining(["backup.eu-west-1.amazonaws.com"]) as object },
    });
  });

  it("touches objects in the bucket that its own are put into, and in no other", () => {
    const bundle = { bucket: "shop-prod-bundle-111122223333" };
    const file = (bucket: string): Given => ({ resource: { aws_s3_object: { file: { bucket } } } });
    const [home, host] = [
      json({
        resource: { aws_s3_bucket: { bundle, uploads: { bucket: "shop-prod-uploads" } } },
        output: { bundle_bucket: { value: "${aws_s3_bucket.bundle.bucket}" } },
      }),
      json(file("${data.terraform_remote_state.foundation.outputs.bundle_bucket}")),
    ];
    const statements = deriveStatements({
      ...ACCOUNT,
      workspaces: [
        { name: "shop-prod-foundation", environment: "prod", json: home },
        { name: "shop-prod-host", environment: "prod", json: host },
      ],
    });
    for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"]) {
      expect(allowing(statements, action).flatMap(({ resources }) => resources)).toEqual([
        `arn:aws:s3:::${bundle.bucket}/*`,
      ]);
    }
    expect(() => derive(file("${aws_x.y.name}"))).toThrow(/aws_s3_object\.bucket is \$\{aws_x\.y\.name\}/);
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

  it("makes and fills roles only within the account's boundary, and takes it off none", () => {
    const statements = derive({
      resource: {
        aws_iam_role: { api: { name: "shop-prod-api" } },
        aws_iam_role_policy: { api: { name: "own" } },
        aws_iam_role_policy_attachment: { api: { policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" } },
      },
    });
    for (const action of ["CreateRole", "PutRolePermissionsBoundary", "PutRolePolicy", "AttachRolePolicy"]) {
      const conditions = allowing(statements, `iam:${action}`).map(({ condition }) => condition);
      expect(conditions).toEqual([expect.objectContaining(BOUNDED)]);
    }
    expect(allowing(statements, "iam:DeleteRolePermissionsBoundary")).toEqual([
      { topic: "identity", actions: ["iam:DeleteRolePermissionsBoundary"], resources: ["*"], effect: "Deny" },
    ]);
    const [denied, ...more] = policiesOf(statements)
      .flatMap(({ document }) => (document as { Statement: { Effect: string; Action: string[] }[] }).Statement)
      .filter(({ Effect }) => Effect === "Deny");
    expect(more).toEqual([]);
    expect(denied?.Action).toEqual(["iam:DeleteRolePermissionsBoundary"]);
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
