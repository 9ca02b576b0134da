import pc from "picocolors";

/** For a person at a screen; a log that is read later stays plain, whatever CI says of itself. */
export const isColoured = pc.isColorSupported && process.stdout.isTTY;
export const { cyan, dim, green, red, yellow } = pc.createColors(isColoured);
