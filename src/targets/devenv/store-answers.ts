import type { Absent, Reference } from "../../model/reference";
import { localStoreAnswer } from "../../rendering/local-stores";
import { localBucket } from "../../rendering/object-store";
import type { WorkspaceStack } from "../workspace-stack";

/** In the network of the containers a store answers to its own name, on the port of its kind. */
export const storeAnswer = (
  { platform, environment }: Pick<WorkspaceStack, "platform" | "environment">,
  reference: Extract<Reference, { ref: "store" }>,
): string | Absent =>
  localStoreAnswer(platform.stores, reference, {
    address: (host, port) => ({ host, port }),
    bucket: (store) => localBucket(platform.name, environment.environment, store),
  });
