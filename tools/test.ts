import { cyan, dim, green, red, yellow } from "./colours";
import { type Level, LEVELS } from "./levels";
import { closingLine, type Outcome, sum } from "./outcome";

/** `npm test` runs all levels; `npm test -- unit golden` those alone. */
function chosen(names: readonly string[]): readonly Level[] {
  const unknown = names.filter((name) => !LEVELS.some((level) => level.name === name));
  if (unknown.length > 0) {
    console.error(`no such level: ${unknown.join(", ")}; allowed: ${LEVELS.map(({ name }) => name).join(", ")}`);
    process.exit(2);
  }
  return names.length === 0 ? LEVELS : LEVELS.filter(({ name }) => names.includes(name));
}

function runLevel({ name, run }: Level): Outcome {
  const started = performance.now();
  const outcome = run();
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  console.log(`${cyan(name.padEnd(9))} ${padded(outcome, 48)} ${dim(seconds.padStart(8))}`);
  for (const line of outcome.remark?.split("\n") ?? []) console.log(dim(`${" ".repeat(10)}${line}`));
  if (outcome.failed > 0) console.log(`\n${outcome.output.trimEnd()}\n`);
  return { ...outcome, skipped: outcome.skipped.map((reason) => `${name}: ${reason}`) };
}

/** Colours take no room on the screen, so the width is that of the bare text. */
function padded({ passed, failed, skipped }: Outcome, width: number): string {
  const words = [
    { text: `${String(passed).padStart(5)} passed`, colour: passed > 0 ? green : dim },
    { text: `${failed} failed`, colour: failed > 0 ? red : dim },
    ...(skipped.length > 0 ? [{ text: `${skipped.length} skipped`, colour: yellow }] : []),
  ];
  const bare = words.map(({ text }) => text).join(" · ");
  return words.map(({ text, colour }) => colour(text)).join(" · ") + " ".repeat(Math.max(0, width - bare.length));
}

const total = sum(chosen(process.argv.slice(2)).map(runLevel));
if (total.skipped.length > 0) console.log(`\n${total.skipped.map((reason) => yellow(`skipped ${reason}`)).join("\n")}`);
console.log(`\n${closingLine(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;
