/**
 * CloudWatch's `IF(condition, 1, 0)` as arithmetic on one minute's values, by the names of its measures; a value of
 * undefined is no data, and so is a result of undefined.
 */
export function holds(expression: string, values: Readonly<Record<string, number | undefined>>): boolean | undefined {
  const names = new RegExp(`\\b(${Object.keys(values).join("|")})\\b`, "g");
  // MAX over a list passes by what is missing.
  const listed = expression.replace(/MAX\(\[(.*?)\]\)/g, (_, list: string) => {
    const present = list
      .split(", ")
      .filter((item) => (item.match(names) ?? []).every((id) => values[id] !== undefined));
    return `Math.max(${present.join(", ")})`;
  });
  // Outside of a list a missing value leaves the whole without a result.
  if ((listed.match(names) ?? []).some((id) => values[id] === undefined)) return undefined;
  const script = listed
    .replace(/IF\((.*), 1, 0\)$/, "return $1 ? true : false")
    .replaceAll(" AND ", " && ")
    .replace(names, (id) => String(values[id]));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- an expression of our own, of numbers alone
  const evaluate = new Function(script) as () => boolean;
  return evaluate();
}
