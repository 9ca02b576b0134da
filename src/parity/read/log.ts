import { text, type Block } from "../../preflight/json";

/** What becomes of a line that the driver cannot pass on at once. */
export const bufferOf = (options: Block): Record<string, string | undefined> => ({
  mode: options["mode"] === undefined ? undefined : text(options["mode"]),
  buffer: options["max-buffer-size"] === undefined ? undefined : text(options["max-buffer-size"]),
});
