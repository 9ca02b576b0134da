import { covers, type Route } from "./route";

/** A path as a firewall matches it, letter by letter: the whole of it, or how it begins. */
export interface PathMatch {
  readonly text: string;
  readonly match: "whole" | "beginning";
}

/** The paths whose bodies may be large: the rows of the table that say how large. */
export const uploadPaths = (routes: readonly Route[]): PathMatch[] =>
  pathsOf(routes.filter(({ bodyMiB }) => bodyMiB !== undefined));

/** The paths whose queries may be long: a browser opens streams and sockets without headers, so tokens go in there. */
export const streamPaths = (routes: readonly Route[]): PathMatch[] =>
  pathsOf(routes.filter(({ traffic }) => traffic !== "request"));

/** In the words of a firewall, those left out that a broader one says already. */
function pathsOf(routes: readonly Route[]): PathMatch[] {
  const rows = routes.filter(({ exposure }) => exposure === "public");
  const broadest = rows.filter(
    (row, index) =>
      !rows.some((other, at) => at !== index && covers(other, row) && (!covers(row, other) || at < index)),
  );
  return broadest.flatMap(matchesOf).sort((a, b) => (a.text < b.text ? -1 : 1));
}

function matchesOf({ path, exact }: Route): PathMatch[] {
  if (exact) return [{ text: path, match: "whole" }];
  if (path.endsWith("/")) return [{ text: path, match: "beginning" }];
  return [
    { text: path, match: "whole" },
    { text: `${path}/`, match: "beginning" },
  ];
}
