import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { isFileError } from "../../config/files";
import { formatStateAddress, type StateAddress } from "../../migration/workspaces";
import type { StateFact, StateResource } from "../facts";

const instanceSchema = z.object({
  status: z.string().optional(),
  attributes: z.object({ id: z.string().nullish(), must_run: z.boolean().nullish() }),
});
const stateSchema = z.object({
  resources: z.array(
    z.object({ mode: z.string(), type: z.string(), name: z.string(), instances: z.array(instanceSchema) }),
  ),
});

/** What a local state knows: reading it needs no Terraform, and takes no lock from one that is running. */
export function askState(root: string, address: StateAddress): StateFact {
  const path = formatStateAddress(address);
  if (address.backend !== "local") return { kind: "not read", path, why: "is not on this machine" };
  try {
    const { data } = stateSchema.safeParse(JSON.parse(readFileSync(join(root, address.path), "utf8")));
    if (!data) return { kind: "not read", path, why: "is no state as Terraform writes it" };
    return { kind: "read", path, resources: data.resources.flatMap(resourcesIn) };
  } catch (error) {
    if (isFileError(error) && error.code === "ENOENT") return { kind: "read", path, resources: [] };
    return { kind: "not read", path, why: `cannot be read: ${(error as Error).message}` };
  }
}

const resourcesIn = ({
  mode,
  type,
  name,
  instances,
}: z.infer<typeof stateSchema>["resources"][number]): StateResource[] =>
  mode === "managed" && type.startsWith("docker_")
    ? instances.flatMap(({ status, attributes: { id, must_run } }) =>
        id ? [{ id, address: `${type}.${name}`, tainted: status === "tainted", ends: must_run === false }] : [],
      )
    : [];
