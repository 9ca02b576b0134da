import { byKey } from "../model/reference";
import { outsideMarks } from "./marks";

/*
 * How compose reads an env_file: https://github.com/compose-spec/compose-go, dotenv/parser.go (v2.1, as in compose 2.29).
 * Bare text is cut at ` #` and filled in at `$`. Between single quotes all stands for itself, but a backslash before a
 * quote is dropped, so neither may be there. Between double quotes `\\`, `\"` and `\$` stand for their second character,
 * and `\r` for a carriage return: one before a line feed is dropped before anything else is read.
 */

/** What compose and every shell take for a name. */
const NAME = /^[A-Za-z_]\w*$/;
const BARE = /^[\w@%+=:,./-]*$/;

/** Sorted NAME=value lines that give compose back every value byte for byte. */
export const renderEnvFile = (values: Readonly<Record<string, string>>): string => lines(values, quote);

/** The same for a shell that sources the file, whatever is in a value. */
export const renderShellFile = (values: Readonly<Record<string, string>>): string => lines(values, quoteForShell);

const lines = (values: Readonly<Record<string, string>>, quoted: (value: string) => string): string =>
  Object.entries(values)
    .sort(byKey)
    .map(([name, value]) => `${checkedName(name)}=${quoted(withoutNul(value))}\n`)
    .join("");

function checkedName(name: string): string {
  if (!NAME.test(name)) throw new Error(`"${name}" cannot be the name of a variable in an env file`);
  return name;
}

function withoutNul(value: string): string {
  if (value.includes("\0")) throw new Error("no variable can hold a NUL byte");
  return value;
}

const quoteForShell = (value: string): string => (BARE.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);

function quote(value: string): string {
  if (BARE.test(value)) return value;
  if (!/['\r]|\\$/.test(value)) return `'${value}'`;
  const escaped = (literal: string): string => literal.replace(/[\\"$]/g, "\\$&").replaceAll("\r", "\\r");
  return `"${outsideMarks(value, escaped)}"`;
}
