import type { RenderedContainer } from "../../../model/rendered";
import type { Input } from "./rule";
import { running } from "./rule";

export interface Conf {
  readonly proxy: RenderedContainer;
  readonly path: string;
  readonly text: string;
}

/** Every nginx configuration that a proxy is given. */
export const confs = (input: Input): Conf[] =>
  running(input, "web-proxy").flatMap((proxy) =>
    Object.entries(proxy.files).flatMap(([path, text]) => (path.endsWith(".conf") ? [{ proxy, path, text }] : [])),
  );

export const noConf = (input: Input): string | undefined =>
  confs(input).length === 0 ? "no proxy of ours stands in front" : undefined;

export interface Location {
  readonly match: string;
  readonly body: string;
}

/** Each with what stands between its braces; locations of ours are never inside others. */
export const locationsOf = ({ text }: Pick<Conf, "text">): Location[] =>
  [...text.matchAll(/^( *)location (.+) \{\n([\s\S]*?)\n\1\}/gm)].map(([, , match = "", body = ""]) => ({
    match,
    body,
  }));

/** The one that answers a path: an exact one, else the first pattern that matches, else the longest prefix. */
export function locationFor(conf: Pick<Conf, "text">, path: string): Location | undefined {
  const all = locationsOf(conf);
  const exact = all.find(({ match }) => match === `= ${path}`);
  const pattern = all.find(
    ({ match }) => match.startsWith("~ ") && new RegExp(match.slice(2).replace("\\z", "$")).test(path),
  );
  const prefix = all
    .filter(({ match }) => match.startsWith("/") && path.startsWith(match))
    .sort((a, b) => b.match.length - a.match.length)[0];
  return exact ?? pattern ?? prefix;
}

/** A directive's value, of the location or else of the server around it. */
export function directive(conf: Pick<Conf, "text">, location: Location, name: string): string | undefined {
  const find = (text: string): string | undefined => new RegExp(`^ *${name} (.+);$`, "m").exec(text)?.[1];
  const around = locationsOf(conf).reduce((text, { body }) => text.replace(body, ""), conf.text);
  return find(location.body) ?? find(around);
}

/** Who answers there, without its port; undefined where nobody is asked. */
export const upstreamOf = ({ body }: Location): string | undefined =>
  /set \$upstream ([^:;\s]+)/.exec(body)?.[1]?.replace(/-(ecs|compose)\..*$/, "");
