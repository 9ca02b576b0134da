import { unitOf } from "./network";
import { rule, inService, running, named, noneOnAws } from "./rule";

export const letStartersOpenSecrets = rule({
  id: 132,
  group: "secrets",
  title: "whoever starts a container may open each secret of it",
  severity: "breaks",
  consequence: "the task stops before it starts: ResourceInitializationError, AccessDenied",
  fix: "leave the execution role to the model: it follows from the secrets",
  source: "documents",
  looksAt: "secretsmanager:GetSecretValue of execution roles and of the host",
  idle: noneOnAws,
  run: (input) =>
    running(input)
      .filter(({ on }) => on !== "laptop")
      .flatMap((each) => {
        const open = (unitOf(input, each)?.startAllows ?? []).filter(({ actions }) =>
          actions.some((action) => /^(secretsmanager:GetSecretValue|ssm:GetParameters?)$/.test(action)),
        );
        const names = open.flatMap(({ resources }) => resources);
        const closed = [...new Set(Object.values(each.secrets))].filter(
          (secret) =>
            !names.some((resource) => new RegExp(`(^|[^\\w-]|secret_arn_)${secret}([^\\w-]|$)`).test(resource)),
        );
        return closed.length === 0
          ? []
          : [inService(each.name, `${named(each)} starts with ${closed.join(", ")}, which may not be opened`)];
      }),
});
