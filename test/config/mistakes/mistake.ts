export const BASE = "envs/shop/base.yaml";
export const DEV = "envs/shop/dev.yaml";
export const PROD = "envs/shop/prod.yaml";
export const STAGING = "envs/shop/staging.yaml";
export const RELEASE = "envs/shop/releases/1.0.0.yaml";

/** One slip of a person at a keyboard, and every line that must be printed for it. */
export interface Mistake {
  readonly mistake: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly lines: readonly string[];
}
