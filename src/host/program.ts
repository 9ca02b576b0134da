/** The host's program: path in a release → text. */
export const HOST_PROGRAM: Readonly<Record<string, string>> = { "program/__main__.py": "" };

/** Brings a release from the bucket to the host; a program of its own, for there is nothing before it. */
export const FETCH_SCRIPT: string = "";
