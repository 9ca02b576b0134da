import type { Problem } from "../config/errors";
import type { LoadedEnvironment } from "../config/load";
import { blameFault, build, describe, type Deployment } from "../deployment";
import type { PlatformDefinition } from "../model/platform";
import type { PreflightInput, PreflightRule } from "../model/preflight";
import { synthesize } from "../synthesize";
import { readRendered } from "./read";

/** One thing that a rule has to say, and the line that it is about. */
export interface PreflightFinding {
  readonly rule: PreflightRule;
  readonly problem: Problem;
}

export interface PreflightReport {
  readonly deployment: Deployment;
  /** The rules that had something to look at. */
  readonly looked: readonly PreflightRule[];
  /** The others, with the reason. */
  readonly idle: readonly { readonly rule: PreflightRule; readonly reason: string }[];
  /** What breaks first, then by number and place. */
  readonly findings: readonly PreflightFinding[];
}

/** Describes one environment, renders it in memory, and looks at every rule. Throws ConfigError as `describe` does. */
export function preflight(
  loaded: LoadedEnvironment,
  definition: PlatformDefinition,
  rules: readonly PreflightRule[],
): PreflightReport {
  const deployment = describe(loaded, definition);
  const { input } = build(loaded, definition);
  return judge(loaded, deployment, rules, {
    build: input,
    platform: deployment.platform,
    proxy: deployment.environment.edge.proxy,
    rendered: readRendered(synthesize([deployment]).workspaces),
  });
}

function judge(
  loaded: LoadedEnvironment,
  deployment: Deployment,
  rules: readonly PreflightRule[],
  input: PreflightInput,
): PreflightReport {
  const asked = rules.map((rule) => ({ rule, reason: rule.idle?.(input) }));
  const looked = asked.filter(({ reason }) => reason === undefined).map(({ rule }) => rule);
  const findings = looked.flatMap((rule) =>
    rule.run(input).map((fault) => ({ rule, problem: blameFault(loaded, fault) })),
  );
  return {
    deployment,
    looked,
    idle: asked.flatMap(({ rule, reason }) => (reason === undefined ? [] : [{ rule, reason }])),
    findings: findings.sort(inOrder),
  };
}

const rank = ({ rule }: PreflightFinding): number => (rule.severity === "breaks" ? 0 : 1);

const inOrder = (a: PreflightFinding, b: PreflightFinding): number =>
  rank(a) - rank(b) ||
  a.rule.id - b.rule.id ||
  (a.problem.file < b.problem.file ? -1 : a.problem.file > b.problem.file ? 1 : 0) ||
  a.problem.line - b.problem.line ||
  a.problem.column - b.problem.column ||
  (a.problem.text < b.problem.text ? -1 : 1);

export const breaking = (findings: readonly PreflightFinding[]): number =>
  findings.filter(({ rule }) => rule.severity === "breaks").length;
