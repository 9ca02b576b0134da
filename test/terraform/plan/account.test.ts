import { describeChosen } from "../../../src/account";
import { OWN_IMAGES } from "../../../src/platforms/kdcube/images";
import { synthesize } from "../../../src/synthesize";
import { forOfflinePlan } from "../../helpers/editor";
import type { JsonObject } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { ROOT } from "../../helpers/source-files";
import { formatDiagnostic, Terraform, TERRAFORM_TIMEOUT_MS, whyNoTerraform } from "../../helpers/terraform";

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const { accounts } = describeChosen(ROOT, ["kdcube/account"]);
const [made] = synthesize([], accounts).accounts;
const json = made?.json as unknown as JsonObject;

(whyNoTerraform() ? describe.skip : describe)("the plan of the account", () => {
  let terraform: Terraform;
  let plan: Plan;
  beforeAll(() => {
    terraform = new Terraform();
    plan = terraform.plan("kdcube-account", forOfflinePlan(json, String));
  }, TERRAFORM_TIMEOUT_MS);
  afterAll(() => terraform.dispose());

  const statements = (address: string, attribute: string): Statement[] => {
    const text = plan.resource(address).values[attribute];
    if (typeof text !== "string") throw new Error(`${attribute} of ${address} is not known at plan time`);
    return (JSON.parse(text) as { Statement: Statement[] }).Statement;
  };
  /** Documents that name what only an apply knows are read from the configuration. */
  const written = (type: string, name: string, attribute: string): Statement[] => {
    const resources = json["resource"] as unknown as Record<string, Record<string, Record<string, string>>>;
    return (JSON.parse(resources[type]?.[name]?.[attribute] ?? "") as { Statement: Statement[] }).Statement;
  };

  it(
    "is of a workspace that terraform validates as it is",
    () => expect(terraform.validate("account-as-is", json).map(formatDiagnostic)).toEqual([]),
    TERRAFORM_TIMEOUT_MS,
  );

  it(
    "validates where all of it is adopted, too",
    () => {
      const [{ account, ...rest }] = accounts as [(typeof accounts)[number]];
      const adopt = {
        stateBucket: "their-states",
        stateKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f",
        repositories: [...rest.repositories],
        oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
        roles: { deployer: "arn:aws:iam::111122223333:role/their/deployer" },
      };
      const [adopted] = synthesize([], [{ ...rest, account: { ...account, deployer: undefined, adopt } }]).accounts;
      const all = adopted?.json as unknown as JsonObject;
      expect(Object.keys(all["resource"] ?? {}).sort()).toEqual([
        "aws_iam_policy",
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        "terraform_data",
      ]);
      expect(terraform.validate("account-adopted", all).map(formatDiagnostic)).toEqual([]);
    },
    TERRAFORM_TIMEOUT_MS,
  );

  it("E22: has an immutable, scanned, encrypted repository for each image of ours, under the seeds' names", () => {
    const repositories = plan.resources("aws_ecr_repository").map(({ address, values }) => {
      expect(plan.references(address, "encryption_configuration")).toContain("aws_kms_key.image-key.arn");
      const { name, image_tag_mutability, image_scanning_configuration, encryption_configuration } = values;
      expect({ image_tag_mutability, image_scanning_configuration, encryption_configuration }).toEqual({
        image_tag_mutability: "IMMUTABLE",
        image_scanning_configuration: [{ scan_on_push: true }],
        encryption_configuration: [{ encryption_type: "KMS" }],
      });
      return name;
    });
    expect(repositories.sort()).toEqual(Object.keys(OWN_IMAGES).sort());
  });

  it("E22: lets what has no tag go after two weeks, and keeps 300 releases of each", () => {
    const policies = plan.resources("aws_ecr_lifecycle_policy").map(({ values }) => values["policy"]);
    expect(policies).toHaveLength(Object.keys(OWN_IMAGES).length);
    const { rules } = JSON.parse(policies[0] as string) as { rules: { selection: object }[] };
    expect(rules.map(({ selection }) => selection)).toEqual([
      { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
      { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 300 },
    ]);
  });

  it("S1: keeps state versioned, under its own key, closed to the public, with a log of every access", () => {
    expect(plan.resource("aws_s3_bucket.state").values["bucket"]).toBe("kdcube-terraform-state-111122223333");
    expect(plan.resource("aws_s3_bucket_versioning.state_versioning").values).toMatchObject({
      versioning_configuration: [{ status: "Enabled" }],
    });
    expect(plan.references("aws_s3_bucket_server_side_encryption_configuration.state_encryption")).toContain(
      "aws_kms_key.state-key.arn",
    );
    expect(plan.references("aws_s3_bucket_logging.state_logging", "target_bucket")).toContain(
      "aws_s3_bucket.state_log.bucket",
    );
    const locks = plan.resources("aws_s3_bucket_public_access_block");
    expect(locks).toHaveLength(plan.resources("aws_s3_bucket").length);
    for (const { values } of locks) expect(Object.values(values).every((each) => each === true)).toBe(true);
    const owners = plan.resources("aws_s3_bucket_ownership_controls").map(({ values }) => values["rule"]);
    expect(owners).toEqual([
      [{ object_ownership: "BucketOwnerEnforced" }],
      [{ object_ownership: "BucketOwnerEnforced" }],
    ]);
  });

  it("S1: keeps a hundred old states whatever their age, and lets none be deleted by hand", () => {
    expect(plan.resource("aws_s3_bucket_lifecycle_configuration.state_lifecycle").values["rule"]).toMatchObject([
      {
        noncurrent_version_expiration: [{ newer_noncurrent_versions: 100, noncurrent_days: 365 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
    const denied = written("aws_s3_bucket_policy", "state_policy", "policy").map(({ Effect, Action, Condition }) => [
      Effect,
      Action,
      Object.values(Condition ?? {}).flatMap(Object.keys),
    ]);
    expect(denied).toEqual([
      ["Deny", "s3:*", ["aws:SecureTransport"]],
      ["Deny", "s3:*", ["aws:PrincipalAccount", "aws:PrincipalIsAWSService"]],
      ["Deny", "s3:DeleteObjectVersion", []],
    ]);
  });

  it("K1: rotates its keys, and lets them be used through one service each", () => {
    const keys = plan.resources("aws_kms_key");
    expect(keys.map(({ address }) => address)).toEqual(["aws_kms_key.image-key", "aws_kms_key.state-key"]);
    const services = keys.map(({ address, values }) => {
      expect(values).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
      return statements(address, "policy").map(({ Condition }) => Condition?.["StringNotEquals"]?.["kms:ViaService"]);
    });
    expect(services).toEqual([
      [undefined, ["ecr.eu-west-1.amazonaws.com"]],
      [undefined, ["s3.eu-west-1.amazonaws.com"]],
    ]);
  });

  it("destroys nothing that holds anything", () => {
    const resources = json["resource"] as unknown as Record<string, Record<string, { lifecycle?: object }>>;
    for (const type of ["aws_s3_bucket", "aws_kms_key", "aws_ecr_repository"]) {
      for (const { lifecycle } of Object.values(resources[type] ?? {})) {
        expect(lifecycle).toEqual({ prevent_destroy: true });
      }
    }
  });

  it("I1: lets named branches of named repositories push, with a token for AWS alone", () => {
    const [trust, ...more] = written("aws_iam_role", "ci", "assume_role_policy");
    expect(more).toEqual([]);
    expect(trust?.Condition).toEqual({
      StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
      StringLike: {
        "token.actions.githubusercontent.com:sub": [
          "repo:acme/acme-assistant:environment:release",
          "repo:acme/kdcube-ai-app:ref:refs/tags/v*",
        ],
      },
    });
  });

  it("I1: lets the CI push to exactly our repositories, and log in", () => {
    const [login, push, ...more] = statements("aws_iam_policy.ci-policy", "policy");
    expect(more).toEqual([]);
    expect(login).toMatchObject({ Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] });
    const names = Object.keys(OWN_IMAGES).sort();
    expect(push?.Resource).toEqual(names.map((name) => `arn:aws:ecr:eu-west-1:111122223333:repository/${name}`).sort());
    expect([push?.Action].flat().filter((action) => /Delete|\*|Policy/.test(action ?? ""))).toEqual([]);
  });

  it("I1: bounds what the deployer's roles may do, and leaves the boundary to nobody of them", () => {
    expect(plan.resource("aws_iam_policy.boundary").values["name"]).toBe("kdcube-boundary");
    const all = statements("aws_iam_policy.boundary", "policy");
    const allowed = all.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => [Action].flat());
    expect(allowed.filter((action) => /^(iam|organizations|account|sts):/.test(action))).toEqual(["iam:PassRole"]);
    const denied = all.filter(({ Effect }) => Effect === "Deny").flatMap(({ Action }) => [Action].flat());
    expect(denied).toEqual(expect.arrayContaining(["account:*", "iam:Create*", "iam:Put*", "organizations:*"]));
  });

  it("I1: gives the deployer all of its policies, none of them wide", () => {
    const policies = Object.entries(
      (json["resource"] as unknown as Record<string, Record<string, { policy: string }>>)["aws_iam_policy"] ?? {},
    ).filter(([name]) => name.startsWith("deployer-"));
    expect(
      plan.resources("aws_iam_role_policy_attachment").filter(({ address }) => address.includes(".deployer_")),
    ).toHaveLength(policies.length);
    const all = policies.flatMap(([, { policy }]) => (JSON.parse(policy) as { Statement: Statement[] }).Statement);
    expect(all.flatMap(({ Action }) => [Action].flat()).filter((action) => action.includes("*"))).toEqual([]);
  });
});
