import { unitOf } from "./network";
import { rule, inSettings, running, named, noneOf } from "./rule";

export const runClamavWhereItCan = rule({
  id: 96,
  group: "storage",
  title: "ClamAV runs on an Intel machine: its image has no other build",
  severity: "breaks",
  consequence: "'exec format error': the ingress waits for it for ever",
  fix: "take x86_64 for the host, or turn settings.ingress.antivirus off",
  source: "code",
  looksAt: "architecture of the host and of the task that ClamAV shares",
  idle: (input) => noneOf(input, "clamav"),
  run: (input) =>
    running(input, "clamav").flatMap((each) => {
      const architecture = unitOf(input, each)?.architecture ?? "X86_64";
      return architecture === "X86_64" ? [] : [inSettings("ingress.antivirus", `${named(each)} is on ${architecture}`)];
    }),
});
