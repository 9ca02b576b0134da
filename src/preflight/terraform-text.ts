/**
 * A text of Terraform JSON as Terraform would make it: escapes undone, and in the place of each expression its name
 * between angle brackets, without the marks that would end a JSON string around it.
 */
export function evaluated(text: string): string {
  let made = "";
  for (let at = 0; at < text.length;) {
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
      made += text.slice(at + 1, at + 3);
      at += 3;
    } else if (text.startsWith("${", at) || text.startsWith("%{", at)) {
      const end = endOf(text, at + 2);
      made += `<${nameOf(text.slice(at + 2, end))}>`;
      at = end + 1;
    } else {
      made += text[at];
      at += 1;
    }
  }
  return made;
}

/** Of the brace that closes an expression; braces in its texts do not count. */
function endOf(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quoted && character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth += 1;
    else if (!quoted && character === "}" && --depth === 0) return at;
  }
  throw new Error(`an expression that does not end: ${text.slice(from - 2, from + 60)}`);
}

/** `data.terraform_remote_state.foundation.outputs.vpc_id` → `foundation.vpc_id` */
const nameOf = (expression: string): string =>
  expression
    .replace(/data\.terraform_remote_state\.([\w-]+)\.outputs\./g, "$1.")
    .replace(/["\\\s]/g, "")
    .replace(/[<>]/g, "");
