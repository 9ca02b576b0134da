import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";

export const ROOT = join(__dirname, "../..");

export interface SourceFile {
  /** From the root, with slashes: `src/model/route.ts`. */
  readonly path: string;
  readonly text: string;
  /** What it imports: a package as it is written, our own files as paths from the root without `.ts`. */
  readonly imports: readonly string[];
}

/** The TypeScript below a folder of the repository, sorted by path. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .sort()
    .map((path) => {
      const full = join(ROOT, folder, path);
      const text = readFileSync(full, "utf8");
      const specifiers = [...text.matchAll(/(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*"([^"]+)"/g)];
      return { path: slashes(relative(ROOT, full)), text, imports: specifiers.map(([, name]) => fromRoot(full, name)) };
    });
}

function fromRoot(file: string, specifier = ""): string {
  return specifier.startsWith(".") ? slashes(relative(ROOT, normalize(join(dirname(file), specifier)))) : specifier;
}

const slashes = (path: string): string => path.split(sep).join("/");
