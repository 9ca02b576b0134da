import { packageStep, readyStep, SETUP_SEC } from "./document";

/** Packages of AWS's come from a bucket of AWS's, and what they need from Ubuntu's archive. */
const INSTALL_SEC = 1800;

/** How long an apply waits until a new host has its software. */
export const SOFTWARE_WAIT_SEC = SETUP_SEC + INSTALL_SEC;

/**
 * What AWS keeps for hosts. A document of its own: neither a release nor a way back to one waits for what AWS
 * distributes, and a deployment finds it there.
 */
export const softwareDocument = (project: string, files: boolean): object => ({
  schemaVersion: "2.2",
  description: `Gives ${project} the software that AWS keeps`,
  mainSteps: [
    // Before that the first script may hold the lock of apt.
    readyStep(project),
    packageStep("agent", "AmazonCloudWatchAgent"),
    // Mounts EFS with TLS and the role of the machine.
    ...(files ? [packageStep("files", "AmazonEFSUtils")] : []),
  ],
});
