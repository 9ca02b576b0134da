import { createHash } from "node:crypto";

/** What AWS allows for a name of each kind: longest, and the characters that must give way. */
const LIMITS = {
  bucket: { max: 63, not: /[^a-z0-9.-]/g },
  database: { max: 63, not: /[^a-z0-9-]/g },
  fileSystem: { max: 64, not: /[^\w.-]/g },
  cache: { max: 40, not: /[^a-z0-9-]/g },
  loadBalancer: { max: 32, not: /[^A-Za-z0-9-]/g },
  role: { max: 64, not: /[^\w+=,.@-]/g },
  backupVault: { max: 50, not: /[^\w-]/g },
  /** Hyphens are refused too; whoever names one puts underscores there. */
  restoreTest: { max: 50, not: /[^\w-]/g },
  service: { max: 255, not: /[^\w-]/g },
  securityGroup: { max: 255, not: /[^\w .:/()#,@[\]+=&;{}!$*-]/g },
  eventRule: { max: 64, not: /[^\w.-]/g },
  other: { max: 128, not: /[^\w.-]/g },
} as const;

export type NameKind = keyof typeof LIMITS;

/**
 * `<platform>-<environment>-<thing>`, within what AWS allows for that kind. One too long keeps its beginning and ends
 * in six characters that stand for the whole, so that two long names never meet.
 */
export function physicalName(kind: NameKind, ...words: readonly string[]): string {
  const limit = LIMITS[kind];
  const name = words.join("-").replace(limit.not, "-");
  if (name.length <= limit.max) return name;
  return `${name.slice(0, limit.max - 7).replace(/-+$/, "")}-${shortHash(name)}`;
}

/** The same text gives the same letters on every machine. */
export const shortHash = (text: string, length = 6): string =>
  createHash("sha256").update(text).digest("hex").slice(0, length);
