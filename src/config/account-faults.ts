import type { AccountSettings } from "./account-schema";
import type { Environment } from "./schema";
import type { Path } from "./tree";

export type AccountFault = readonly [path: Path, text: string];

/** An environment derives its bucket from its own account and region: elsewhere there would be none. */
export function stateFaults(
  { aws }: Pick<AccountSettings, "aws">,
  { file, aws: theirs, state }: Pick<Environment, "file" | "aws" | "state">,
): AccountFault[] {
  if (state.backend !== "s3" || !theirs) return [];
  return (["account", "region"] as const).flatMap((field): AccountFault[] =>
    theirs[field] === aws[field]
      ? []
      : [
          [
            ["aws", field],
            `got ${aws[field]}, but ${file} keeps its state in ${theirs[field]}; its bucket would be made by nobody; write the same ${field} in both`,
          ],
        ],
  );
}

/** What two fields of the account's file say together and cannot mean. */
export function adoptionFaults({ aws, ci, deployer, adopt }: AccountSettings): AccountFault[] {
  const { stateBucket, stateKeyArn, oidcProviderArn, roles } = adopt;
  const faults: AccountFault[] = [];
  if (stateBucket !== undefined && stateKeyArn === undefined) {
    faults.push([["adopt", "stateBucket"], "comes without its key; add adopt.stateKeyArn"]);
  }
  if (stateKeyArn !== undefined && stateBucket === undefined) {
    faults.push([["adopt", "stateKeyArn"], "is the key of no bucket here; add adopt.stateBucket, or remove it"]);
  }
  if (oidcProviderArn !== undefined && !ci && !deployer?.subjects) {
    faults.push([["adopt", "oidcProviderArn"], "is used by nothing; add ci or deployer.subjects, or remove it"]);
  }
  if (roles.ci !== undefined && ci) {
    faults.push([["adopt", "roles", "ci"], "exists already, so its trust is its owner's; remove ci"]);
  }
  if (roles.deployer !== undefined && deployer) {
    faults.push([["adopt", "roles", "deployer"], "exists already, so its trust is its owner's; remove deployer"]);
  }
  const arns = [
    [["adopt", "stateKeyArn"], stateKeyArn],
    [["adopt", "oidcProviderArn"], oidcProviderArn],
    [["adopt", "roles", "ci"], roles.ci],
    [["adopt", "roles", "deployer"], roles.deployer],
  ] as const;
  for (const [path, arn] of arns) {
    const [, , , region, owner] = arn?.split(":") ?? [];
    if (owner !== undefined && owner !== aws.account) {
      faults.push([path, `is in account ${owner}; allowed: one of ${aws.account}`]);
    } else if (region !== undefined && region !== "" && region !== aws.region) {
      faults.push([path, `is in ${region}; allowed: one in ${aws.region}`]);
    }
  }
  return faults;
}
