import { rule, inService, runningOn, named } from "./rule";

export const writeEnvFilesInFull = rule({
  id: 142,
  group: "secrets",
  title: "no value of an env file is left for compose to fill in",
  severity: "breaks",
  consequence: "${REDIS_PASSWORD} arrives as those letters, or as nothing",
  fix: "leave env files to the model; secrets come from the store of secrets",
  source: "inferred",
  looksAt: "values of env files, as compose reads them",
  idle: (input) => (runningOn(input, "compose").length === 0 ? "no host runs compose" : undefined),
  run: (input) =>
    runningOn(input, "compose").flatMap((each) =>
      Object.entries(each.environment)
        .filter(([, value]) => value.includes("<filled in by compose>") || /^\$\{?\w+\}?$/.test(value))
        .map(([variable]) => inService(each.name, `${variable} of ${named(each)} is left to be filled in`)),
    ),
});
