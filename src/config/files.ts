import { ConfigError } from "./errors";
import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Problem } from "./errors";
import type { MapTree } from "./tree";
import { parseYaml } from "./yaml";

/** What became of one file: its tree, what is wrong inside it, or why it cannot be read at all. */
export type Reading =
  | { readonly tree: MapTree }
  | { readonly problems: readonly Problem[] }
  /** Told where the file is named, if anywhere. */
  | { readonly unreadable: string };

/** The files below one root, each read and parsed once however many environments extend it. */
export class Files {
  private readonly read = new Map<string, Reading>();

  constructor(readonly root: string) {}

  /** As a person would type it, seen from the root: `envs/shop/prod.yaml`. */
  display(file: string): string {
    return path.relative(this.root, file).split(path.sep).join("/");
  }

  /** Throws nothing for what a person can mend. */
  reading(file: string): Reading {
    const known = this.read.get(file);
    if (known) return known;
    const fresh = this.parse(file);
    this.read.set(file, fresh);
    return fresh;
  }

  /** The names in a folder, sorted; none when there is no such folder. */
  list(folder: string): { readonly name: string; readonly isFolder: boolean }[] {
    try {
      return readdirSync(path.join(this.root, folder), { withFileTypes: true })
        .map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      if (!isFileError(error)) throw error;
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
      throw new ConfigError([{ file: folder, line: 1, column: 1, path: "", text: reasonOf(error.code) }]);
    }
  }

  private parse(file: string): Reading {
    try {
      const bytes = readFileSync(file);
      if (!isUtf8(bytes)) return { unreadable: "is not UTF-8 text; save it as UTF-8" };
      // A mark at the beginning of the file would move every column of its first line.
      return parseYaml(this.display(file), bytes.toString("utf8").replace(/^\ufeff/, ""));
    } catch (error) {
      if (isFileError(error)) return { unreadable: reasonOf(error.code) };
      throw error;
    }
  }
}

/** Thrown by the file system, not by us. */
export const isFileError = (error: unknown): error is NodeJS.ErrnoException & { code: string } =>
  typeof error === "object" && error !== null && "syscall" in error && "code" in error;

function reasonOf(code: string): string {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return "does not exist";
    case "EISDIR":
      return "is a folder, not a file";
    case "EACCES":
    case "EPERM":
      return "may not be read; check its permissions";
    default:
      return `cannot be read (${code})`;
  }
}
