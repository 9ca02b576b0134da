import type { Check } from "./check";
import { at } from "./check";

/** 33 · There is something to move only where a compose host runs it. */
export const migrateFromAHost: Check = {
  id: 33,
  title: "only target ec2-compose has a migration",
  severity: "breaks",
  run: ({ environment: { target, migration } }) =>
    migration && target !== "ec2-compose"
      ? [at("migration").is(`target ${target} has nothing to move to ${migration.to}; allowed with target ec2-compose`)]
      : [],
};
