/** A directive that holds others, as lines. */
export const block = (head: string, lines: readonly string[]): string[] => [
  `${head} {`,
  ...lines.map((line) => (line === "" ? "" : `  ${line}`)),
  "}",
];

/** One line, whatever is in it. */
export const comment = (text: string): string => `# ${text.replace(/\s+/g, " ").trim()}`;

/** Text between double quotes. A dollar begins a variable there, and nginx knows no way to write one that does not. */
export function quoted(text: string): string {
  if (/\p{Cc}|\$/u.test(text))
    throw new Error(`${JSON.stringify(text)} cannot stand in an nginx configuration: a control character or a dollar`);
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** What needs no quotes. A percent sign is not among it: nginx compares with the decoded path, so it would never match. */
const PATH = /^\/([\w.~!&()*+,=:@-]+(\/|$))*$/;

export function checkedPath(path: string): string {
  if (!PATH.test(path))
    throw new Error(`${JSON.stringify(path)} is no path that an nginx configuration can hold as it stands`);
  return path;
}

/** A regular expression that matches this path's text. */
export const asPattern = (path: string): string => checkedPath(path).replace(/[.*+()]/g, "\\$&");
