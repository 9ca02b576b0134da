import { rule, inMigration, running, shown } from "./rule";

export const setUpInOnePlace = rule({
  id: 150,
  group: "migration",
  title: "one workspace runs postgres-setup",
  severity: "breaks",
  consequence: "two setups of different releases change the schemas at once",
  fix: "leave jobs to the model: who needs it last runs it",
  source: "inferred",
  looksAt: "containers of postgres-setup in every workspace",
  run: (input) => {
    const workspaces = [...new Set(running(input, "postgres-setup").map(({ workspace }) => workspace))];
    return workspaces.length === 1 ? [] : [inMigration(`postgres-setup runs in ${shown(workspaces.join(" and "))}`)];
  },
});
