import type { Block } from "../../preflight/json";

/** All that a container is given and no reader knows: it must not go unseen. */
export const settingsBeside = (of: Block, read: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(of)
      .filter(([key]) => !read.includes(key))
      .map(([key, value]) => [key, JSON.stringify(value)]),
  );
