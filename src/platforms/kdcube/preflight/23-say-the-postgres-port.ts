import { STORE_PORTS } from "../../../model/store";
import { rule, inStore, running, named, shown } from "./rule";

export const sayThePostgresPort = rule({
  id: 23,
  group: "stores",
  title: "POSTGRES_PORT is said wherever POSTGRES_HOST is",
  severity: "breaks",
  consequence: "the code's own defaults are 5434 and, in the setup, 5436: nobody answers there",
  fix: "leave POSTGRES_PORT to the store",
  source: "code",
  looksAt: "POSTGRES_PORT of every container with a POSTGRES_HOST",
  run: (input) =>
    running(input).flatMap((each) => {
      const { POSTGRES_HOST: host, POSTGRES_PORT: port } = each.environment;
      if (host === undefined || port === String(STORE_PORTS.postgres)) return [];
      return [
        inStore(
          "postgres",
          `POSTGRES_PORT of ${named(each)} is ${shown(port)}, and the database listens on ${STORE_PORTS.postgres}`,
        ),
      ];
    }),
});
