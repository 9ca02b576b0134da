/** Lines of at most `columns`: the first as it is, the others indented. A word that is longer than a line is cut. */
export function wrap(text: string, columns: number, indent: string): string[] {
  const room = columns - indent.length;
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${room}}`, "g")) ?? []);
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => indent + line);
}
