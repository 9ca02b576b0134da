import pc from "picocolors";
import type { AbsentVariable } from "../targets/workspace-stack";
import { wrap } from "./wrap";

const COLUMNS = 100;

/** What was left out, and why: a variable that is missing is never missing silently. One row a reason. */
export const leftOutRows = (absent: readonly AbsentVariable[], workspace = ""): string[] =>
  [...new Set(absent.map(({ reason }) => reason))].map((reason) => {
    const rows = absent.filter((row) => row.reason === reason);
    const unique = (words: readonly string[]): string[] => [...new Set(words)].sort();
    const services = unique(rows.map(({ service }) => service)).join(", ");
    const variables = unique(rows.map(({ variable }) => variable)).join(" ");
    const wrapped = wrap(variables, COLUMNS, "    ").map((line) => pc.dim(line));
    return [`  ${workspace && `${workspace}  `}${services}: ${reason}`, ...wrapped].join("\n");
  });

/** Rows under their heading; nothing without rows. */
export const leftOut = (rows: readonly string[]): string[] =>
  rows.length === 0 ? [] : [[pc.bold("Variables left out"), ...rows].join("\n")];
