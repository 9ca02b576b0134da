import path from "node:path";
import type { Account, StateHome } from "./account-schema";
import { accountSchema } from "./account-schema";
import type { Problem } from "./errors";
import { readExtended } from "./extends";
import type { Files } from "./files";
import { deepFreeze } from "./freeze";
import { idleNulls } from "./idle-nulls";
import { SourceMap } from "./source";
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
  return { problems: nulls, source, account: deepFreeze({ ...parsed.data, platform, file }) };
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

/** An adopted bucket for state, which environments must find under its own name. A faulty file is told about elsewhere. */
export function adoptedState(files: Files, platform: string): StateHome | undefined {
  if (!hasAccount(files, platform)) return undefined;
  const { stateBucket, stateKeyArn } = inspectAccount(files, platform).account?.adopt ?? {};
  return stateBucket && stateKeyArn ? { bucket: stateBucket, keyArn: stateKeyArn } : undefined;
}
