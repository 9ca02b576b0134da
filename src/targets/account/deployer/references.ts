import type { TerraformJson } from "../../../synthesize";

/** The workspaces of one environment, by name. */
export type Workspaces = Readonly<Record<string, TerraformJson>>;

const OUTPUT = /^\$\{data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)\}$/;
const ARGUMENT = /^\$\{(data\.)?(\w+)\.([\w-]+)\.(\w+)\}$/;

/**
 * What an argument says in the end: a reference is followed to what another block of the workspace says, and through
 * an output to another workspace of the environment. Nothing where only an apply knows.
 */
export function followed(
  value: unknown,
  workspace: string,
  workspaces: Workspaces,
  prefix: string,
): string | undefined {
  if (typeof value !== "string" || !value.includes("${")) return typeof value === "string" ? value : undefined;
  const [, stack, output] = OUTPUT.exec(value) ?? [];
  if (stack !== undefined && output !== undefined) {
    const other = `${prefix}-${stack}`;
    const published = workspaces[other]?.output?.[output] as { readonly value?: unknown } | undefined;
    return followed(published?.value, other, workspaces, prefix);
  }
  const [, data, type = "", name = "", argument = ""] = ARGUMENT.exec(value) ?? [];
  const blocks = workspaces[workspace]?.[data === undefined ? "resource" : "data"] as
    Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>> | undefined;
  const said = blocks?.[type]?.[name]?.[argument];
  return said === value ? undefined : followed(said, workspace, workspaces, prefix);
}
