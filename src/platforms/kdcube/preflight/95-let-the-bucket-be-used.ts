import { unitOf, allowing } from "./network";
import { rule, inSettings, running, named, CHAT, noneOnAws } from "./rule";

export const letTheBucketBeUsed = rule({
  id: 95,
  group: "storage",
  title: "who keeps files in the bucket may read, write, list and delete there, and use its key",
  severity: "breaks",
  consequence: "conversations cannot be saved: AccessDenied in the middle of an answer",
  fix: "keep the grant readWriteBucket",
  source: "documents",
  looksAt: "S3 and KMS actions of task roles and of the host",
  idle: (input) => noneOnAws(input) ?? (input.build.settings.storage === "s3" ? undefined : "storage is a directory"),
  run: (input) =>
    running(input, ...CHAT, "py-code-exec")
      .filter(({ on }) => on !== "laptop")
      .flatMap((each) => {
        const allows = unitOf(input, each)?.allows ?? [];
        const bucket = (each.environment["KDCUBE_STORAGE_PATH"] ?? "").replace(/^s3:\/\//, "").split("/")[0] as string;
        const missing = ACTIONS.filter(
          (action) =>
            !allowing(allows, action).some(
              ({ resources }) => action.startsWith("kms:") || resources.some((resource) => resource.includes(bucket)),
            ),
        );
        return missing.length === 0 ? [] : [inSettings("storage", `${named(each)} lacks ${missing.join(", ")}`)];
      }),
});

const ACTIONS = [
  "s3:ListBucket",
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:PutObject",
  "s3:DeleteObject",
  "kms:Decrypt",
  "kms:GenerateDataKey",
];
