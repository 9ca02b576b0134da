import { Command, CommanderError } from "commander";
import pc from "picocolors";
import { ConfigError, formatProblem, type Problem } from "../config/errors";

/** What the reader can mend ends with 2; anything else is ours, keeps its stack, and ends with 1. */
const MENDABLE = 2;

/** A machine that lacks something is no mistake of a file's. */
const LACKING = 1;

/** The files are right as files, and what they make would break. */
const FOUND = 1;

/** Said behind the problems of a verb that writes. */
export const NOTHING_WRITTEN = ", nothing written";

/** Runs one verb, prints its text, and says in one place what went wrong. */
export function run(work: () => string, said = ""): void {
  try {
    print(work());
  } catch (error) {
    complain(error, said);
  }
}

/** The same for a verb that waits for an answer. */
async function runWaiting(work: () => Promise<string>): Promise<void> {
  try {
    print(await work());
  } catch (error) {
    complain(error, "");
  }
}

function print(text: string): void {
  if (text !== "") process.stdout.write(`${text}\n`);
}

function complain(error: unknown, said: string): void {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${problemsText(error.problems) + pc.red(said)}\n`);
  process.exitCode = MENDABLE;
}

function problemsText(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map((problem) => {
    const place = `${problem.file}:${problem.line}:${problem.column}`;
    return pc.cyan(place) + formatProblem(problem).slice(place.length);
  });
  return [...lines, pc.red(count)].join("\n");
}

/** Verbs load what they need when they are called: explaining a value needs no Terraform provider. */
export function program(root: string): Command {
  const ferry = new Command("ferry")
    .description("One model of a platform, for a laptop, a compose host and ECS")
    .showHelpAfterError("(ferry --help lists the verbs)")
    .exitOverride();
  ferry
    .command("synth")
    .description("write Terraform JSON for every environment, or for those named")
    .argument("[environments...]", "platform/environment, such as shop/prod, or shop/account")
    .option("--out <folder>", "where to", "cdktf.out")
    .action(async (names: string[], { out }: { out: string }) => {
      const { synthCommand } = await import("./synth");
      run(() => synthCommand({ root, outdir: out, names }), NOTHING_WRITTEN);
    });
  ferry
    .command("explain")
    .description("print a value, the file and line that set it, and what it overrode")
    .argument("<environment>", "platform/environment")
    .argument("<path>", "such as services.api.size.cpu; list items by name")
    .action(async (target: string, path: string) => {
      const { explainCommand } = await import("./explain");
      run(() => explainCommand(root)(target, path));
    });
  ferry
    .command("phases")
    .description("print who serves what share, and the next step of a migration")
    .argument("<environment>", "platform/environment")
    .action(async (target: string) => {
      const { phasesCommand } = await import("./phases");
      run(() => phasesCommand(root, target));
    });
  ferry
    .command("timeouts")
    .description("print every timeout between a user and the work, and where one would cut another")
    .argument("<environment>", "platform/environment")
    .action(async (target: string) => {
      const { timeoutsCommand } = await import("./timeouts");
      run(() => timeoutsCommand(root, target));
    });
  ferry
    .command("check")
    .description("look at what is known to go wrong in production, in every environment or in those named")
    .argument("[environments...]", "platform/environment, such as shop/prod")
    .option("--json", "the same for a program")
    .option("--all", "tell the rules that do not apply, and why")
    .action(async (names: string[], options: { json?: boolean; all?: boolean }) => {
      const { checkCommand } = await import("./check");
      run(() => {
        const { text, sound } = checkCommand({ root, names, ...options });
        if (!sound) process.exitCode = FOUND;
        return text;
      });
    });
  ferry
    .command("bundle")
    .description(
      "print the compose file of a host, or which env templates an environment on ECS has, with examples where only an apply knows the value",
    )
    .argument("<environment>", "platform/environment")
    .option(
      "--out <folder>",
      "write all files of the bundle there, and an env.template for each component on ECS (in ecs/ beside a bundle)",
    )
    .action(async (target: string, { out }: { out?: string }) => {
      const { bundleCommand } = await import("./bundle");
      run(() => bundleCommand(root, target, out));
    });
  ferry
    .command("images")
    .description("print what a CI builds and pushes for an environment's release, bases first")
    .argument("<environment>", "platform/environment")
    .option("--json", "as JSON, for the CI")
    .action(async (target: string, { json }: { json?: boolean }) => {
      const { imagesCommand } = await import("./images");
      run(() => imagesCommand(root, target, json === true));
    });
  ferry
    .command("env")
    .description("write the variables of services that run as processes on the laptop (devenv, mode infra)")
    .argument("<environment>", "platform/environment")
    .option("--out <folder>", "where to; default: state/<platform>/<environment>/processes")
    .action(async (target: string, { out }: { out?: string }) => {
      const { envCommand } = await import("./env");
      run(() => envCommand(root, target, out, process.env));
    });
  ferry
    .command("cost")
    .description("estimate what an environment costs in a month, by workspace")
    .argument("<environment>", "platform/environment")
    .option("--json", "the figures for a program")
    .action(async (target: string, { json = false }: { json?: boolean }) => {
      const { costCommand } = await import("./cost");
      run(() => costCommand(root, target, json));
    });
  ferry
    .command("recovery")
    .description("print what is kept where, and how each store is had back, in Markdown")
    .argument("<environment>", "platform/environment")
    .action(async (target: string) => {
      const { recoveryCommand } = await import("./recovery");
      run(() => recoveryCommand(root, target));
    });
  ferry
    .command("doctor")
    .description("look at this machine before anything starts: engine, ports, images, disk, terraform")
    .argument("<environment>", "platform/environment")
    .action(async (target: string) => {
      const { doctorCommand } = await import("./doctor");
      await runWaiting(async () => {
        const { text, ready } = await doctorCommand(target, { root, env: process.env });
        if (!ready) process.exitCode = LACKING;
        return text;
      });
    });
  ferry
    .command("start-order")
    .description("print what each service on ECS waits for, and what keeps it waiting")
    .argument("<environment>", "platform/environment")
    .action(async (target: string) => {
      const { startOrderCommand } = await import("./start-order");
      run(() => startOrderCommand(root, target));
    });
  ferry
    .command("operate")
    .description("print the commands an operator asks for first: logs, stopped tasks, target health, a shell")
    .argument("<environment>", "platform/environment")
    .argument("[service]", "of that one alone")
    .action(async (target: string, service: string | undefined) => {
      const { operateCommand } = await import("./operate");
      run(() => operateCommand(root, target, service));
    });
  ferry
    .command("connections")
    .description("print who may hold how many connections to databases and caches during a deployment")
    .argument("<environment>", "platform/environment")
    .action(async (target: string) => {
      const { connectionsCommand } = await import("./connections");
      run(() => connectionsCommand(root, target));
    });
  return ferry;
}

/** Parses the words behind the command; a wrong word is the reader's to mend. */
export async function main(words: readonly string[], root = process.cwd()): Promise<void> {
  try {
    await program(root).parseAsync([...words], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : MENDABLE;
  }
}

if (require.main === module) void main(process.argv.slice(2));
