/** One thing a reader can mend in a file, and where it stands. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** As it would be typed: `services.api.size.memoryMiB`; empty when it is about the whole file. */
  readonly path: string;
  /** What it got, what is allowed, what to do. */
  readonly text: string;
}

/** The reader's mistakes, all of them at once. Anything else that is thrown is ours, and keeps its stack. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "ConfigError";
  }
}

/** `envs/shop/prod.yaml:31:7 services.api.size.memoryMiB: 1000 is not …` */
export const formatProblem = ({ file, line, column, path, text }: Problem): string =>
  `${file}:${line}:${column} ${path ? `${path}: ` : ""}${text}`;
