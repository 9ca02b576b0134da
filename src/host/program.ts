import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const read = (...path: readonly string[]): string => readFileSync(join(__dirname, ...path), "utf8");

/** The program that deploys a release on a host, as part of that release: path → text. */
export const HOST_PROGRAM: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync(join(__dirname, "program"))
    .filter((name) => name.endsWith(".py"))
    .sort()
    .map((name) => [`program/${name}`, read("program", name)]),
);

/** What brings a release onto a host; it stands alone. */
export const FETCH_SCRIPT: string = read("fetch.py");
