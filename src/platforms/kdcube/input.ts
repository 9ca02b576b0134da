import type { BuildInput } from "../../model/platform";
import type { Release } from "./release";
import type { Settings } from "./settings";

/** All that the definition knows of an environment. */
export type Kdcube = BuildInput<Settings, Release>;
