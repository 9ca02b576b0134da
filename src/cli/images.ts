import pc from "picocolors";
import { ConfigError } from "../config/errors";
import { startOf } from "../config/extends";
import { loadNamed } from "../config/load";
import { build, describe, type Deployment } from "../deployment";
import { inBuildOrder, type Copied, type ImageBuild, type Source } from "../model/build";
import { platformNamed } from "../platforms/registry";
import { accountRegistry } from "../targets/aws-names";
import { bareTable } from "./workspaces-table";

/** One image as a CI builds it. What --json prints; its keys stay. */
export interface MatrixRow {
  readonly image: string;
  /** Rows of one step can be built side by side, when all of the step before are pushed. */
  readonly step: number;
  readonly source: Source;
  readonly dockerfile: string;
  readonly context: string;
  /** As pushed: registry, repository, tag. */
  readonly tag: string;
  /** The image that it begins from, as pushed; null when that is nobody's of ours. */
  readonly base: string | null;
  readonly bundles: readonly Copied[];
}

/** What the release of one environment needs built: the images that it runs, and their bases. */
export function buildMatrix({ environment, platform }: Deployment, builds: readonly ImageBuild[]): MatrixRow[] {
  const { services, jobs, tasks, images } = platform;
  const used = [...Object.values(services), ...Object.values(jobs), ...Object.values(tasks)].map(({ image }) => image);
  const ours = builds.map(({ image }) => image).filter((image) => used.includes(image));
  const { registry, aws } = environment;
  const home = registry ?? (aws && accountRegistry(aws.account, aws.region));
  const pushed = (key: string): string => {
    const image = images[key];
    if (!image) throw new Error(`the platform has no image ${key}`);
    return `${home === undefined ? "" : `${home}/`}${image.repository}:${image.tag}`;
  };
  const steps = new Map<string, number>();
  return inBuildOrder(builds, ours).map(({ image, source, dockerfile, context, base, copies }) => {
    const step = base === undefined ? 1 : (steps.get(base) ?? 0) + 1;
    steps.set(image, step);
    const from = base === undefined ? null : pushed(base);
    return { image, step, source, dockerfile, context, tag: pushed(image), base: from, bundles: copies };
  });
}

/** `ferry images shop/prod [--json]`. Throws ConfigError where the platform does not say how its images are made. */
export function imagesCommand(root: string, target: string, json: boolean): string {
  const loaded = loadNamed(root, target);
  const { platform, file } = loaded.environment;
  const definition = platformNamed(platform, file);
  const deployment = describe(loaded, definition);
  if (!definition.builds) {
    throw new ConfigError([
      { ...startOf(file), path: "", text: `platform ${platform} does not say how its images are built` },
    ]);
  }
  const rows = buildMatrix(deployment, definition.builds(build(loaded, definition).input));
  return json ? JSON.stringify(rows, null, 2) : matrixText(rows, target);
}

function matrixText(rows: readonly MatrixRow[], target: string): string {
  const table = bareTable(
    ["STEP", "IMAGE", "TAG", "SOURCE", "DOCKERFILE"],
    rows.map(({ step, image, tag, source, dockerfile }) => [
      step,
      image,
      tag.slice(tag.lastIndexOf(":") + 1),
      formatSource(source),
      dockerfile.slice(dockerfile.lastIndexOf("/") + 1),
    ]),
  );
  return [
    table,
    section(
      "Pushed to",
      rows.map(({ tag }) =>
        tag.includes("/") ? tag.slice(0, tag.lastIndexOf("/")) : "no registry: images stay on the machine",
      ),
    ),
    section(
      "Built from",
      rows.map(
        ({ source, dockerfile, context }) =>
          `${formatSource(source)}  context ${context}\n    ${dockerfile.replace(/[^/]+$/, "")}`,
      ),
    ),
    ...(rows.some(({ base }) => base !== null)
      ? [
          section(
            "On top of",
            rows.flatMap(({ image, base }) => (base === null ? [] : [`${image} on ${base.replace(/^.*\//, "")}`])),
          ),
        ]
      : []),
    ...(rows.some(({ bundles }) => bundles.length > 0)
      ? [
          section(
            "Copied into them",
            rows.flatMap(({ bundles }) =>
              bundles.map(({ source, from, to }) => `${formatSource(source)}\n    ${from} → ${to}`),
            ),
          ),
        ]
      : []),
    `${pc.bold("Next")}\n  npx ferry images ${target} --json`,
  ].join("\n\n");
}

const section = (heading: string, lines: readonly string[]): string =>
  [pc.bold(heading), ...[...new Set(lines)].map((line) => `  ${line}`)].join("\n");

const formatSource = ({ repo, ref }: Source): string => `${repo}@${ref}`;
