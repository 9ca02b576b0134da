import * as z from "zod";
import { awsSchema } from "./aws-schema";

/** Who may write state or become a deployer is said by name: a wildcard in an ARN would be everybody. */
const principal = z
  .string()
  .regex(
    /^arn:aws[\w-]*:iam::\d{12}:(?:role|user)\/[\w+=,.@/-]+$/,
    "the ARN of a role or a user, such as arn:aws:iam::111122223333:role/operators",
  );

/**
 * Which run of which repository may act. GitHub writes it into the token's sub claim; one that ends in a bare `*` would
 * let any branch and any pull request in. Source: GitHub, "OpenID Connect reference", example subject claims.
 */
const subject = z
  .string()
  .regex(
    /^repo:[\w.-]+\/[\w.-]+:(?:environment:[\w./-]+|ref:refs\/(?:heads|tags)\/[\w.-][\w./-]*\*?)$/,
    "repo:<owner>/<name>: and then ref:refs/heads/<branch>, ref:refs/tags/v* or environment:<name>; a wildcard only at the end of a branch's or a tag's name",
  );

const subjects = z.array(subject).min(1);

const keyArn = z
  .string()
  .regex(
    /^arn:aws[\w-]*:kms:[a-z0-9-]+:\d{12}:key\/(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/,
    "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f",
  );

/** Things of the account that others made: used, looked at in every plan, never changed or destroyed. */
const adoptSchema = z.strictObject({
  /** A bucket for state under another name than the derived one; every environment with s3 state uses it then. */
  stateBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of an S3 bucket")
    .optional(),
  /** Its key. */
  stateKeyArn: keyArn.optional(),
  /** Repositories that exist under the platform's own names, which is what environments pull. */
  repositories: z.array(z.string().min(1)).default([]),
  /** An account has one provider for GitHub, whoever made it. */
  oidcProviderArn: z
    .string()
    .regex(
      /^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/token\.actions\.githubusercontent\.com$/,
      "the ARN of the account's provider for token.actions.githubusercontent.com",
    )
    .optional(),
  /** Their trust is their owner's; they get our policies to attach, as an output. */
  roles: z.strictObject({ ci: principal.optional(), deployer: principal.optional() }).default({}),
});

/** What `account.yaml` may say: what there is once in the AWS account, whatever environments live in it. */
export const accountSchema = z.strictObject({
  aws: awsSchema.pick({ account: true, region: true }),
  /** Of the account's own workspace. Local for the first apply, because it makes the bucket; s3 ever after. */
  state: z.discriminatedUnion("backend", [
    z.strictObject({ backend: z.literal("local") }),
    z.strictObject({ backend: z.literal("s3") }),
  ]),
  /** Who builds and pushes images. @default - nobody */
  ci: z.strictObject({ provider: z.literal("github"), subjects }).optional(),
  /** Who applies the environments' workspaces. @default - policies, and no role that has them */
  deployer: z
    .strictObject({ principals: z.array(principal).default([]), subjects: subjects.optional() })
    .refine(({ principals, subjects: runs = [] }) => principals.length + runs.length > 0, {
      error: "names nobody; allowed: principals: [<role ARN>] or subjects: [repo:…], one at least",
    })
    .optional(),
  adopt: adoptSchema.prefault({}),
});
export type AccountSettings = z.infer<typeof accountSchema>;

/** The account of one platform, valid and frozen. */
export interface Account extends AccountSettings {
  readonly platform: string;
  /** As the reader would name it: `envs/shop/account.yaml`. */
  readonly file: string;
}

/** Where environments keep their state when the bucket is not the derived one. */
export interface StateHome {
  readonly bucket: string;
  readonly keyArn: string;
}
