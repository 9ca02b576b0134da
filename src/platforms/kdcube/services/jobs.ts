import { read, readWrite, type Grant } from "../../../model/grant";
import { job, taskOf, type Job, type Task } from "../../../model/service";
import { execVariables } from "../environment/exec";
import { setupVariables } from "../environment/postgres-setup";
import { execImage } from "../images";
import type { Kdcube } from "../input";
import { storageMounts } from "../stores";
import { confined, confinedScratch } from "../user";

/** Makes extensions, the control plane's schema and the project's; what is there already stays (reference §3.5). */
export const postgresSetup = (input: Kdcube): Job =>
  job({
    image: "kdcube-postgres-setup",
    size: { cpu: 256, memoryMiB: 512 },
    repeatable: true,
    user: confined,
    mounts: confinedScratch,
    needs: { postgres: "healthy" },
    // Not the services' files: it has one of its own (seed 002 §6).
    envFile: ".env.postgres.setup",
    ...setupVariables(input),
  });

/** The sandbox that runs code for one answer; the processor starts it and waits (seed 002 §10). */
export const pyCodeExec = (input: Kdcube): Task =>
  taskOf({
    image: execImage(input.settings.bundles),
    size: { cpu: 1024, memoryMiB: 2048 },
    startedBy: "chat-proc",
    writesRoot: "its entrypoint is root, and unpacks work and bundles where only a run says",
    ...execVariables(input),
    // Work goes in and out as archives; with a directory for storage it must be at the same path as the processor's.
    mounts: storageMounts(input.settings),
    grants: input.settings.storage === "s3" ? sandboxGrants(input) : [],
  });

/**
 * Code that a model wrote may be anybody's: it has its runs, and reads the bundles it needs, of one project; what people
 * said and sent lies beside them (kdcube reference §6.1, and §6.2 for what is the least).
 */
function sandboxGrants({ settings: { tenant, project } }: Kdcube): Grant[] {
  const own = `cb/tenants/${tenant}/projects/${project}`;
  return [readWrite("storage", `${own}/executions/`), read("storage", `${own}/ai-bundle-snapshots/`)];
}
