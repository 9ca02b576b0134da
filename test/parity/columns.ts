import { findEnvironments, loadEnvironment, type LoadedEnvironment } from "../../src/config/load";
import type { Environment } from "../../src/config/schema";
import type { Deployment } from "../../src/deployment";
import type { Platform, PlatformDefinition } from "../../src/model/platform";
import type { Row, Verdict } from "../../src/parity/compare";
import { columnsOf, type Column, type Place } from "../../src/parity/places";
import { made, type Made } from "../../src/parity/render";
import { platformNamed } from "../../src/platforms/registry";

/** The columns of an environment below a root, as the command builds them. */
export function columnsIn(root: string, name: string, definition?: PlatformDefinition): Column[] {
  const [platform = "", environment = ""] = name.split("/");
  const loaded = loadEnvironment(root, platform, environment);
  const laptops = findEnvironments(root)
    .filter((each) => each.platform === platform)
    .map((each) => (): LoadedEnvironment => loadEnvironment(root, platform, each.environment))
    .filter((load) => load().environment.target === "devenv");
  return columnsOf(loaded, definition ?? platformNamed(platform, loaded.environment.file), laptops);
}

/** A platform that no file describes, at one target; the checks do not look at it. */
export function columnOf(platform: Platform, target: Place["target"], change: Partial<Environment> = {}): Column {
  const aws = {
    account: "111122223333",
    region: "eu-west-1",
    network: { cidr: "10.20.0.0/16", zones: ["a", "b"], nat: "single" },
    host: { instanceType: "m7i.large", rootGiB: 50, architecture: "x86_64" },
  };
  const certificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/1111-2222";
  const onAws = { state: { backend: "s3" }, aws, edge: { ...EDGE, certificateArn } };
  const onLaptop = { state: { backend: "local" }, devenv: { mode: "all" }, edge: EDGE };
  const environment = {
    platform: platform.name,
    environment: "prod",
    file: `envs/${platform.name}/prod.yaml`,
    target,
    profile: "production",
    logRetentionDays: 30,
    services: {},
    stores: {},
    ...(target === "devenv" ? onLaptop : onAws),
    ...change,
  } as unknown as Environment;
  const deployment: Deployment = { environment, platform, notes: [] };
  return { target, deployment, how: "as it is" };
}

const EDGE = { kind: "rules", domain: "shop.example.com", rewrites: false };

/** Each place is rendered once, whatever is done to copies of it. */
const memory = new WeakMap<Deployment, Made>();
export function madeOnce(place: Place): Made {
  const known = memory.get(place.deployment) ?? made(place);
  memory.set(place.deployment, known);
  return known;
}

export interface Unexplained {
  readonly target: string;
  readonly subject: string;
  readonly aspect: string;
  readonly name: string;
  readonly verdict: Extract<Verdict, { is: "unexplained" }>;
}

export const unexplainedIn = (rows: readonly Row[]): Unexplained[] =>
  rows.flatMap(({ subject, aspect, name, at }) =>
    Object.entries(at).flatMap(([target, verdict]) =>
      verdict.is === "unexplained" ? [{ target, subject, aspect, name, verdict }] : [],
    ),
  );

/** `ecs chat image` */
export const whereOf = ({ target, subject, aspect, name }: Unexplained): string =>
  [target, subject, aspect, name].join(" ").trimEnd();
