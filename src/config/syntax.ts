import type { ErrorCode, YAMLError } from "yaml";

export const NO_ANCHORS =
  "anchors and aliases are not used here; write the value out, or share it between files with extends";
export const NO_TAGS = "tags that begin with ! are not used here; write the value itself";

/** Deeper than any environment; keeps a file of brackets from overflowing the stack. */
export const DEEPEST = 64;
export const TOO_DEEP = `nested deeper than ${DEEPEST} levels`;

const MISALIGNED = "this line is indented differently from its neighbours";
const TWO_COLONS = `${MISALIGNED}, or holds a second colon; put text with a colon in quotes`;

const NO_SPACE = "expected `key: value` with a space after the colon";

const SENTENCES: Partial<Record<ErrorCode, string>> = {
  RESOURCE_EXHAUSTION: TOO_DEEP,
  TAB_AS_INDENT: "a tab indents this line; use spaces",
  MULTIPLE_DOCS: "a second document begins here; one file holds one: remove the line of dashes or dots",
  BLOCK_AS_IMPLICIT_KEY: TWO_COLONS,
  MULTILINE_IMPLICIT_KEY: TWO_COLONS,
  TAG_RESOLVE_FAILED: NO_TAGS,
  BAD_ALIAS: NO_ANCHORS,
  ALIAS_PROPS: NO_ANCHORS,
  MULTIPLE_ANCHORS: NO_ANCHORS,
  MULTIPLE_TAGS: NO_TAGS,
};

/** What the parser stumbled over, in the words of somebody who has to mend it. */
export function sentenceFor({ code, message, pos }: YAMLError, text: string): string {
  if (code === "MULTILINE_IMPLICIT_KEY" && /^[\w-]+:\S/.test(text.slice(pos[0]))) return NO_SPACE;
  const known = SENTENCES[code];
  if (known !== undefined) return known;
  if (code === "BAD_SCALAR_START") return `a value cannot begin with ${text[pos[0]]}; put it in quotes`;
  if (code === "MISSING_CHAR") {
    return message.includes("quote") ? "a quote is opened and never closed" : NO_SPACE;
  }
  if (code === "BAD_INDENT") {
    return /flow/i.test(message)
      ? "a bracket or brace before this line is not closed, or its lines are not indented"
      : MISALIGNED;
  }
  return `not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, "")}`;
}
