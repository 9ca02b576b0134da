import { rule, inSettings, running, named, shown } from "./rule";

export const bakeBothOrNeither = rule({
  id: 108,
  group: "bundles",
  title: "processor and code execution both hold the bundles, of one release, or neither does",
  severity: "breaks",
  consequence: "code that a bundle brings is found by the processor and missing in the sandbox",
  fix: "set settings.bundles.delivery; the images follow from it",
  source: "documents",
  looksAt: "images of the processor and of what runs code",
  run: (input) =>
    running(input, "chat-proc").flatMap((each) => {
      const exec = each.environment["PY_CODE_EXEC_IMAGE"] ?? "";
      const [own, other] = [each.image, exec].map((image) => image.includes("-bundled"));
      const tags = own && other ? [each.image, exec].map((image) => image.split(":").at(-1)) : [];
      if (own === other && (tags.length === 0 || tags[0] === tags[1] || each.image.includes("@"))) return [];
      return [inSettings("bundles.delivery", `${named(each)} is ${each.image}, and runs code in ${shown(exec)}`)];
    }),
});
