import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Document, Node, Pair, Scalar, YAMLError, YAMLMap, YAMLSeq } from "yaml";
import type { Problem } from "./errors";
import { DEEPEST, NO_ANCHORS, NO_TAGS, sentenceFor, TOO_DEEP } from "./syntax";
import { trapIn } from "./traps";
import type { MapTree, Path, Place, Tree } from "./tree";
import { formatPath } from "./tree";

export type Parsed = { readonly tree: MapTree } | { readonly problems: readonly Problem[] };

/** One YAML file as a tree of positions, or all that is wrong with it. `file` is only used to name it. */
export function parseYaml(file: string, text: string): Parsed {
  const lines = new LineCounter();
  const reader = new Reader(file, lines);
  const document = parse(text, lines);
  if (!document) return { problems: [reader.problem(0, [], TOO_DEEP)] };
  // One error breaks what follows it, so that the rest would only mislead.
  const [error] = document.errors;
  if (error) return { problems: [reader.problem(offsetOf(error, document), [], sentenceFor(error, text))] };
  if (document.directives?.yaml.explicit) {
    return { problems: [reader.problem(text.search(/^%/m), [], "a %YAML line is not needed; remove it")] };
  }
  if (document.contents === null || (isScalar(document.contents) && document.contents.value === null)) {
    return { problems: [reader.problem(0, [], "the file is empty; it must hold keys and values")] };
  }
  if (!isMap(document.contents)) {
    return {
      problems: [reader.problem(document.contents.range[0], [], "the file must be a map of `key: value` lines")],
    };
  }
  const tree = reader.map(document.contents, [], undefined, { file, line: 1, column: 1 });
  return reader.problems.length > 0 ? { problems: reader.problems } : { tree };
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    // Keys are compared below, where both places can be named.
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "error",
      version: "1.2",
    });
  } catch (error) {
    if ((error as Error).name === "RangeError") return undefined;
    throw error;
  }
}

/** Walks one document once: keeps every position, and refuses what people and YAML read differently. */
class Reader {
  readonly problems: Problem[] = [];

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
  ) {}

  problem(offset: number, path: Path, text: string): Problem {
    return { ...this.place(offset), path: formatPath(path), text };
  }

  map(node: YAMLMap, path: Path, key: Place | undefined, place: Place): MapTree {
    const entries = new Map<string, Tree>();
    const seen = new Map<string, Place>();
    for (const pair of node.items) this.entry(pair as Pair<Node, Node | null>, path, entries, seen);
    return { kind: "map", place, ...keyed(key), entries, removed: new Map() };
  }

  private entry(pair: Pair<Node, Node | null>, path: Path, entries: Map<string, Tree>, seen: Map<string, Place>): void {
    const name = this.keyName(pair.key, path);
    if (name === undefined) return;
    const key = this.place(start(pair.key));
    const first = seen.get(name);
    if (first) {
      this.refuse(pair.key, [...path, name], `the key is there twice; the first is on line ${first.line}`);
      return;
    }
    seen.set(name, key);
    entries.set(name, this.value(pair.value, [...path, name], key));
  }

  /** Only text is a key: a number or a boolean as a key is text in one program and not in the next. */
  private keyName(key: Node, path: Path): string | undefined {
    if (!isScalar(key)) {
      this.refuse(key, path, isAlias(key) ? NO_ANCHORS : "a key must be text, not a list or a map");
      return undefined;
    }
    const written = key.source ?? String(key.value);
    if (key.anchor || key.tag) this.refuse(key, [...path, written], key.anchor ? NO_ANCHORS : NO_TAGS);
    if (written === "<<")
      this.refuse(key, path, "merge keys are not used here; share values between files with extends");
    else if (written === "__proto__") this.refuse(key, path, "__proto__ cannot be a key");
    else if (key.value === null) this.refuse(key, path, "a key is missing before the colon");
    else if (typeof key.value !== "string")
      this.refuse(key, path, `a key must be text; put it in quotes: "${written}"`);
    else return key.value;
    return undefined;
  }

  private value(node: Node | null, path: Path, key: Place): Tree {
    const place = node ? nearer(key, this.place(start(node))) : key;
    if (!node) return { kind: "scalar", place, key, value: null, written: "", quoted: false };
    return this.node(node, path, key, place);
  }

  private node(node: Node, path: Path, key: Place | undefined, place: Place): Tree {
    if (path.length > DEEPEST) this.refuse(node, [], TOO_DEEP);
    else if (isAlias(node)) this.refuse(node, path, NO_ANCHORS);
    else if (isSeq(node) || isMap(node) || isScalar(node)) {
      if (node.anchor) this.refuse(node, path, NO_ANCHORS);
      else if (node.tag) this.refuse(node, path, NO_TAGS);
      if (isMap(node)) return this.map(node, path, key, place);
      if (isSeq(node)) return this.list(node, path, key, place);
      return this.scalar(node, path, key, place);
    }
    return { kind: "scalar", place, ...keyed(key), value: null, written: "", quoted: false };
  }

  private list(node: YAMLSeq, path: Path, key: Place | undefined, place: Place): Tree {
    const items = node.items.map((item, index) => {
      // `- a: b` is a pair without a map around it only in flow lists: [a: b].
      const child = isPair(item) ? undefined : (item as Node);
      return child
        ? this.node(child, [...path, index], undefined, this.place(start(child)))
        : this.odd(item as Pair<Node, Node>, [...path, index]);
    });
    return { kind: "list", place, ...keyed(key), items };
  }

  private odd(pair: Pair<Node, Node>, path: Path): Tree {
    this.refuse(pair.key, path, "put braces around a map in a list: [{ key: value }]");
    return { kind: "scalar", place: this.place(start(pair.key)), value: null, written: "", quoted: false };
  }

  private scalar(node: Scalar, path: Path, key: Place | undefined, place: Place): Tree {
    const quoted = node.type !== "PLAIN";
    const written = node.source ?? "";
    const trap = quoted ? undefined : trapIn(written);
    if (trap) this.refuse(node, path, trap);
    return {
      kind: "scalar",
      place,
      ...keyed(key),
      value: node.value as string | number | boolean | null,
      written,
      quoted,
    };
  }

  private refuse(node: Node, path: Path, text: string): void {
    this.problems.push(this.problem(start(node), path, text));
  }

  private place(offset: number): Place {
    const { line, col } = this.lines.linePos(Math.max(0, offset));
    return { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** A quote that is never closed is noticed at the end of the file; what must be mended is where it opens. */
function offsetOf(error: YAMLError, document: Document.Parsed): number {
  let opened = error.pos[0];
  if (error.code !== "MISSING_CHAR" || !error.message.includes("quote")) return opened;
  visit(document, {
    Scalar: (_key, node) => {
      if (node.type !== "PLAIN" && node.range && node.range[1] >= error.pos[0]) opened = node.range[0];
    },
  });
  return opened;
}

const start = (node: Node): number => node.range?.[0] ?? 0;
const keyed = (key: Place | undefined): { key?: Place } => (key ? { key } : {});
const nearer = (key: Place, value: Place): Place => (value.line === key.line ? value : key);
