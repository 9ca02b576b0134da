import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";

/** One rule of the scanner that we do not meet somewhere, said aloud: where, why, and until when it is looked at again. */
const exceptionSchema = z.strictObject({
  rule: z.string().regex(/^CKV2?_[A-Z]+_\d+$/),
  /** Workspaces; `*` stands for any text. @default - all */
  in: z.string().min(1).default("*"),
  /** Addresses of resources; `*` stands for any text. */
  on: z.array(z.string().min(1)).min(1),
  reason: z.string().min(20),
  until: z.iso.date(),
});
export type Exception = z.infer<typeof exceptionSchema>;

/** What the scanner found: a rule, and the resource that does not meet it. */
export interface Finding {
  readonly rule: string;
  readonly title: string;
  readonly workspace: string;
  readonly address: string;
}

export const readExceptions = (): Exception[] =>
  z.array(exceptionSchema).parse(parse(readFileSync(join(__dirname, "exceptions.yaml"), "utf8")));

export interface Verdict {
  /** Nobody has excused these. */
  readonly open: readonly string[];
  /** Exceptions, or places of one, that excuse nothing any more. */
  readonly unused: readonly string[];
  readonly expired: readonly string[];
}

/** `today` as 2026-11-21. */
export function judge(findings: readonly Finding[], exceptions: readonly Exception[], today: string): Verdict {
  const excuses = exceptions.flatMap(({ rule, in: where, on }) =>
    on.map((pattern) => ({ rule, pattern, hits: asPattern(`${where} ${pattern}`) })),
  );
  const used = new Set<string>();
  const open = findings.filter(({ rule, workspace, address }) => {
    const excuse = excuses.find((each) => each.rule === rule && each.hits.test(`${workspace} ${address}`));
    if (excuse) used.add(`${rule} on ${excuse.pattern}`);
    return excuse === undefined;
  });
  return {
    open: open.map(({ rule, workspace, address, title }) => `${rule} ${workspace} ${address}: ${title}`).sort(),
    unused: excuses.map(({ rule, pattern }) => `${rule} on ${pattern}`).filter((each) => !used.has(each)),
    expired: exceptions.filter(({ until }) => until < today).map(({ rule, until }) => `${rule} ended on ${until}`),
  };
}

const asPattern = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
