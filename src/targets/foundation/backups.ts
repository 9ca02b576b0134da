import type { FoundationStack } from "./stack";
import type { FoundationStores } from "./stores";

export interface BackupsProps {
  readonly stores: FoundationStores;
  readonly kmsKeyArn: string;
}

export function foundationBackups(_stack: FoundationStack, _props: BackupsProps): void {}
