import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { about, type Finding } from "./finding";

/** A program that was found, or one line that says where it was looked for. */
export type Found = { readonly path: string; readonly version: string } | { readonly missing: string };

/** Ephemeral resources, write-only arguments and the S3 lock file are all there from this one on. */
export const TERRAFORM_MIN = "1.11.0";

/** A wrapper may first fetch the version that it stands for. */
const PATIENCE_MS = 20_000;

/** The Terraform of the PATH, or the one that FERRY_TERRAFORM names. */
export function findTerraform(env: NodeJS.ProcessEnv = process.env): Found {
  const named = env["FERRY_TERRAFORM"];
  const candidates = named ? [named] : (env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "terraform"));
  const path = candidates.find(isFile);
  if (!path) return { missing: named ? `FERRY_TERRAFORM=${named} is no file` : "terraform is not on the PATH" };
  const version = terraformVersion(path, env);
  if (version === undefined) return { missing: `${path} does not say its version` };
  if (byVersion(version, TERRAFORM_MIN) < 0) return { missing: `${path} is ${version}, ${TERRAFORM_MIN} is needed` };
  return { path, version };
}

export function judgeTerraform(found: Found): Finding {
  const { fine, fault } = about("terraform");
  if ("version" in found) return fine("terraform", `${found.version}, ${found.path}`);
  const remedy = "install 1.11 or newer: https://developer.hashicorp.com/terraform/install";
  return fault("terraform", found.missing, remedy);
}

/** Nothing of the caller's Terraform settings, which could print warnings of their own. */
function terraformVersion(path: string, { PATH }: NodeJS.ProcessEnv): string | undefined {
  try {
    const text = execFileSync(path, ["version", "-json"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: PATIENCE_MS,
      env: { CHECKPOINT_DISABLE: "1", HOME: homedir(), ...(PATH !== undefined && { PATH }) },
    });
    return (JSON.parse(text) as { terraform_version?: string }).terraform_version;
  } catch {
    return undefined;
  }
}

/** A folder of the PATH may be closed to this user, or be no folder. */
export function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export function byVersion(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  const at = [0, 1, 2].find((index) => left?.[index] !== right?.[index]);
  return at === undefined ? 0 : (left?.[at] ?? 0) - (right?.[at] ?? 0);
}
