import { execFile, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { docker, whyNoEngine } from "./engine";

const FOLDER = join(__dirname, "images");
/** Every image of ours has it. */
export const LABEL = "ferry.test.image";

/** An image made from Debian's packages by one of our scripts. */
export interface Recipe {
  /** Named after its text: another recipe is another image. */
  readonly image: string;
  readonly script: string;
}

export function recipe(kind: string): Recipe {
  const script = join(FOLDER, `${kind}.sh`);
  const hash = createHash("sha256");
  for (const file of [script, join(FOLDER, "debian.sh")]) hash.update(readFileSync(file));
  return { script, image: `ferry-test-${kind}:${hash.digest("hex").slice(0, 12)}` };
}

/** Why it cannot be made here; undefined when it can, or when the engine has it already. */
export function whyNotMade({ image, script }: Recipe): string | undefined {
  const noEngine = whyNoEngine();
  if (noEngine !== undefined) return noEngine;
  if (spawnSync("docker", ["image", "inspect", image]).status === 0) return undefined;
  const { stdout, stderr, status } = spawnSync(script, ["why-not"], { encoding: "utf8" });
  const reason = (status === 0 ? stdout : stderr).trim();
  return reason === "" ? undefined : `no image can be made: ${reason}`;
}

/** Takes a minute, once per engine and recipe. */
export async function make({ image, script }: Recipe): Promise<string> {
  if ((await labelOf(image)) === undefined) await promisify(execFile)(script, ["build", image], { maxBuffer: 2 ** 26 });
  return image;
}

/** Empty for somebody else's image; undefined when there is none of that name. */
export async function labelOf(image: string): Promise<string | undefined> {
  try {
    return await docker("image", "inspect", "--format", `{{index .Config.Labels "${LABEL}"}}`, image);
  } catch {
    return undefined;
  }
}
