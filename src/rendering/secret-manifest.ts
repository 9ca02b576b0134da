import type { Mount } from "../model/mount";
import { byKey } from "../model/reference";
import type { Workload } from "../model/service";
import { secretFile } from "./compose-mounts";

/** Where one value comes from: a secret, or one key of the JSON object that it holds. */
interface Source {
  /** A name or an ARN. */
  readonly secretId: string;
  /** Of Systems Manager. @default - a secret of Secrets Manager */
  readonly from?: "parameter";
  /** Another value, another version: without it a rotation would change nothing here, and nobody would deploy it. */
  readonly versionId?: string;
  /** A count of new values that nobody here wrote: another number is another release, which reads it again. */
  readonly count?: string;
  readonly key?: string;
}

/** What the host asks the secret store for. */
export type SecretSource = (secret: string) => Pick<Source, "secretId" | "from" | "versionId" | "count">;

/**
 * What the deploy step on the host writes into the folder of secrets before compose starts. Names, never values. The
 * folder is root's alone; a file in it is readable by all, for it is mounted into a container that may run as anyone.
 */
export interface SecretManifest {
  /** Env file → variable → where its value comes from. */
  readonly envFiles: Readonly<Record<string, Readonly<Record<string, Source>>>>;
  /** File → what is in it. */
  readonly files: Readonly<Record<string, Source>>;
}

export interface NamedWorkload {
  readonly name: string;
  /** It has no container, so nothing is read for it; its env file is there, for compose reads it all the same. */
  readonly stopped: boolean;
  readonly envFile: string;
  readonly workload: Workload;
}

export function secretManifest(workloads: readonly NamedWorkload[], source: SecretSource): SecretManifest {
  const envFiles: Record<string, Record<string, Source>> = {};
  const files: Record<string, Source> = {};
  for (const { name, stopped, envFile, workload } of workloads) {
    const uses = Object.entries(workload.secrets).sort(byKey);
    if (uses.length > 0)
      envFiles[envFile] = Object.fromEntries(
        (stopped ? [] : uses).map(([variable, { secret, key }]) => [
          variable,
          { ...source(secret), ...(key !== undefined && { key }) },
        ]),
      );
    if (stopped) continue;
    for (const { secret } of workload.mounts.filter(isSecretFile).sort((a, b) => (a.secret < b.secret ? -1 : 1)))
      files[secretFile(name, secret)] = source(secret);
  }
  return { envFiles, files };
}

const isSecretFile = (mount: Mount): mount is Extract<Mount, { kind: "secretFile" }> => mount.kind === "secretFile";
