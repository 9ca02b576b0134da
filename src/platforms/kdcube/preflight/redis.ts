import type { RenderedContainer } from "../../../model/rendered";
import type { Input } from "./rule";

/** The address of Redis as a container gets it, the text of a secret that is made of others included. */
export const redisUrl = ({ rendered }: Input, { environment, secrets }: RenderedContainer): string | undefined =>
  environment["REDIS_URL"] ?? rendered.secretTexts[secrets["REDIS_URL"] ?? ""];

/** Scheme, password, host, port and database; undefined where the text is no such address. */
export function partsOfUrl(url: string | undefined) {
  const parts = /^(rediss?):\/\/:(.*)@([^@:/]+):(\d+)\/(\d+)$/.exec(url ?? "");
  if (!parts) return undefined;
  const [, scheme = "", password = "", host = "", port = "", database = ""] = parts;
  return { scheme, password, host, port, database };
}

/** An expression that another workspace answers, as that one says it. */
export const answered = ({ rendered }: Input, text: string): string =>
  rendered.published[/^<(.+)>$/.exec(text)?.[1] ?? ""] ?? text;
