import { use } from "../../../model/secret";
import type { SecretUse } from "../../../model/secret";

/** Third parties, and the variables that hold the key an operator got from them (kdcube reference §3.1). */
export const PROVIDERS = {
  anthropic: ["ANTHROPIC_API_KEY"],
  openai: ["OPENAI_API_KEY"],
  gemini: ["GEMINI_API_KEY"],
  brave: ["BRAVE_API_KEY"],
  /** The samples write the first name, the seed era's code reads the second (infra/llm/util.py). */
  huggingface: ["HUGGING_FACE_API_TOKEN", "HUGGING_FACE_KEY"],
} as const;
export type Provider = keyof typeof PROVIDERS;
export const PROVIDER_NAMES = Object.keys(PROVIDERS) as [Provider, ...Provider[]];

export const keyOf = (provider: Provider): string => `${provider}-api-key`;

export const providerSecrets = (providers: readonly Provider[]): Record<string, SecretUse> =>
  Object.fromEntries(providers.flatMap((provider) => PROVIDERS[provider].map((name) => [name, use(keyOf(provider))])));
