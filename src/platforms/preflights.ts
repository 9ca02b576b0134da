import type { PreflightRule } from "../model/preflight";
import { PREFLIGHT } from "./kdcube/preflight/pack";

/** What is known to go wrong with each platform; apart from the definitions, because only `ferry check` asks for it. */
const PREFLIGHTS: Readonly<Record<string, readonly PreflightRule[]>> = {
  kdcube: PREFLIGHT as unknown as readonly PreflightRule[],
};

export const preflightOf = (platform: string): readonly PreflightRule[] =>
  Object.hasOwn(PREFLIGHTS, platform) ? (PREFLIGHTS[platform] ?? []) : [];
