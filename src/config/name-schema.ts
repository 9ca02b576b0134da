import * as z from "zod";

/** How things are called in YAML. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, "lower-case letters, digits and hyphens, beginning with a letter");
