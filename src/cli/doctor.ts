import { findEnvironments } from "../config/load";
import { describeAll, type Deployment } from "../deployment";
import { askAll, type Machine } from "../doctor/ask/all";
import { judge } from "../doctor/judge";
import { faultsOf, isBlind, printed } from "../doctor/print";
import { deployCommand } from "./deploy-command";

/** Where nobody looks at a screen. */
const COLUMNS = 100;

export interface Diagnosis {
  readonly text: string;
  /** All was looked at, and nothing is missing. */
  readonly ready: boolean;
}

/** `ferry doctor shop/dev`: what the machine lacks, before anything starts. Throws ConfigError for a wrong environment. */
export async function doctorCommand(
  target: string,
  machine: Machine,
  columns = process.stdout.columns ?? COLUMNS,
): Promise<Diagnosis> {
  const [deployment] = describeAll(machine.root, [target]) as [Deployment];
  const findings = judge(deployment, await askAll(deployment, machine));
  const next = deployCommand(deployment, findEnvironments(machine.root));
  return { text: printed(findings, columns, next), ready: faultsOf(findings) === 0 && !isBlind(findings) };
}
