import { statfsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { brokenRules, variableOf, type Secret } from "../../model/secret";
import type { DiskFact, PathKind } from "../facts";

/** Which of these are there; relative ones are seen from the checkout. */
export function askPaths(root: string, paths: readonly string[]): Record<string, PathKind> {
  return Object.fromEntries(
    paths.flatMap((path) => {
      const kind = kindOf(resolve(root, path));
      return kind ? [[path, kind] as const] : [];
    }),
  );
}

function kindOf(path: string): PathKind | undefined {
  try {
    const stat = statSync(path);
    return stat.isDirectory() ? "folder" : "file";
  } catch {
    return undefined;
  }
}

/** The disk of the engine's data; a virtual machine keeps its own, of which the checkout's is the nearest. */
export function askDisk(root: string, dataFolder: string | undefined): DiskFact {
  if (dataFolder !== undefined && kindOf(dataFolder) === "folder")
    return { of: "engine", path: dataFolder, freeBytes: freeBytes(dataFolder) };
  return { of: "checkout", path: root, freeBytes: freeBytes(root) };
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** Names behind TF_VAR_ that hold something. */
export const variablesIn = (env: NodeJS.ProcessEnv): string[] =>
  Object.entries(env).flatMap(([name, value]) => (name.startsWith("TF_VAR_") && value ? [name.slice(7)] : []));

/** Why Terraform will refuse what is set; the values themselves are not told. */
export const unfitIn = (
  secrets: Readonly<Record<string, Secret>>,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(secrets).flatMap((name) => {
      const [broken] = brokenRules(secrets, name, env[`TF_VAR_${variableOf(name)}`]);
      return broken ? [[name, broken.text] as const] : [];
    }),
  );
