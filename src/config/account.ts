import path from "node:path";
import { adoptionFaults, stateFaults } from "./account-faults";
import type { Account, StateHome } from "./account-schema";
import { accountSchema } from "./account-schema";
import type { Problem } from "./errors";
import { readExtended } from "./extends";
import type { Files } from "./files";
import { deepFreeze } from "./freeze";
import { idleNulls } from "./idle-nulls";
import type { Environment } from "./schema";
import { blame, SourceMap } from "./source";
import { problemsOf } from "./validate";

/** The folder's file about its account, seen from the root. */
export const accountFile = (platform: string): string => `envs/${platform}/account.yaml`;

/** An account as far as it can be read, with all that is wrong in its file. */
export interface InspectedAccount {
  readonly problems: readonly Problem[];
  readonly account?: Account;
  readonly source?: SourceMap;
}

export const hasAccount = (files: Files, platform: string): boolean =>
  files.list(`envs/${platform}`).some(({ name, isFolder }) => !isFolder && name === "account.yaml");

/** Reads and checks `envs/<platform>/account.yaml`, which must be there. */
export function inspectAccount(files: Files, platform: string): InspectedAccount {
  const file = accountFile(platform);
  const read = readExtended(files, path.join(files.root, file));
  if ("problems" in read) return read;
  const source = new SourceMap(file, read.tree);
  const parsed = accountSchema.safeParse(source.value());
  const nulls = idleNulls(read.tree);
  if (!parsed.success) {
    return { problems: [...problemsOf(parsed.error.issues, { schema: accountSchema, source }), ...nulls], source };
  }
  const faults = adoptionFaults(parsed.data).map(([at, text]) => blame(source, at, text));
  return { problems: [...faults, ...nulls], source, account: deepFreeze({ ...parsed.data, platform, file }) };
}

/** The policy that bounds every role of the environments. The account's workspace makes it, under this name. */
export const boundaryName = (platform: string): string => `${platform}-boundary`;

export const boundaryArn = (platform: string, account: string): string =>
  `arn:aws:iam::${account}:policy/${boundaryName(platform)}`;

/** Of an environment in the account that is described here; nobody makes one in another. */
export function roleBoundary(files: Files, platform: string, account: string | undefined): string | undefined {
  if (account === undefined || !hasAccount(files, platform)) return undefined;
  const described = inspectAccount(files, platform).account?.aws.account;
  return described === account ? boundaryArn(platform, account) : undefined;
}

/** Where an environment with s3 state keeps it, and what is wrong with the account's file. */
export interface InspectedState {
  readonly problems: readonly Problem[];
  /** An adopted bucket, which is found under its own name. @default - the derived one */
  readonly stateHome?: StateHome;
}

/**
 * The account's part in where an environment's state is. A fault of its file is a fault of the environment: passed over,
 * it would quietly move the state into another bucket.
 */
export function inspectState(
  files: Files,
  platform: string,
  environment?: Pick<Environment, "file" | "aws" | "state">,
): InspectedState {
  if (!hasAccount(files, platform)) return { problems: [] };
  const { problems, account, source } = inspectAccount(files, platform);
  if (!account || !source) return { problems };
  const faults = environment ? stateFaults(account, environment) : [];
  const { stateBucket, stateKeyArn } = account.adopt;
  return {
    problems: [...problems, ...faults.map(([at, text]) => blame(source, at, text))],
    ...(stateBucket && stateKeyArn && { stateHome: { bucket: stateBucket, keyArn: stateKeyArn } }),
  };
}
