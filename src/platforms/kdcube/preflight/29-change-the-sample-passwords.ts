import { rule, inService, running, named, noneOnAws } from "./rule";

export const changeTheSamplePasswords = rule({
  id: 29,
  group: "stores",
  title: "passwords of stores are secrets, and none of the samples'",
  severity: "breaks",
  consequence: "anybody inside the network opens the database with a password that is printed in a public repository",
  fix: "let the password be generated; a laptop alone may have a known one",
  source: "inferred",
  looksAt: "POSTGRES_PASSWORD and REDIS_PASSWORD outside a laptop, and what Terraform writes into those secrets",
  idle: noneOnAws,
  run: (input) =>
    running(input)
      .filter(({ on }) => on !== "laptop")
      .flatMap((each) =>
        VARIABLES.flatMap((variable) => {
          const plain = each.environment[variable];
          if (plain !== undefined)
            return [inService(each.name, `${variable} of ${named(each)} stands in its variables`)];
          const written = input.rendered.secretTexts[each.secrets[variable] ?? ""];
          return written !== undefined && SAMPLES.includes(written)
            ? [inService(each.name, `${variable} of ${named(each)} is the samples' ${written}`)]
            : [];
        }),
      ),
});

const VARIABLES = ["POSTGRES_PASSWORD", "REDIS_PASSWORD"];
const SAMPLES = ["postgres", "redispass", "kdcube", "password", ""];
