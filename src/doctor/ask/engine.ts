import * as z from "zod";
import type { ContainerFact, EngineFact, ImageFact, LabelledFact, RunningEngine } from "../facts";
import type { ImageNeed } from "../images";
import { addressOf, type Address } from "./address";
import { EngineClient, EngineError, type Reachable } from "./client";

/** What an idle engine needs is milliseconds; one that is starting, a second or two. */
const PATIENCE_MS = 5_000;
/** For this one it asks a registry first. */
const REGISTRY_PATIENCE_MS = 15_000;

export interface Patience {
  readonly engineMs: number;
  readonly registryMs: number;
}
export const PATIENCE: Patience = { engineMs: PATIENCE_MS, registryMs: REGISTRY_PATIENCE_MS };

/** An engine, and the folder that it keeps its data in. */
export interface AskedEngine {
  readonly engine: EngineFact;
  readonly dataFolder?: string;
}

export async function askEngine(
  env: NodeJS.ProcessEnv,
  needs: readonly ImageNeed[],
  patience: Patience = PATIENCE,
): Promise<AskedEngine> {
  const address = addressOf(env);
  if (address.kind === "not asked") return { engine: { kind: "not asked", address: address.text, how: address.how } };
  if (address.kind === "strange")
    return { engine: { kind: "strange", address: address.text, message: address.message } };
  try {
    return await askAll(address, needs, patience);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { engine: { kind: error.trouble, address: address.text, message: error.message } };
  }
}

const labels = z.record(z.string(), z.string()).nullish();
const versionSchema = z.object({ Version: z.string(), ApiVersion: z.string() });
const infoSchema = z.object({ DockerRootDir: z.string(), MemTotal: z.number() });
const portSchema = z.object({ IP: z.string().optional(), PublicPort: z.number().optional(), Type: z.string() });
const containersSchema = z.array(
  z.object({
    Id: z.string(),
    Names: z.array(z.string()),
    State: z.string(),
    Status: z.string(),
    Labels: labels,
    Ports: z.array(portSchema).nullish(),
  }),
);
const networksSchema = z.array(z.object({ Id: z.string(), Name: z.string(), Labels: labels }));
const volumesSchema = z.object({ Volumes: z.array(z.object({ Name: z.string(), Labels: labels })).nullish() });
const imageSchema = z.object({ Id: z.string() });

async function askAll(address: Reachable, needs: readonly ImageNeed[], patience: Patience): Promise<AskedEngine> {
  const client = new EngineClient(address, patience.engineMs);
  // First and alone: one that hangs is waited for once.
  const version = await client.get("/version", versionSchema);
  const registry = new EngineClient(address, patience.registryMs);
  const [info, containers, networks, { Volumes: volumes }, images] = await Promise.all([
    client.get("/info", infoSchema),
    client.get("/containers/json?all=1", containersSchema),
    client.get("/networks", networksSchema),
    client.get("/volumes", volumesSchema),
    Promise.all(needs.map(async (need) => [need.name, await askImage(client, registry, need)] as const)),
  ]);
  const engine: RunningEngine = {
    address: address.text,
    onThisMachine: isHere(address),
    version: version.Version,
    apiVersion: version.ApiVersion,
    memoryBytes: info.MemTotal,
    containers: containers.map(containerFact),
    networks: networks.map(({ Id, ...rest }) => labelled(Id, rest)),
    // A volume has no id of its own.
    volumes: (volumes ?? []).map((volume) => labelled(volume.Name, volume)),
    images: Object.fromEntries(images),
  };
  return { engine: { kind: "answers", ...engine }, dataFolder: info.DockerRootDir };
}

const isHere = (address: Address): boolean =>
  address.kind === "socket" || (address.kind === "tcp" && /^(localhost|127\.[\d.]+|::1)$/.test(address.host));

const labelled = (
  id: string,
  { Name, Labels }: { Name: string; Labels?: LabelledFact["labels"] | null | undefined },
) => ({
  id,
  name: Name,
  labels: Labels ?? {},
});

/** Addresses of the machine on which a port that 127.0.0.1 would be bound to is taken. */
const LOOPBACK = new Set(["127.0.0.1", "0.0.0.0", ""]);

function containerFact({
  Id,
  Names,
  State,
  Status,
  Labels,
  Ports,
}: z.infer<typeof containersSchema>[number]): ContainerFact {
  const exitCode = /^Exited \((\d+)\)/.exec(Status)?.[1];
  const open = (Ports ?? []).filter(({ IP, Type }) => Type === "tcp" && LOOPBACK.has(IP ?? ""));
  return {
    ...labelled(Id, { Name: (Names[0] ?? Id).replace(/^\//, ""), Labels }),
    status: State,
    ...(exitCode !== undefined && { exitCode: Number(exitCode) }),
    ...(Status.endsWith("(unhealthy)") && { unhealthy: true }),
    hostPorts: open.flatMap(({ PublicPort }) => (PublicPort === undefined ? [] : [PublicPort])),
  };
}

/** One of ours that no registry keeps is not asked for elsewhere: a stranger may have taken its name there. */
async function askImage(
  client: EngineClient,
  registry: EngineClient,
  { name, inRegistry }: ImageNeed,
): Promise<ImageFact> {
  try {
    const { Id } = await client.get(`/images/${name}/json`, imageSchema);
    return { kind: "present", id: Id };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.status !== 404 || !inRegistry) return { kind: "missing", message: error.message };
  }
  try {
    await registry.get(`/distribution/${name}/json`, z.object({ Descriptor: z.unknown() }));
    return { kind: "pullable" };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return {
      kind: "missing",
      message: error.trouble === "silent" ? `the registry says ${error.message}` : error.message,
    };
  }
}
