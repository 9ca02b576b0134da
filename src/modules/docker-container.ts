import { Container, type ContainerConfig, type ContainerPorts } from "@cdktf/provider-docker/lib/container";
import { dependable } from "cdktf";
import { Construct } from "constructs";
import { shortHash } from "../model/naming";
import type { HealthCheck } from "../model/probe";
import { patienceSec } from "../model/probe";
import { withoutMarks } from "../rendering/marks";
import { escapeTemplates } from "../terraform";
import { mountBlocks, type DockerMount } from "./docker-mounts";

export interface DockerContainerProps {
  readonly name: string;
  readonly imageId: string;
  /** @default - the image's own */
  readonly command?: readonly string[];
  /** @default - the image's own */
  readonly entrypoint?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The networks it is in, and the name that it answers to there. None: it is in no network at all. */
  readonly networks: readonly string[];
  readonly alias: string;
  readonly ports: readonly DockerPort[];
  readonly mounts: readonly DockerMount[];
  /** runs: is waited for until healthy and started again when it ends; ends: is waited for until it has ended with 0. */
  readonly life:
    { readonly kind: "runs"; readonly health: HealthCheck; readonly stopGraceSec: number } | { readonly kind: "ends" };
  /** @default - no limit */
  readonly size?: { readonly cpu: number; readonly memoryMiB: number };
  /** @default - the image's own */
  readonly user?: string;
  /** @default false */
  readonly readOnlyRoot?: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

export interface DockerPort {
  readonly container: number;
  readonly host: number;
}

/** Slack after the last try: the provider looks once a second, and the engine starts late on a busy machine. */
const WAIT_SLACK_SEC = 15;

/** Any port of the laptop is for the laptop alone. */
const LOOPBACK = "127.0.0.1";

/**
 * A container of which all that the provider reads back is written, so that the second plan is empty. What follows
 * from the provider's source (v3.6.2, resource_docker_container_funcs.go) is said where it is done.
 */
export class DockerContainer extends Construct {
  private readonly container: Container;

  constructor(scope: Construct, id: string, props: DockerContainerProps) {
    super(scope, id);
    refuseFilesInReadOnly(props);
    this.container = new Container(this, "Resource", {
      name: props.name,
      image: props.imageId,
      ...(props.command && { command: props.command.map(escapeTemplates) }),
      ...(props.entrypoint && { entrypoint: props.entrypoint.map(escapeTemplates) }),
      env: environment(props),
      ...network(props),
      ...mountBlocks(props.mounts),
      ...limits(props),
      ...(props.user !== undefined && { user: props.user }),
      readOnly: props.readOnlyRoot ?? false,
      init: true,
      // The daemon's own defaults would come back as a difference, and a difference here replaces the container.
      logDriver: "json-file",
      logOpts: { "max-file": "3", "max-size": "10m" },
      ...life(props),
      labels: labels(props),
    });
    if (props.life.kind === "ends") this.mustEndWell(props.name);
  }

  /** Starts it after these: those that run are healthy by then, those that end have ended with 0. */
  after(others: readonly DockerContainer[]): void {
    const sorted = [...others].sort((a, b) => (a.node.path < b.node.path ? -1 : 1));
    if (sorted.length > 0) this.container.dependsOn = sorted.map(({ container }) => dependable(container));
  }

  /** The provider takes any exit code for success. */
  private mustEndWell(name: string): void {
    const address = `${this.container.terraformResourceType}.${this.container.friendlyUniqueId}`;
    this.container.lifecycle = {
      postcondition: [
        {
          condition: "${self.exit_code == 0}",
          errorMessage: `${name} ended with exit code \${self.exit_code}; read its log: docker logs ${name}; run it again: terraform apply -replace=${address}`,
        },
      ],
    };
  }
}

const environment = (props: DockerContainerProps): string[] =>
  Object.entries(props.environment)
    .map(([name, value]) => `${name}=${escapeTemplates(value)}`)
    .sort();

function network({ networks, alias, ports }: DockerContainerProps): Partial<ContainerConfig> {
  if (networks.length === 0) return { networkMode: "none" };
  return {
    networkMode: "bridge",
    networksAdvanced: networks.map((name) => ({ name, aliases: [alias] })),
    ...(ports.length > 0 && { ports: [...ports].sort((a, b) => a.container - b.container).map(published) }),
  };
}

const published = ({ container, host }: DockerPort): ContainerPorts => ({
  internal: container,
  external: host,
  ip: LOOPBACK,
  protocol: "tcp",
});

/**
 * cpus would be read as another type and end the provider, so shares stand in for it. Swap has to be said, for the
 * engine fills it in, and -1 is the one answer that a kernel without swap accounting gives too.
 */
const limits = ({ size }: DockerContainerProps): Partial<ContainerConfig> =>
  size ? { cpuShares: size.cpu, memory: size.memoryMiB, memorySwap: -1 } : {};

function life({ life: kind }: DockerContainerProps): Partial<ContainerConfig> {
  // Not `logs`: it would keep a job's output in the state, and a line over 64 KiB ends the provider.
  if (kind.kind === "ends") return { restart: "no", mustRun: false, attach: true };
  const { health, stopGraceSec } = kind;
  return {
    restart: "unless-stopped",
    mustRun: true,
    wait: true,
    waitTimeout: patienceSec(health) + WAIT_SLACK_SEC,
    stopTimeout: stopGraceSec,
    // Without it a container is killed at once when Terraform takes it away.
    destroyGraceSeconds: stopGraceSec,
    healthcheck: healthcheck(health),
  };
}

const healthcheck = (health: HealthCheck): NonNullable<ContainerConfig["healthcheck"]> => ({
  test: ["CMD-SHELL", escapeTemplates(health.command)],
  interval: goDuration(health.intervalSec),
  timeout: goDuration(health.timeoutSec),
  startPeriod: goDuration(health.startPeriodSec),
  startInterval: "0s",
  retries: health.retries,
});

/** As Go writes a duration, which is how the provider reads it back: 90 seconds are `1m30s`. */
export function goDuration(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}

/**
 * A health check is never applied in place, and a command or an entry point that was taken away is not even noticed; a
 * label with their hash replaces the container instead.
 */
function labels(props: DockerContainerProps): { label: string; value: string }[] {
  const health = props.life.kind === "runs" ? healthcheck(props.life.health) : null;
  const unseen = JSON.stringify([health, props.command ?? null, props.entrypoint ?? null]);
  return Object.entries({ ...props.labels, "ferry.unseen": shortHash(withoutMarks(unseen), 12) })
    .map(([label, value]) => ({ label, value }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** Files are copied into the container, and the engine copies nothing into a read-only one. */
function refuseFilesInReadOnly({ name, readOnlyRoot, mounts: all }: DockerContainerProps): void {
  const file = all.find(({ kind }) => kind === "text");
  if (readOnlyRoot && file)
    throw new Error(`${name} has a read-only root, so the file ${file.target} cannot be put there`);
}
