import { rule, inService, running, named } from "./rule";

export const startTheProcessorAsRoot = rule({
  id: 88,
  group: "storage",
  title: "the processor starts as root: its entrypoint joins the socket's group and then becomes the application",
  severity: "breaks",
  consequence: "the entrypoint fails at groupadd or chown, and the container ends",
  fix: "set no user for it",
  source: "code",
  looksAt: "user of the processor's containers",
  run: (input) =>
    running(input, "chat-proc").flatMap((each) =>
      each.user === undefined || /^(0|root)(:|$)/.test(each.user)
        ? []
        : [inService("chat-proc", `${named(each)} starts as ${each.user}`)],
    ),
});
