import { byKey } from "../model/reference";
import { outsideMarks } from "./marks";

/*
 * How compose reads an env_file: https://github.com/compose-spec/compose-go, dotenv/parser.go (v2.1, as in compose 2.29).
 * Bare text is cut at ` #` and filled in at `$`. Between single quotes all stands for itself, but a backslash before a
 * quote is dropped, so neither may be there. Between double quotes `\\`, `\"` and `\$` stand for their second character.
 * A shell that sources the file reads all three in the same way, save a backtick between double quotes.
 */

/** What compose and every shell take for a name. */
const NAME = /^[A-Za-z_]\w*$/;
const BARE = /^[\w@%+=:,./-]*$/;

/** Sorted NAME=value lines that give back every value byte for byte. */
export function renderEnvFile(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(byKey)
    .map(([name, value]) => `${checkedName(name)}=${quote(value)}\n`)
    .join("");
}

function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error(`"${name}" cannot be the name of a variable in an env file`);
  return name;
}

function quote(value: string): string {
  if (value.includes("\0")) throw new Error("no variable can hold a NUL byte");
  if (BARE.test(value)) return value;
  if (!value.includes("'") && !value.endsWith("\\")) return `'${value}'`;
  return `"${outsideMarks(value, (literal) => literal.replace(/[\\"$]/g, "\\$&"))}"`;
}
