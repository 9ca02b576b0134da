/*
 * What compose makes of an env_file, by its own reader's rules and not by our writer's: compose-go, dotenv/parser.go.
 * Bare text ends at ` #` and is filled in at `$`; single quotes keep all; in double quotes a backslash takes the next,
 * and with `r` is a carriage return.
 */

/** NAME → value, as the container gets it. A `$` that compose would fill in is kept as `<filled in by compose>`. */
export function readEnvFile(content: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at < content.length;) {
    const head = /^[\s]*(?:#[^\n]*\n[\s]*)*([A-Za-z_]\w*)=/.exec(content.slice(at));
    if (!head) break;
    at += head[0].length;
    const value = readValue(content, at);
    found[head[1] as string] = value.text;
    at = value.end;
  }
  return found;
}

function readValue(content: string, from: number): { text: string; end: number } {
  const quote = content[from];
  if (quote === "'") {
    const end = content.indexOf("'", from + 1);
    if (end < 0) throw new Error("a single quote of an env file does not end");
    return { text: content.slice(from + 1, end), end: end + 1 };
  }
  if (quote === '"') return readDoubleQuoted(content, from + 1);
  const line = content.indexOf("\n", from);
  const end = line < 0 ? content.length : line;
  return {
    text: filledIn(
      content
        .slice(from, end)
        .replace(/\s#.*$/, "")
        .trim(),
    ),
    end,
  };
}

function readDoubleQuoted(content: string, from: number): { text: string; end: number } {
  let text = "";
  for (let at = from; at < content.length; at += 1) {
    const character = content[at] as string;
    if (character === '"') return { text, end: at + 1 };
    if (character === "\\") {
      at += 1;
      text += content[at] === "r" ? "\r" : (content[at] ?? "");
    } else text += character === "$" ? FILLED_IN : character;
  }
  throw new Error("a double quote of an env file does not end");
}

export const FILLED_IN = "<filled in by compose>";
const filledIn = (text: string): string => text.replace(/\$(\{[^}]*\}|\w+)/g, FILLED_IN);
