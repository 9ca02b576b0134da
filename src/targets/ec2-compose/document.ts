import { setUpMarker } from "../../rendering/host-setup";

/*
 * What the host's command documents have in common. Source: Systems Manager, "Command document plugin reference",
 * schema 2.2.
 */

/** A machine that starts for the first time installs its packages: Ubuntu's archive may be slow. */
export const SETUP_SEC = 900;

const onLinux = { StringEquals: ["platformType", "Linux"] };

export const scriptStep = (name: string, timeoutSec: number, runCommand: readonly string[]): object => ({
  action: "aws:runShellScript",
  name,
  precondition: onLinux,
  inputs: { runCommand, timeoutSeconds: String(timeoutSec), onFailure: "exit" },
});

/** A package that AWS keeps and signs, by its name in Distributor. */
export const packageStep = (name: string, package_: string): object => ({
  action: "aws:configurePackage",
  name,
  precondition: onLinux,
  inputs: { name: package_, action: "Install", onFailure: "exit" },
});

/** The agent is a snap with a path of its own, and the AWS CLI is a snap too. */
export const ENVIRONMENT = [
  "export HOME=/root",
  "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin",
];

/** Waits for the host's first script, whose own mark counts: after another start cloud-init is content again. */
export const readyStep = (project: string): object =>
  scriptStep("ready", SETUP_SEC, [
    ...ENVIRONMENT,
    "cloud-init status --wait > /dev/null || true",
    `[ -e ${setUpMarker(project)} ] || {`,
    `  echo "${project}: the host was not set up; see /var/log/cloud-init-output.log on it" >&2`,
    "  exit 1",
    "}",
  ]);
