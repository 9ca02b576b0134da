import { posix } from "node:path";

/** A text file as a container finds it. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** One way to write each path: no `//`, no `..`, no slash at the end. */
export const normalPath = (path: string): string => posix.resolve("/", path);

/** What has to be mounted for this file to be there, where a place mounts directories alone. */
export const directoryOf = (path: string): string => posix.dirname(normalPath(path));

/**
 * For the files of one container. Their text is part of a task definition, which ECS takes up to 64 KiB in all: half is
 * left to everything else in it.
 */
export const FILES_MAX_BYTES = 32 * 1024;

/** As it counts in a JSON document, without the quotes around it. */
export const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;

export interface FileWriter {
  /** For `sh -c`. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Writes files with a shell and what is built into it, so that every image with a `sh` can do it. The texts come as
 * variables, which no shell reads as code: `printf %s` gives back their bytes, the last newline or its absence included.
 * 0444: who reads them may be any user, and nobody writes them twice.
 */
export function fileWriter(files: readonly TextFile[]): FileWriter {
  const numbered = files.map((file, index) => ({ ...file, variable: `FILE_${index + 1}` }));
  const lines = numbered.map(({ path, variable }) => `printf %s "$${variable}" > ${quoted(path)}`);
  return {
    script: ["set -eu", "umask 0222", ...lines].join("\n"),
    environment: Object.fromEntries(numbered.map(({ variable, text }) => [variable, text])),
  };
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
