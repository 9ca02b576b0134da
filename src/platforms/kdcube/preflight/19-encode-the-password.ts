import { redisUrl, partsOfUrl } from "./redis";
import type { Fault, Input } from "./rule";
import { rule, inStore, running, READERS } from "./rule";

export const encodeThePassword = rule({
  id: 19,
  group: "stores",
  title: "the password in REDIS_URL needs no encoding, and no placeholder is left in it",
  severity: "breaks",
  consequence: "the URL is cut at the first special character, and no component can connect",
  fix: "let the password be generated: letters and digits alone; raise its number under secrets.versions",
  source: "code",
  looksAt: "the text of REDIS_URL, and how the secrets in it are made",
  run: (input) => {
    const clients = running(input, ...READERS, "proxylogin");
    const urls = [...new Set(clients.map((each) => redisUrl(input, each) ?? ""))].filter((url) => url !== "");
    return [
      ...urls
        .filter((url) => PLACEHOLDER.test(url) || !partsOfUrl(url))
        .map((url) => inStore("redis", `REDIS_URL is ${url}`)),
      ...[...new Set(clients.flatMap(({ secrets }) => secrets["REDIS_URL"] ?? []))].flatMap((name) =>
        inUrl(input, name),
      ),
    ];
  },
});

const PLACEHOLDER = /<[A-Z][A-Z0-9_]*>|YOUR_|CHANGE_?ME/;

/** What an operator types may hold anything. */
function inUrl({ platform }: Input, name: string): Fault[] {
  const url = platform.secrets[name];
  if (url?.kind !== "composed")
    return [inStore("redis", `REDIS_URL is the secret ${name}, which is not made of the store's own parts`)];
  return url.parts.flatMap((part) => {
    if (typeof part === "string" || part.ref !== "secret" || platform.secrets[part.secret]?.kind === "generated")
      return [];
    return [inStore("redis", `${part.secret} stands in REDIS_URL and is not generated`)];
  });
}
