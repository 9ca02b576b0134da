import { rule, inService, running, named } from "./rule";
import { SECRETS } from "./secret-names";

export const nameSecretsAsTheCodeDoes = rule({
  id: 133,
  group: "secrets",
  title: "secrets are handed over under the names that the code reads",
  severity: "breaks",
  consequence: "DB_PASSWORD is read by nobody: the service starts with its default password, and is refused",
  fix: "use the names of the platform's own table of variables",
  source: "fixture",
  looksAt: "names of secret variables",
  run: (input) =>
    running(input).flatMap((each) => {
      const unknown = Object.keys(each.secrets).filter((variable) => !SECRETS.includes(variable));
      return unknown.map((variable) =>
        inService(each.name, `${named(each)} is given ${variable}, which no code reads`),
      );
    }),
});
