import { store } from "../../../model/reference";
import type { Kdcube } from "../input";
import { storagePath } from "../stores";
import { aws, logging } from "./shared";
import { together, type Variables } from "./variables";

/**
 * What a sandbox has of its own. The rest comes from the processor with each run, REDIS_URL and the keys among it
 * (kdcube reference §6.4), so a secret here would be a second source of the same name.
 */
export const execVariables = (input: Kdcube): Variables =>
  together(logging(input, "executor"), aws, {
    environment: {
      KDCUBE_STORAGE_PATH: storagePath(input.settings),
      REDIS_HOST: store("redis").host,
      REDIS_PORT: store("redis").port,
    },
  });
