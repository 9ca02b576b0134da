/** What YAML reads otherwise than a person does; each is refused with what to write instead. */

const OCTAL_LOOKING = /^[-+]?0\d+$/;
const OTHER_BASE = /^0[xob][\da-f]+$/i;
const GROUPED = /^[-+]?\d+(?:_\d+)+$/;
const EXPONENT = /^[-+]?(?:\d+\.?\d*|\.\d+)e[-+]?\d+$/i;
const NO_NUMBER = /^[-+]?\.(?:inf|nan)$/i;
const WHOLE = /^[-+]?\d+$/;

/** Words that are true or false in YAML 1.1, which people remember, and text in YAML 1.2, which is read here. */
const OLD_BOOLEANS: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  y: true,
  no: false,
  off: false,
  n: false,
};

/** Why this unquoted text is refused, with the fix; nothing when it means what it looks like. */
export function trapIn(written: string): string | undefined {
  const orQuote = `, or "${written}" in quotes where text is meant`;
  if (OCTAL_LOOKING.test(written)) {
    return `${written} begins with a zero and would be read as ${Number(written)}; write ${Number(written)}${orQuote}`;
  }
  if (OTHER_BASE.test(written)) {
    return `${written} would be read as ${Number(written)}; write ${Number(written)}${orQuote}`;
  }
  if (GROUPED.test(written)) {
    const digits = written.replaceAll("_", "");
    return `${written} is a number in some YAML and text in other; write ${digits}${orQuote}`;
  }
  if (EXPONENT.test(written)) {
    const number = Number(written);
    const plainly = Number.isSafeInteger(number) ? `write ${number}` : "write it out";
    return `${written} would be read as ${number}; ${plainly}${orQuote}`;
  }
  if (NO_NUMBER.test(written)) return `${written} is not a number that can be used here; write one${orQuote}`;
  if (WHOLE.test(written) && !Number.isSafeInteger(Number(written))) {
    return `${written} is too long for a number and would be rounded; put it in quotes: "${written}"`;
  }
  return undefined;
}

/** What an old word for a boolean means, where a boolean is expected. */
export function oldBoolean(word: string): boolean | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(OLD_BOOLEANS, key) ? OLD_BOOLEANS[key] : undefined;
}
