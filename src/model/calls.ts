import type { EdgeKind, Platform } from "./platform";
import { partsOf, type Reference, type Value } from "./reference";
import { routeFor } from "./route";
import type { Workload } from "./service";
import { STORE_PORTS, type Store } from "./store";

/** Who calls whom, on which TCP port; the ends are services, tasks, stores, and these few. */
export interface Call {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

export const INTERNET = "internet";
export const LOAD_BALANCER = "load-balancer";
export const HOST = "host";
/** The instances that services with capacity ec2 run on. */
export const INSTANCES = "instances";
/** The network's own doors to AWS's APIs. */
export const ENDPOINTS = "endpoints";
/** Reached through the gateway of the network, which has a list of addresses and no group. */
export const S3 = "s3";

export interface CallsInput {
  readonly platform: Platform;
  readonly edge: EdgeKind;
  /** The service that takes all traffic when the edge is a proxy. */
  readonly proxy: string | undefined;
  /** Does a compose host run any of it, now or before it moves? */
  readonly host: boolean;
  /** Calls to AWS's own APIs and to others outside; endpoints.ts knows them. */
  readonly beyond: readonly Call[];
}

/**
 * Every call that the platform makes in any phase: what may be open between security groups. It is the same whoever
 * runs what, so that moving a service opens nothing and closes nothing.
 */
export function callsOf(input: CallsInput): Call[] {
  const { platform, host } = input;
  const inner = workloads(platform).flatMap(({ group, workload }) => outgoing(platform, group, workload));
  const outer = publicCalls(input);
  const passedOn = proxyCalls(input);
  const calls = [...doorCalls, ...outer, ...passedOn, ...inner, ...input.beyond];
  if (host) calls.push(...hostCalls(platform, [...inner, ...passedOn], outer));
  const unique = new Map(
    calls.filter(({ from, to }) => from !== to).map((call) => [`${call.from}>${call.to}:${call.port}`, call]),
  );
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, call]) => call);
}

/** Whose address a service has: its own, or that of the one it runs alongside. */
export const groupOf = (platform: Platform, service: string): string =>
  platform.services[service]?.alongside ?? service;

/** Everything that runs, under the name of the thing that has its address; a job runs in the task of who needs it. */
export function workloads(platform: Platform): { group: string; name: string; workload: Workload }[] {
  const services = Object.entries(platform.services);
  return [
    ...services.map(([name, workload]) => ({ group: groupOf(platform, name), name, workload })),
    ...Object.entries(platform.tasks).map(([name, workload]) => ({ group: name, name, workload })),
    ...Object.entries(platform.jobs).flatMap(([job, workload]) =>
      services
        .filter(([, { needs }]) => job in needs)
        .map(([name]) => ({ group: groupOf(platform, name), name: job, workload })),
    ),
  ];
}

function outgoing(platform: Platform, from: string, workload: Workload): Call[] {
  const calls: Call[] = [];
  for (const reference of referencesOf(platform, workload)) {
    if (reference.ref === "address") {
      const port = platform.services[reference.service]?.ports[reference.port];
      if (port !== undefined) calls.push({ from, to: groupOf(platform, reference.service), port });
    }
    if (reference.ref === "store") calls.push(...storeCalls(platform, from, reference.store));
  }
  for (const mount of workload.mounts) {
    if (mount.kind === "shared") calls.push(...storeCalls(platform, from, mount.store));
  }
  // Who asks for its own port calls nobody.
  return calls.filter(({ to }) => to !== from);
}

function storeCalls(platform: Platform, from: string, name: string): Call[] {
  const port = portOfStore(platform.stores[name]);
  return port === undefined ? [] : [{ from, to: name, port }];
}

const portOfStore = (store: Store | undefined): number | undefined =>
  store && store.kind !== "bucket" ? STORE_PORTS[store.kind] : undefined;

/** Every reference a workload holds, those inside its composed secrets included. */
export function referencesOf(platform: Platform, workload: Workload): Reference[] {
  const values: Value[] = Object.values(workload.environment);
  for (const { secret } of Object.values(workload.secrets)) {
    const definition = platform.secrets[secret];
    if (definition?.kind === "composed") values.push(definition.parts);
  }
  for (const mount of workload.mounts) if (mount.kind === "config") values.push(mount.content);
  return values.flatMap((value) => partsOf(value).filter((part): part is Reference => typeof part !== "string"));
}

const doorCalls: readonly Call[] = [80, 443].map((port) => ({ from: INTERNET, to: LOAD_BALANCER, port }));

function publicCalls({ platform, edge, proxy }: CallsInput): Call[] {
  const targets = edge === "proxy" && proxy ? [{ service: proxy, port: undefined }] : publicTargets(platform);
  return callsTo(platform, LOAD_BALANCER, targets);
}

/** A proxy has the whole table, so it calls whoever stands in it. */
const proxyCalls = ({ platform, edge, proxy }: CallsInput): Call[] =>
  edge === "proxy" && proxy ? callsTo(platform, groupOf(platform, proxy), publicTargets(platform)) : [];

type RoutedPort = { readonly service: string; readonly port: string | undefined };

const callsTo = (platform: Platform, from: string, targets: readonly RoutedPort[]): Call[] =>
  targets.flatMap(({ service, port }) => {
    const number = portNumber(platform, service, port);
    return number === undefined ? [] : [{ from, to: groupOf(platform, service), port: number }];
  });

const publicTargets = ({ routes }: Platform): RoutedPort[] =>
  routes.flatMap(({ service, port, exposure }) => (service && exposure === "public" ? [{ service, port }] : []));

/** The number of a named port; when none is named, that of `http`, else the first by name. */
export function portNumber(platform: Pick<Platform, "services">, service: string, port?: string): number | undefined {
  const name = port ?? portName(platform, service);
  return name === undefined ? undefined : platform.services[service]?.ports[name];
}

/** The port that is meant when none is named. */
export function portName({ services }: Pick<Platform, "services">, service: string): string | undefined {
  const ports = services[service]?.ports ?? {};
  return "http" in ports ? "http" : Object.keys(ports).sort()[0];
}

/** Where a browser comes in: the proxy where there is one, else the service that answers `/`; redirects answer nothing. */
export function doorOf(platform: Pick<Platform, "services" | "routes">, proxy: string | undefined) {
  const answered = platform.routes.filter(({ exposure, service }) => exposure === "public" && service !== undefined);
  const root = proxy === undefined ? routeFor(answered, "/") : { service: proxy, port: undefined };
  if (root?.service === undefined) return undefined;
  const port = root.port ?? portName(platform, root.service);
  return port === undefined ? undefined : { service: root.service, port };
}

/** The host stands in for every service: it makes their calls and takes those that are meant for them. */
function hostCalls(platform: Platform, inner: readonly Call[], outer: readonly Call[]): Call[] {
  const services = new Set(Object.keys(platform.services));
  const taken = [...inner, ...outer].filter(({ to }) => services.has(to)).map((call) => ({ ...call, to: HOST }));
  const made = inner.map((call) => ({ ...call, from: HOST }));
  return [...taken, ...made];
}
