import pc from "picocolors";
import { formatStateAddress } from "../migration/workspaces";
import type { SynthesizedAccount } from "../synthesize";
import { bareTable, countResources, indent } from "./workspaces-table";

/** Each account with its one workspace; nothing where there is none. */
export function accountsTable(accounts: readonly SynthesizedAccount[]): string[] {
  return accounts.map(({ workspace, json, deployment: { account } }) => {
    const heading = `${pc.bold(`${account.platform}/account`)}  ${account.aws.account} ${account.aws.region}`;
    const row = [workspace.name, formatStateAddress(workspace.state), countResources(json)];
    return `${heading}\n${indent(bareTable(["WORKSPACE", "STATE", "RESOURCES"], [row]))}`;
  });
}

/** What an administrator types before any environment whose state the account keeps. */
export function accountCommands(
  { accounts }: { readonly accounts: readonly SynthesizedAccount[] },
  outdir: string,
): string[] {
  if (accounts.length === 0) return [];
  const lines = accounts.flatMap(({ workspace: { name }, deployment: { account } }) => {
    const terraform = `terraform -chdir=${outdir}/stacks/${name}`;
    return [
      `  ${terraform} init`,
      `  ${terraform} apply`,
      ...(account.state.backend === "local"
        ? [
            `  ${pc.dim(`then state: { backend: s3 } in ${account.file}, npm start, and once more:`)}`,
            `  ${terraform} init -migrate-state`,
          ]
        : []),
    ];
  });
  return [
    [pc.bold("Once per account, by an administrator, before any environment with state in s3"), ...lines].join("\n"),
  ];
}
