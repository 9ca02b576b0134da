import { routeFor, type Route } from "../../src/model/route";
import type { Received } from "./proxy-client";

/** The path of a row itself, below it, beside it. */
export const nearby = ({ path }: Route): string[] => {
  const bare = path.replace(/\/$/, "");
  return [path, bare, `${bare}/`, `${bare}/x`, `${bare}/x/y.z`, `${bare}x`, `/x${path}`].filter((near) =>
    near.startsWith("/"),
  );
};

/** What the row that a path belongs to makes of a request with `?a=1`. */
export function due(routes: readonly Route[], path: string): string {
  const row = routeFor(routes, path);
  if (!row || row.exposure === "internal") return `${path} refused`;
  if (row.redirect) return `${path} ${row.redirect.status} ${row.redirect.to}?a=1`;
  if (row.service === "web-ui") return `${path} web-ui`;
  const passedOn = row.rewrite ? `${row.rewrite.to}${path.slice(row.path.length)}` : path;
  return `${path} ${row.service} ${passedOn} {"a":"1"}`;
}

/** What came of it, in the same words. */
export function done(path: string, { status, headers, seen: { service, path: at, query } }: Received): string {
  if (service) return [path, service, at, query && JSON.stringify(query)].filter(Boolean).join(" ");
  return status === 404 ? `${path} refused` : `${path} ${status} ${headers.location}`;
}

/** Ways to write a path that are the same to nginx. */
export const spellings = (path: string): string[] => [
  ...[path, `${path}/`, `${path}/x`, `${path}?a=1`, `${path}#a`, `http://localhost${path}`],
  ...[path.replace(/\//g, "//"), path.replace(/\//g, "/./"), `/${path.slice(1).replace(/\//g, "%2f")}`, `${path}%2Fx`],
  path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
];

/** Ways that leave a folder, which no browser sends. */
export const dotted = (path: string): string[] =>
  ["..", "%2e%2e", ".%2E", "x/../.."].flatMap((dots) => [`/sse/${dots}${path}`, `/${dots}%2f${path.slice(1)}`]);
