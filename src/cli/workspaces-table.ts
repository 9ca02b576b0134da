import Table from "cli-table3";
import pc from "picocolors";
import type { Deployment } from "../deployment";
import { formatStateAddress } from "../migration/workspaces";
import type { Synthesized, TerraformJson } from "../synthesize";

const PLAIN = { head: [], border: [] };

/** The borders that a reader needs: none. */
const BARE = {
  top: "", "top-mid": "", "top-left": "", "top-right": "",
  bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "",
  left: "", "left-mid": "", mid: "", "mid-mid": "", right: "", "right-mid": "", middle: "  ",
}; // prettier-ignore

/** A table without lines: columns two blanks apart, as wide as they need. */
export function bareTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const table = new Table({
    head: head.map((word) => pc.dim(word)),
    chars: BARE,
    style: { ...PLAIN, "padding-left": 0, "padding-right": 0 },
    colAligns: head.map((_, column) => (typeof rows[0]?.[column] === "number" ? "right" : "left")),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Every environment with its workspaces: name, deployment option, state, what applies before it, number of resources. */
export function workspacesTable(workspaces: readonly Synthesized[]): string {
  const deployments = [...new Set(workspaces.map(({ deployment }) => deployment))];
  return deployments
    .map((deployment) => {
      const own = workspaces.filter((each) => each.deployment === deployment);
      return `${heading(deployment, own)}\n${indent(table(own))}`;
    })
    .join("\n\n");
}

function heading({ environment, migration }: Deployment, own: readonly Synthesized[]): string {
  const name = `${environment.platform}/${environment.environment}`;
  const move = migration ? `${environment.target}, moving to ecs` : environment.target;
  const folder = own[0] ? formatStateAddress(own[0].workspace.state).replace(/[^/]+$/, "") : "";
  return `${pc.bold(name)}  ${move}  ${pc.dim(`state below ${folder}`)}`;
}

function table(own: readonly Synthesized[]): string {
  const rows = own.map(({ workspace, json, deployment: { environment } }) => [
    workspace.name,
    workspace.target,
    formatStateAddress(workspace.state).replace(/^.*\//, ""),
    // Within one environment the common beginning says nothing.
    workspace.dependsOn
      .map((name) => name.replace(`${environment.platform}-${environment.environment}-`, ""))
      .join(", ") || "–",
    countResources(json),
  ]);
  return bareTable(["WORKSPACE", "TARGET", "STATE", "DEPENDS ON", "RESOURCES"], rows);
}

export const indent = (text: string): string => text.replace(/^(?=.)/gm, "  ");

export const countResources = ({ resource }: TerraformJson): number =>
  Object.values(resource ?? {}).reduce((count, ofType) => count + Object.keys(ofType).length, 0);
