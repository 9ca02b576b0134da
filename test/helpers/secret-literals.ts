import type { Json } from "./json";
import { isObject } from "./json";

/** What keys of well-known makers look like, and a password written into an address. */
const SHAPES: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bsk-(?:ant-)?[A-Za-z0-9-]{20,}/,
  /\b(?:ghp|gho|github_pat)_[A-Za-z0-9_]{20,}/,
  /\b[a-z][a-z0-9+]*:\/\/[^\s/:@$"{]*:[^\s/@$"{]+@/,
];

/** Arguments and variables that hold a secret wherever they occur, so a plain text in one is a finding. */
const HOLDS_SECRET =
  /^(?:.*_)?(?:password|passwd|auth_token|secret_string|secret_key|api_key|private_key|user_token)(?:_wo)?$/i;

/** Every text that looks like a secret, with the way to it. A reference is none: its value is elsewhere. */
export function secretLiterals(value: Json, way = ""): string[] {
  if (typeof value === "string")
    return SHAPES.some((shape) => shape.test(value)) ? [`${way} = ${value}`] : nested(value, way);
  if (Array.isArray(value))
    return (value as readonly Json[]).flatMap((inner, at) => secretLiterals(inner, `${way}[${at}]`));
  if (!isObject(value)) return [];
  const { name } = value;
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = key === "value" && typeof name === "string" ? name : key;
    const bare = HOLDS_SECRET.test(known) && typeof inner === "string" && inner !== "" && !inner.includes("${");
    return bare ? [`${way}.${known} = ${inner}`] : secretLiterals(inner, `${way}.${key}`);
  });
}

/** Container definitions and policies are JSON inside a text. */
function nested(text: string, way: string): string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return secretLiterals(JSON.parse(text) as Json, `${way} »`);
  } catch {
    return [];
  }
}
