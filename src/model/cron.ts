/*
 * Cron expressions of AWS: minutes, hours, day of the month, month, day of the week, year; names in capitals.
 * Sources: AWS, Application Auto Scaling, scheduled scaling using cron expressions; AWS, EventBridge, cron expressions.
 */

const MINUTE = "[0-5]?\\d";
const HOUR = "(?:[01]?\\d|2[0-3])";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const MONTH = "(?:0?[1-9]|1[0-2]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)";
const WEEKDAY = "(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)";
const YEAR = "(?:19[7-9]\\d|2[01]\\d\\d)";

/** All, or a list of values, ranges and steps; `extra` is what one field alone knows, such as L for the last day. */
function field(value: string, extra?: string): string {
  const step = "(?:/[1-9]\\d*)?";
  const item = `${value}(?:-${value})?${step}`;
  const one = extra === undefined ? item : `(?:${extra}|${item})`;
  return `(?:\\*${step}|${one}(?:,${one})*)`;
}

const DAYS = field(DAY, `LW|L|${DAY}W`);
const WEEKDAYS = field(WEEKDAY, `L|${WEEKDAY}(?:L|#[1-5])`);

/** A day is told by its number or by its name: exactly one of these two fields is `?`. */
const WHICH_DAY = `(?:${DAYS} ${field(MONTH)} \\?|\\? ${field(MONTH)} ${WEEKDAYS})`;

/** `cron(0 7 ? * MON-FRI *)`, each field in its range. */
export const AWS_CRON = new RegExp(`^cron\\(${field(MINUTE)} ${field(HOUR)} ${WHICH_DAY} ${field(YEAR)}\\)$`);
