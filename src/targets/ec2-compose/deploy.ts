import { DEPLOY_STEP } from "../aws-names";
import { FETCH_SCRIPT } from "../../host/program";
import type { Platform } from "../../model/platform";
import { healthCheckOf, patienceSec } from "../../model/probe";
import { ENVIRONMENT, readyStep, scriptStep, SETUP_SEC } from "./document";

export interface DeployDocumentProps {
  readonly project: string;
  /** The project's folder on the host. */
  readonly root: string;
  readonly bucket: string;
  readonly region: string;
  /** The time of the step that deploys. */
  readonly timeoutSec: number;
}

/** A release's images over a network of its own, and all else that is done once a release. */
const FETCH_SEC = 900;
/** A job that the model says nothing about. */
const JOB_SEC = 900;
const LEAST_SEC = 1800;
/** Until the agent has heard of the command, and Terraform of its end. */
const SLACK_SEC = 600;
/** With all else less than two hours: the agent takes an association that is in progress for longer as stuck. */
const MOST_STEP_SEC = 5400;

/**
 * How long a release may take: what is fetched, the jobs, a trial of each service beside the old one, the old ones' end
 * and the new ones' start, and the same once more for the way back. Of all services, wherever they run now: a move
 * changes no document.
 */
export function deployTimeoutSec({ services, jobs }: Platform): number {
  const all = Object.values(services);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const patience = sum(all.map(({ probe, ports }) => patienceSec(healthCheckOf(probe, ports))));
  const ending = sum(all.map(({ stopGraceSec }) => stopGraceSec));
  const whole = FETCH_SEC + JOB_SEC * Object.keys(jobs).length + patience + 2 * (ending + patience);
  return Math.min(MOST_STEP_SEC, Math.max(LEAST_SEC, whole));
}

/** How long an apply waits for the document: longer than its steps may take, so that they say what failed. */
export const deployWaitSec = (platform: Platform): number => SETUP_SEC + deployTimeoutSec(platform) + SLACK_SEC;

export const deployDocument = (props: DeployDocumentProps): object => ({
  schemaVersion: "2.2",
  description: `Gives ${props.project} a release by its id; \`list\` names those that the host has kept`,
  parameters: {
    Release: {
      type: "String",
      description: "sixteen hexadecimal digits, or list",
      allowedPattern: "^(list|[0-9a-f]{16})$",
    },
  },
  mainSteps: [readyStep(props.project), scriptStep(DEPLOY_STEP, props.timeoutSec, deployScript(props))],
});

function deployScript({ root, bucket, region }: DeployDocumentProps): string[] {
  // Systems Manager would take it for a parameter of the document.
  if (FETCH_SCRIPT.includes("{{")) throw new Error("two braces in a row end the text of an SSM document");
  return [
    ...ENVIRONMENT,
    "set -eu",
    "release='{{ Release }}'",
    'if [ "$release" = list ]; then',
    `  [ -e ${root}/current ] || { echo 'no release runs here yet'; exit 0; }`,
    `  exec python3 ${root}/current/program list`,
    "fi",
    "fetch=$(mktemp)",
    `trap 'rm -f "$fetch"' EXIT`,
    "cat > \"$fetch\" <<'END_OF_FETCH'",
    ...FETCH_SCRIPT.trimEnd().split("\n"),
    "END_OF_FETCH",
    `python3 "$fetch" --bucket ${bucket} --region ${region} --root ${root} "$release"`,
    `python3 "${root}/releases/$release/program" deploy "$release"`,
  ];
}
