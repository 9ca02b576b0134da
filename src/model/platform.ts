import type * as z from "zod";
import type { ImageBuild } from "./build";
import type { Image } from "./image";
import type { ExportedMetric } from "./metric";
import type { Route } from "./route";
import type { Secret } from "./secret";
import type { Job, Service, Task } from "./service";
import type { Store } from "./store";

/** What a definition builds: everything that runs and keeps data, and who may reach it. */
export interface PlatformParts {
  readonly services: Readonly<Record<string, Service>>;
  readonly jobs: Readonly<Record<string, Job>>;
  readonly tasks: Readonly<Record<string, Task>>;
  readonly stores: Readonly<Record<string, Store>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly routes: readonly Route[];
  /** What it publishes to CloudWatch, under its own names. @default - nothing */
  readonly metrics?: Readonly<Record<string, ExportedMetric>>;
  /** The service that publishes them; without it there is none. @default - no single one */
  readonly exporter?: string;
  /** Where Prometheus may read the same, and its port by name. @default - nowhere */
  readonly scraped?: { readonly service: string; readonly port: string };
}

/** The parts with the environment's own sizes applied, ready for every target. */
export interface Platform extends PlatformParts {
  readonly name: string;
  readonly images: Readonly<Record<string, Image>>;
}

export const PROFILES = ["development", "production"] as const;
export type Profile = (typeof PROFILES)[number];

export const EDGES = ["rules", "proxy"] as const;
export type EdgeKind = (typeof EDGES)[number];

/** All that a definition may know of an environment; where it runs is not among it. */
export interface BuildInput<S, R> {
  readonly environment: string;
  readonly profile: Profile;
  readonly edge: EdgeKind;
  /** The host name users type, without scheme. */
  readonly domain: string;
  readonly settings: S;
  readonly release: R;
}

/** A fault that only the definition can see, told at the path of the settings or the release that it is about. */
export interface Finding {
  readonly in: "settings" | "release";
  readonly path: readonly (string | number)[];
  readonly text: string;
  /** @default breaks */
  readonly severity?: "breaks" | "degrades";
}

export interface PlatformDefinition<S = unknown, R = unknown> {
  readonly name: string;
  /** The platform's own part of the YAML. */
  readonly settings: z.ZodType<S>;
  /** The platform's release file. */
  readonly release: z.ZodType<R>;
  /** Which image of which version each name stands for. */
  readonly images: (input: BuildInput<S, R>) => Readonly<Record<string, Image>>;
  /** Every image that is ours in any release, by repository: what the account has a place for. */
  readonly repositories?: readonly string[];
  /** How each of our images is made of its sources. */
  readonly builds?: (input: BuildInput<S, R>) => readonly ImageBuild[];
  /** Pure: the same input gives the same parts. */
  readonly build: (input: BuildInput<S, R>) => PlatformParts;
  /** What zod cannot say, across fields. */
  readonly check?: (input: BuildInput<S, R>) => readonly Finding[];
}

/** Keeps the types of settings and release together; a definition is its own value. */
export const definePlatform = <S, R>(definition: PlatformDefinition<S, R>): PlatformDefinition<S, R> => definition;
