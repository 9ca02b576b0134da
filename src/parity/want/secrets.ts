import { physicalName } from "../../model/naming";
import type { Part } from "../../model/reference";
import { variableOf, type SecretUse } from "../../model/secret";
import type { Workload } from "../../model/service";
import { answerOf, isHere } from "./references";
import { objectStoreSecrets } from "./values";
import { as, type Asked, type Named, type Want } from "./want";

/** Variables that hold secrets, and files that do: by which name each place reads them. Never what is in them. */
export function secretWants(asked: Asked, workload: Workload): Named {
  const variables = Object.entries(workload.secrets).map(([name, use]) => [name, variableWant(asked, use)] as const);
  const files = workload.mounts.flatMap((mount) =>
    mount.kind === "secretFile" ? [[mount.path, fileWant(asked, mount.secret)] as const] : [],
  );
  return { ...objectStoreSecrets(asked, workload), ...Object.fromEntries([...variables, ...files]) };
}

const meaningOf = ({ secret, key }: SecretUse): string => `secret ${secret}${key === undefined ? "" : `, key ${key}`}`;

function variableWant(asked: Asked, use: SecretUse): Want {
  const words = meaningOf(use);
  switch (asked.place.target) {
    case "devenv":
      return as(words, onLaptop(asked, use), ["secret-from-variable"], words);
    case "ec2-compose":
      return as(words, onHost(asked, use), ["secret-in-memory"], words);
    case "ecs":
      return as(words, onEcs(asked, use), ["secret-by-ecs"], words);
  }
}

function fileWant(asked: Asked, secret: string): Want {
  const words = meaningOf({ secret });
  if (asked.place.target === "ec2-compose") return as(words, onHost(asked, { secret }), ["secret-in-memory"], words);
  // With the last line ended, whatever the variable ends with; the reader of expressions leaves no backslash.
  const text = `<join(,[trimsuffix(var.${variableOf(secret)},n),n])>`;
  return as(words, text, ["secret-from-variable"], words);
}

/** A key is looked up in the JSON that the variable holds, and empty where there is none. */
const onLaptop = (asked: Asked, { secret, key }: SecretUse): string =>
  key === undefined
    ? textOf(asked, secret)
    : `<try(jsondecode(${textOf(asked, secret).replace(/^<(.*)>$/, "$1")}).${key},)>`;

function textOf(asked: Asked, name: string): string {
  const secret = asked.place.deployment.platform.secrets[name];
  if (secret?.kind !== "composed") return `<var.${variableOf(name)}>`;
  return secret.parts.map((part: Part) => partText(asked, part)).join("");
}

function partText(asked: Asked, part: Part): string {
  if (typeof part === "string") return part;
  if (part.ref === "secret") return textOf(asked, part.secret);
  const answer = answerOf(asked, part);
  return isHere(answer) ? answer.text : "";
}

/**
 * Its derived name, which as a parameter begins with a slash, or the ARN that others gave it; with the version where
 * Terraform knows it. Of theirs it knows none, and YAML may count their new values.
 */
function onHost({ place }: Asked, { secret, key }: SecretUse): string {
  const { environment } = place.deployment;
  const adopted = environment.adopt?.secrets[secret];
  const inParameter = isParameter(place, secret);
  const derived = physicalName("other", environment.platform, environment.environment, secret);
  const version = adopted === undefined ? versionOf(place, secret) : undefined;
  const count = adopted === undefined ? undefined : environment.secrets?.versions?.[secret];
  const more = [
    ...(count === undefined ? [] : [`count ${count}`]),
    ...(inParameter ? ["from parameter"] : []),
    ...(key === undefined ? [] : [`key ${key}`]),
    ...(version === undefined ? [] : [`versionId ${version}`]),
  ];
  return [adopted ?? (inParameter ? `/${derived}` : derived), ...more].join(" ");
}

/** Of Systems Manager: what others keep says so in its ARN, ours as the environment has it. */
function isParameter({ deployment: { environment } }: Asked["place"], secret: string): boolean {
  const { adopt, secrets } = environment;
  return adopt?.secrets[secret]?.includes(":ssm:") ?? secrets?.kind === "ssm";
}

/** Source: AWS, ECS, "Pass Secrets Manager secrets": arn:json-key:version-stage:version-id. */
function onEcs({ place }: Asked, { secret, key }: SecretUse): string {
  const adopted = place.deployment.environment.adopt?.secrets[secret];
  const arn = adopted ?? `<foundation.secret_arn_${secret}>`;
  const version = adopted === undefined ? versionOf(place, secret) : undefined;
  return isParameter(place, secret) || (version === undefined && key === undefined)
    ? arn
    : `${arn}:${key ?? ""}::${version ?? ""}`;
}

/** Of what Terraform writes; what an operator sets has the version that it has. */
const versionOf = ({ deployment: { platform } }: Asked["place"], secret: string): string | undefined =>
  platform.secrets[secret]?.kind === "supplied" ? undefined : `<foundation.secret_version_${secret}>`;
