import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { Construct } from "constructs";
import { jsonDocument } from "../terraform";

export interface ImageRepositoryProps {
  readonly name: string;
  readonly kmsKeyArn: string;
}

/** What no tag names is the rest of a push that failed, or of an image that was built again. */
const UNTAGGED_DAYS = 14;
/** Releases to keep: far more than anybody rolls back through, and a bound on what is paid for. */
const KEPT_TAGGED = 300;

/** One image's versions: a tag is given once, every push is scanned, and releases stay. */
export class ImageRepository extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, kmsKeyArn }: ImageRepositoryProps) {
    super(scope, id);
    const repository = new EcrRepository(this, "Resource", {
      name,
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: "KMS", kmsKey: kmsKeyArn }],
      lifecycle: { preventDestroy: true },
    });
    new EcrLifecyclePolicy(this, "lifecycle", { repository: repository.name, policy: jsonDocument({ rules: RULES }) });
    this.arn = repository.arn;
  }
}

const RULES = [
  {
    rulePriority: 1,
    description: `Without a tag: gone after ${UNTAGGED_DAYS} days`,
    selection: {
      tagStatus: "untagged",
      countType: "sinceImagePushed",
      countUnit: "days",
      countNumber: UNTAGGED_DAYS,
    },
    action: { type: "expire" },
  },
  {
    rulePriority: 2,
    description: `With a tag: the last ${KEPT_TAGGED} stay`,
    selection: {
      tagStatus: "tagged",
      tagPatternList: ["*"],
      countType: "imageCountMoreThan",
      countNumber: KEPT_TAGGED,
    },
    action: { type: "expire" },
  },
];
