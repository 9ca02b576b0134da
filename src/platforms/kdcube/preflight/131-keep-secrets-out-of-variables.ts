import { rule, inSettings, inService, running, named, noneOnAws } from "./rule";
import { SECRETS } from "./secret-names";

export const keepSecretsOutOfVariables = rule({
  id: 131,
  group: "secrets",
  title: "no variable that holds a secret is written out",
  severity: "breaks",
  consequence: "whoever may read a task definition, a plan or a state has the password",
  fix: "make it a secret of the platform",
  source: "code",
  looksAt: "plain variables outside a laptop, the UI's config.json",
  idle: noneOnAws,
  run: (input) =>
    running(input)
      .filter(({ on }) => on !== "laptop")
      .flatMap((each) => [
        ...Object.keys(each.environment)
          .filter((variable) => SECRETS.includes(variable))
          .map((variable) => inService(each.name, `${variable} of ${named(each)} stands in its variables`)),
        ...(input.build.profile === "production" && /"token"\s*:/.test(each.environment["FRONTEND_CONFIG_JSON"] ?? "")
          ? [inSettings("auth", `config.json of ${named(each)} holds a token`)]
          : []),
      ]),
});
