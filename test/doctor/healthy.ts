import type { Facts, ImageFact, LaptopFacts, RunningEngine } from "../../src/doctor/facts";
import type { Finding } from "../../src/doctor/finding";
import type { Deployment } from "../../src/deployment";
import { imagesOf } from "../../src/doctor/images";
import { judge } from "../../src/doctor/judge";
import { deploymentNamed } from "../helpers/workspaces";

/*
 * A laptop with all that kdcube/dev needs. A test takes one thing away, and reads what is said of it.
 */

export const GIB = 1024 ** 3;
export const FILE = "envs/kdcube/dev.yaml";
export const LABELS = { "ferry.platform": "kdcube", "ferry.environment": "dev" };

export const dev = deploymentNamed("kdcube/dev");
export const changed = (environment: object): Deployment => ({
  ...dev,
  environment: { ...dev.environment, ...environment },
});
export const infra = changed({ devenv: { mode: "infra", hostPorts: { postgres: 5432 } } });

const present: ImageFact = { kind: "present", id: "sha256:0123456789abcdef" };
export const running: RunningEngine = {
  address: "unix:///var/run/docker.sock",
  onThisMachine: true,
  version: "20.10.24",
  apiVersion: "1.41",
  memoryBytes: 64 * GIB,
  containers: [],
  networks: [],
  volumes: [],
  images: Object.fromEntries(imagesOf(dev).map(({ name }) => [name, present])),
};
export const good: LaptopFacts = {
  engine: { kind: "answers", ...running },
  ports: {},
  paths: { "/opt/kdcube/bundles": "folder" },
  disk: { of: "engine", path: "/var/lib/docker", freeBytes: 50 * GIB },
  state: { kind: "read", path: "state/kdcube/dev/devenv.tfstate", resources: [] },
  variables: ["anthropic_api_key", "brave_api_key", "openai_api_key"],
  unfit: {},
};
export const terraform: Facts["terraform"] = { path: "/usr/bin/terraform", version: "1.11.4" };

export const findings = (facts: Partial<LaptopFacts> = {}, deployment = dev): Finding[] =>
  judge(deployment, { terraform, laptop: { ...good, ...facts } });
export const engine = (part: Partial<RunningEngine>): Partial<LaptopFacts> => ({
  engine: { kind: "answers", ...running, ...part },
});
/** `mark detail → remedy` of what is said about one thing. */
export const said = (what: string, found: readonly Finding[]): string[] =>
  found
    .filter((finding) => finding.what === what)
    .map(({ mark, detail, remedy }) => `${mark} ${detail}${remedy === undefined ? "" : ` → ${remedy}`}`);
export const amiss = (found: readonly Finding[]): string[] =>
  found.filter(({ mark }) => mark !== "fine").map(({ mark, what }) => `${mark} ${what}`);
