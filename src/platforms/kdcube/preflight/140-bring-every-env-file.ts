import { rule, inService, runningOn, named } from "./rule";

export const bringEveryEnvFile = rule({
  id: 140,
  group: "secrets",
  title: "a container of a host that has variables finds its env file",
  severity: "breaks",
  consequence: "a file that is missing is not an error for an optional one: the service starts with its defaults",
  fix: "leave the bundle to the model",
  source: "code",
  looksAt: "env files of the bundle, and which of them the compose file names",
  idle: (input) => (runningOn(input, "compose").length === 0 ? "no host runs compose" : undefined),
  run: (input) =>
    runningOn(input, "compose").flatMap((each) => {
      const { services, jobs } = input.platform;
      const model = services[each.name] ?? jobs[each.name];
      const wanted = Object.keys(model?.environment ?? {}).length;
      return wanted === 0 || Object.keys(each.environment).length > 0
        ? []
        : [inService(each.name, `${named(each)} has none of its ${wanted} variables`)];
    }),
});
