import { Document, Scalar, visit } from "yaml";
import { hasMark } from "./marks";

/** What YAML takes in double quotes alone, and there by its number. Source: YAML 1.2.2, §5.1 Character Set. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

/**
 * A value as YAML with a comment above it, keys sorted. Written for readers of YAML 1.1, so that `no` and `22:22` stay
 * text, and what holds a mark is quoted: what comes in its place could look like a number.
 */
export function renderYaml(value: object, comment: readonly string[]): string {
  // Each thing said where it stands: a reader of a service should not have to look for an anchor in another.
  const document = new Document(value, { version: "1.1", sortMapEntries: true, aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value !== "string") return;
      if (hasMark(scalar.value) || UNPRINTABLE.test(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  document.commentBefore = comment.map((line) => ` ${line}`).join("\n");
  // The writer numbers some of them itself, and leaves the others as they are.
  return document
    .toString({ lineWidth: 0 })
    .replace(
      new RegExp(UNPRINTABLE, "g"),
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}
