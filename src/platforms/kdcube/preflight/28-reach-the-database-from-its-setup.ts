import { STORE_PORTS } from "../../../model/store";
import { isOpen, noGroups } from "./network";
import { rule, inStore, running, named } from "./rule";

export const reachTheDatabaseFromItsSetup = rule({
  id: 28,
  group: "stores",
  title: "whatever runs postgres-setup reaches the database",
  severity: "breaks",
  consequence: "the setup waits for a connection until it is given up, and nothing behind it starts",
  fix: "keep the need of postgres-setup in a service that calls the database",
  source: "inferred",
  looksAt: "security groups at both ends",
  idle: (input) => noGroups(input) ?? (input.rendered.databases.length === 0 ? "no database is made here" : undefined),
  run: (input) =>
    running(input, "postgres-setup").flatMap((setup) =>
      isOpen(input, setup.unit, "postgres", STORE_PORTS.postgres)
        ? []
        : [
            inStore(
              "postgres",
              `${named(setup)} runs as ${setup.unit}, which port ${STORE_PORTS.postgres} is not open for`,
            ),
          ],
    ),
});
