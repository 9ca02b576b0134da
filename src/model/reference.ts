import type { ProxySettings } from "./proxy";

/**
 * A value that each place answers its own way. The union is closed: a target that cannot answer one says why, with
 * `absent`, and the variable that holds it is left out and reported.
 */
export type Reference =
  | { readonly ref: "address"; readonly service: string; readonly port: string; readonly form: AddressForm }
  | { readonly ref: "store"; readonly store: string; readonly field: StoreField }
  | { readonly ref: "secret"; readonly secret: string }
  | { readonly ref: "image"; readonly image: string }
  | { readonly ref: "task"; readonly task: string; readonly field: TaskField }
  | { readonly ref: "hostPath"; readonly mountPath: string }
  | { readonly ref: "path"; readonly mountPath: string }
  | { readonly ref: "proxyConfig"; readonly proxy: ProxySettings }
  | { readonly ref: "publicUrl" }
  | { readonly ref: "region" };

export type AddressForm = "host" | "port" | "hostPort";

/** What a store can be asked for. `tls` answers "true" or "false"; `scheme` is redis or rediss; `uri` is s3://name. */
export type StoreField = "host" | "port" | "database" | "user" | "tls" | "scheme" | "name" | "uri";

/**
 * How a task is started differs by place: `runtime` is docker on a host and fargate on ECS; `viaEcs` is "1" on ECS and
 * absent on a host, as are the cluster, the task definition, the container and the network it runs in.
 */
export type TaskField =
  "runtime" | "viaEcs" | "cluster" | "taskDefinition" | "containerName" | "subnets" | "securityGroups";

export type Part = string | Reference;

/** What a variable holds: a literal, a reference, or a row of both. */
export type Value = string | number | boolean | Reference | readonly Part[];

export const addressOf = (service: string, port = "http", form: AddressForm = "hostPort"): Reference => ({
  ref: "address",
  service,
  port,
  form,
});

export const hostOf = (service: string, port = "http"): Reference => addressOf(service, port, "host");

export const portOf = (service: string, port = "http"): Reference => addressOf(service, port, "port");

/** The fields of a store, by name: `store("postgres").host`. */
export const store = (name: string): { readonly [F in StoreField]: Reference } => {
  const field = (of: StoreField): Reference => ({ ref: "store", store: name, field: of });
  return {
    host: field("host"),
    port: field("port"),
    database: field("database"),
    user: field("user"),
    tls: field("tls"),
    scheme: field("scheme"),
    name: field("name"),
    uri: field("uri"),
  };
};

export const secret = (name: string): Reference => ({ ref: "secret", secret: name });
export const imageOf = (image: string): Reference => ({ ref: "image", image });
export const task = (name: string, field: TaskField): Reference => ({ ref: "task", task: name, field });

/** Where the directory that this service mounts at `mountPath` lies on the machine that runs it. */
export const hostPathOf = (mountPath: string): Reference => ({ ref: "hostPath", mountPath });

/**
 * Where this workload itself finds what it mounts at `mountPath`: there, in a container; for a process on a laptop,
 * where the directory or the file really is.
 */
export const pathOf = (mountPath: string): Reference => ({ ref: "path", mountPath });

/** The configuration of a proxy that holds the route table, as text. */
export const proxyConfig = (proxy: ProxySettings): Reference => ({ ref: "proxyConfig", proxy });

/** https://domain, or the address of the laptop's proxy. */
export const publicUrl: Reference = { ref: "publicUrl" };

/** The AWS region, absent where there is none. */
export const region: Reference = { ref: "region" };

/** Any value as the parts it is made of; neighbouring literals stay apart, nothing is lost. */
export function partsOf(value: Value): readonly Part[] {
  if (Array.isArray(value)) return value as readonly Part[];
  return typeof value === "object" ? [value as Reference] : [String(value)];
}

export const referencesIn = (value: Value): Reference[] =>
  partsOf(value).filter((part): part is Reference => typeof part !== "string");

/** Said by a target that has no answer; the reason is shown to the reader. */
export interface Absent {
  readonly absent: string;
}
export const absent = (reason: string): Absent => ({ absent: reason });

export type Resolve = (reference: Reference) => string | Absent;

/** The value as text, or the first reason why it cannot be had here. */
export function render(value: Value, resolve: Resolve): string | Absent {
  let text = "";
  for (const part of partsOf(value)) {
    const answer = typeof part === "string" ? part : resolve(part);
    if (typeof answer !== "string") return answer;
    text += answer;
  }
  return text;
}

export interface Rendered {
  readonly values: Readonly<Record<string, string>>;
  /** Variable → why it is not there. */
  readonly absent: Readonly<Record<string, string>>;
}

/** All variables of one service, sorted by name, those without an answer apart. */
export function renderAll(values: Readonly<Record<string, Value>>, resolve: Resolve): Rendered {
  const present: Record<string, string> = {};
  const missing: Record<string, string> = {};
  for (const [name, value] of Object.entries(values).sort(byKey)) {
    const text = render(value, resolve);
    if (typeof text === "string") present[name] = text;
    else missing[name] = text.absent;
  }
  return { values: present, absent: missing };
}

/** For sorting the entries of a record: one order everywhere, whatever the locale of the machine. */
export const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
