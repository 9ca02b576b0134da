import { Construct } from "constructs";
import { DatabaseEvents } from "../../modules/database-events";
import type { FoundationStack } from "./stack";
import type { FoundationStores } from "./stores";

/** What happens to the databases made here, told to a topic. */
export function databaseEvents(stack: FoundationStack, stores: FoundationStores, topicArn: string): void {
  const scope = new Construct(stack, "database-events");
  for (const [name, { identifier, parameterGroupName }] of stores.databases) {
    new DatabaseEvents(scope, name, { name: identifierOf(stack, name), topicArn, identifier, parameterGroupName });
  }
}

/** Known when it is written: a subscription's name may not wait for an apply. */
const identifierOf = (stack: FoundationStack, name: string): string => stack.words(name).join("-");
