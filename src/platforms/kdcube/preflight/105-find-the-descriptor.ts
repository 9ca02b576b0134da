import { rule, inSettings, running, named, shown } from "./rule";

export const findTheDescriptor = rule({
  id: 105,
  group: "bundles",
  title: "a descriptor that the processor is told to read is there",
  severity: "breaks",
  consequence: "with a forced start the processor ends with an error; without one it silently keeps the old registry",
  fix: "set settings.bundles.delivery to file; the model mounts the descriptor",
  source: "code",
  looksAt: "AGENTIC_BUNDLES_JSON when it is a path, files and mounts of the processor",
  run: (input) =>
    running(input, "chat-proc").flatMap((each) => {
      const text = (each.environment["AGENTIC_BUNDLES_JSON"] ?? "").trim();
      if (/^[{[]/.test(text)) return [];
      const there = text !== "" && (each.files[text] ?? "").trim() !== "";
      return there
        ? []
        : [inSettings("bundles.delivery", `${named(each)} reads its bundles from ${shown(text)}, which is not there`)];
    }),
});
