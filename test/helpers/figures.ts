import { appendFileSync } from "node:fs";

/** A figure that the run should print: into the file that the runner of all levels names, else at once. */
export function figure(text: string): void {
  const file = process.env["FERRY_FIGURES"];
  if (file) appendFileSync(file, `${text}\n`);
  else process.stdout.write(`  ${text}\n`);
}

export const secondsSince = (startedMs: number): string => `${((performance.now() - startedMs) / 1000).toFixed(1)} s`;
