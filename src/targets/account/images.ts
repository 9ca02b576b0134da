import { DataAwsEcrRepository } from "@cdktf/provider-aws/lib/data-aws-ecr-repository";
import { EncryptionKey } from "../../modules/encryption-key";
import { ImageRepository } from "../../modules/image-repository";
import { throughServicesAlone } from "../../modules/key-statements";
import type { AccountStack } from "./stack";

/** A repository for each image of ours. Gives their ARNs, by name. */
export function accountImages(stack: AccountStack): Readonly<Record<string, string>> {
  const { platform, aws, adopt } = stack.account;
  const own = stack.repositories.filter((name) => !adopt.repositories.includes(name));
  for (const name of stack.repositories) if (!own.includes(name)) adopted(stack, name);
  if (own.length > 0) {
    const key = new EncryptionKey(stack, "image-key", {
      name: `${platform}-images`,
      description: `Images of ${platform}`,
      account: aws.account,
      statements: [throughServicesAlone({ ...aws, through: ["ecr"] })],
    });
    for (const name of own) new ImageRepository(stack, `image-${name}`, { name, kmsKeyArn: key.arn });
  }
  const { account, region } = aws;
  return Object.fromEntries(
    stack.repositories.map((name) => [name, `arn:aws:ecr:${region}:${account}:repository/${name}`]),
  );
}

/** What environments rely on holds for a repository that others made, too. */
function adopted(stack: AccountStack, name: string): void {
  new DataAwsEcrRepository(stack, `image-${name}`, {
    name,
    lifecycle: {
      postcondition: [
        {
          condition: '${self.image_tag_mutability == "IMMUTABLE"}',
          errorMessage: `repository ${name} lets a tag be given twice; make its tags immutable`,
        },
      ],
    },
  });
}
