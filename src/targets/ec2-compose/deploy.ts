import { FETCH_SCRIPT } from "../../host/program";
import type { Platform } from "../../model/platform";
import { healthCheckOf, patienceSec } from "../../model/probe";

export interface DeployDocumentProps {
  readonly project: string;
  /** The project's folder on the host. */
  readonly root: string;
  readonly bucket: string;
  readonly region: string;
  /** Are there shared files to mount? */
  readonly files: boolean;
  readonly timeoutSec: number;
}

/** A machine that starts for the first time installs its packages: Ubuntu's archive may be slow. */
const SETUP_SEC = 900;
/** A release's images over a network of its own, and all else that is done once a release. */
const FETCH_SEC = 900;
/** A job that the model says nothing about. */
const JOB_SEC = 900;
const LEAST_SEC = 1800;
/** Beyond two hours nobody waits for an apply. */
const MOST_SEC = 7200;

/**
 * How long a release may take: the set-up of a new host, what is fetched, the jobs, a trial of each service beside the
 * old one, the old ones' end and the new ones' start, and the same once more for the way back. Of all services, wherever
 * they run now: a move changes no document.
 */
export function deployTimeoutSec({ services, jobs }: Platform): number {
  const all = Object.values(services);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const patience = sum(all.map(({ probe, ports }) => patienceSec(healthCheckOf(probe, ports))));
  const ending = sum(all.map(({ stopGraceSec }) => stopGraceSec));
  const whole = SETUP_SEC + FETCH_SEC + JOB_SEC * Object.keys(jobs).length + patience + 2 * (ending + patience);
  return Math.min(MOST_SEC, Math.max(LEAST_SEC, whole));
}

/** Source: Systems Manager, "Command document plugin reference", schema 2.2. */
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
  mainSteps: [
    step("ready", SETUP_SEC, waitForSetup(props.project)),
    ...(props.files ? [filesPackage] : []),
    step("deploy", props.timeoutSec, deployScript(props)),
  ],
});

const onLinux = { StringEquals: ["platformType", "Linux"] };

const step = (name: string, timeoutSec: number, runCommand: readonly string[]): object => ({
  action: "aws:runShellScript",
  name,
  precondition: onLinux,
  inputs: { runCommand, timeoutSeconds: String(timeoutSec), onFailure: "exit" },
});

/** The helper that mounts EFS with TLS and the role of the machine, by AWS's own package. */
const filesPackage = {
  action: "aws:configurePackage",
  name: "files",
  precondition: onLinux,
  inputs: { name: "AmazonEFSUtils", action: "Install", onFailure: "exit" },
};

/** The agent is a snap with a path of its own, and the AWS CLI is a snap too. */
const ENVIRONMENT = [
  "export HOME=/root",
  "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin",
];

/** cloud-init ends with 2 where it only warns. */
const waitForSetup = (project: string): string[] => [
  ...ENVIRONMENT,
  "cloud-init status --wait > /dev/null || [ $? -eq 2 ] || {",
  `  echo "${project}: the host was not set up; see /var/log/cloud-init-output.log on it" >&2`,
  "  exit 1",
  "}",
];

function deployScript({ root, bucket, region }: DeployDocumentProps): string[] {
  // Systems Manager would take it for a parameter of the document.
  if (FETCH_SCRIPT.includes("{{")) throw new Error("two braces in a row end the text of an SSM document");
  return [
    ...ENVIRONMENT,
    "set -eu",
    "release='{{ Release }}'",
    `if [ "$release" = list ]; then exec python3 ${root}/current/program list; fi`,
    "fetch=$(mktemp)",
    `trap 'rm -f "$fetch"' EXIT`,
    "cat > \"$fetch\" <<'END_OF_FETCH'",
    ...FETCH_SCRIPT.trimEnd().split("\n"),
    "END_OF_FETCH",
    `python3 "$fetch" --bucket ${bucket} --region ${region} --root ${root} "$release"`,
    `python3 "${root}/releases/$release/program" deploy "$release"`,
  ];
}
