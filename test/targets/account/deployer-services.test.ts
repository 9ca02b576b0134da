import { deriveStatements } from "../../../src/targets/account/deployer/derive";
import { policiesOf } from "../../../src/targets/account/deployer/policies";
import { ACCOUNT, allowing, BOUNDED, derive, type Given, json } from "./deriving";

describe("what a deployer is allowed", () => {
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

  it.each(["aws_ebs_volume", "aws_instance", "aws_autoscaling_group"])(
    "encrypts the disks of %s through EC2",
    (type) => {
      const statements = derive({ resource: { [type]: { one: {} } } });
      for (const action of ["GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo"])
        expect(allowing(statements, `kms:${action}`)).toEqual([
          expect.objectContaining({
            resources: ["arn:aws:kms:eu-west-1:111122223333:key/*"],
            condition: { StringEquals: { "kms:ViaService": ["ec2.eu-west-1.amazonaws.com"] } },
          }),
        ]);
    },
  );

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

  it("reads of an adopted secret's value, by its ARN", () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf";
    const [statement] = allowing(
      derive({ data: { aws_secretsmanager_secret_version: { token: { secret_id: arn } } } }),
      "secretsmanager:GetSecretValue",
    );
    expect(statement?.resources).toContain("arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-*");
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
});
