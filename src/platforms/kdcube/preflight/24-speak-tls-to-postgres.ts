import { rule, inStore, running, named, shown } from "./rule";

export const speakTlsToPostgres = rule({
  id: 24,
  group: "stores",
  title: "POSTGRES_SSL is on exactly where the database takes nothing else",
  severity: "breaks",
  consequence:
    "RDS refuses each connection with 'no pg_hba.conf entry … no encryption'; a release from before 2026-03-16 also checks the certificate and needs RDS's CA in the image",
  fix: "leave POSTGRES_SSL to the store, and take a platform.ref from after that fix",
  source: "history",
  looksAt: "rds.force_ssl of the parameter group, POSTGRES_SSL of its clients",
  idle: ({ rendered }) => (rendered.databases.length === 0 ? "no database is made here" : undefined),
  run: (input) =>
    input.rendered.databases.flatMap(({ on, name, parameters }) =>
      running(input).flatMap((each) => {
        const { POSTGRES_HOST: host, POSTGRES_SSL: ssl } = each.environment;
        const needed = on === "aws" && parameters["rds.force_ssl"] !== "0";
        if (host === undefined || (ssl ?? "false").toLowerCase() === String(needed)) return [];
        return [
          inStore(
            name,
            `POSTGRES_SSL of ${named(each)} is ${shown(ssl)}, and ${name} ${needed ? "takes TLS alone" : "has no TLS"}`,
          ),
        ];
      }),
    ),
});
