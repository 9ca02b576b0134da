import { Document, Scalar, visit } from "yaml";
import { hasMark } from "./marks";

/**
 * A value as YAML with a comment above it, keys sorted. Written for readers of YAML 1.1, so that `no` and `22:22` stay
 * text, and what holds a mark is quoted: what comes in its place could look like a number.
 */
export function renderYaml(value: object, comment: readonly string[]): string {
  // Each thing said where it stands: a reader of a service should not have to look for an anchor in another.
  const document = new Document(value, { version: "1.1", sortMapEntries: true, aliasDuplicateObjects: false });
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === "string" && hasMark(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  document.commentBefore = comment.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 0 });
}
