/** What a target puts where a value is known only at apply; every writer of text leaves it as it is. */
const MARK = /\$\{TfToken\[[^\]]*\]\}/g;

export const hasMark = (text: string): boolean => text.search(MARK) >= 0;

/** Changes the text and leaves the marks in it alone. */
export function outsideMarks(text: string, change: (literal: string) => string): string {
  const marks = text.match(MARK) ?? [];
  return text
    .split(MARK)
    .map((literal, index) => change(literal) + (marks[index] ?? ""))
    .join("");
}

/** The same text for the same values: marks are numbered in the order in which a program happens to make them. */
export const withoutMarks = (text: string): string => text.replace(MARK, "${…}");
