import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../helpers/source-files";
import { buildImages, type ImageNames, removeImages, whyNoImages } from "./images";
import { Laptop, type Ran, whyNoLaptop } from "./laptop";
import { environment, imageNames, type Ports, sweep, useOwnTag, workspaceOf } from "./trial";

export const MINUTE_MS = 60_000;
/** The images may have to be made first. */
export const OPEN_MS = 8 * MINUTE_MS;
export const CLOSE_MS = 2 * MINUTE_MS;

/** Why no devenv can be tried here; undefined when one can. */
export const whyNoTrial = (): string | undefined => whyNoImages() ?? whyNoLaptop();

export const containerOf =
  (environmentName: string) =>
  (name: string): string =>
    `kdcube-${environmentName}-${name}`;

export interface Trial {
  readonly laptop: Laptop;
  readonly ports: Ports;
  readonly names: ImageNames;
  readonly close: () => Promise<void>;
}

/** A laptop whose environment of this name has its images and is ready to be applied. `besides` are swept with it. */
export async function openTrial(
  name: string,
  change?: Parameters<typeof environment>[2],
  besides: readonly string[] = [],
): Promise<Trial> {
  const sweepAll = () => Promise.all([name, ...besides].map(sweep));
  await sweepAll();
  const laptop = new Laptop();
  let names: ImageNames = {};
  const close = async (): Promise<void> => {
    await sweepAll();
    await removeImages(names);
    laptop.remove();
  };
  try {
    useOwnTag(laptop);
    mkdirSync(laptop.bench.path("bundles"));
    const ports = await environment(laptop, name, change);
    names = imageNames(laptop, name);
    await buildImages(names);
    laptop.synth(`kdcube/${name}`);
    succeed(laptop.init(workspaceOf(name)));
    return { laptop, ports, names, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export function succeed(ran: Ran): Ran {
  if (ran.status !== 0) throw new Error(ran.output);
  return ran;
}

export const ferry = (laptop: Laptop, words: readonly string[], env: NodeJS.ProcessEnv = {}): Ran =>
  laptop.run(join(ROOT, "node_modules/.bin/tsx"), [join(ROOT, "src/cli/ferry.ts"), ...words], { env });
