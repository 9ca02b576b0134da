import type { Value } from "../../../model/reference";
import { partsOf } from "../../../model/reference";
import { rule, inService, running, named } from "./rule";

export const handTextsOverUnchanged = rule({
  id: 137,
  group: "secrets",
  title: "every literal of a variable or a file arrives byte for byte",
  severity: "breaks",
  consequence:
    "regular expressions lose their $, JSON its quotes: the gateway's configuration is no longer JSON, and defaults take its place",
  fix: "mend the writer of that place: $ is $$ in a compose file, ${ is $${ in Terraform",
  source: "inferred",
  looksAt: "all variables and files of the model, against what Terraform and compose make of the output",
  run: (input) =>
    running(input).flatMap((each) => {
      const { services, jobs, tasks } = input.platform;
      const model = services[each.name] ?? jobs[each.name] ?? tasks[each.name];
      const files = (model?.mounts ?? []).flatMap((mount) =>
        mount.kind === "config" ? [[mount.path, mount.content] as const] : [],
      );
      return [
        ...Object.entries(model?.environment ?? {}).filter(
          ([variable, value]) => !arrives(value, each.environment[variable]),
        ),
        ...files.filter(([path, content]) => !arrives(content, each.files[path])),
      ].map(([name]) => inService(each.name, `${name} of ${named(each)} is not what the model says`));
    }),
});

/** All literals are there, in their order; what stands for a reference is the place's own. */
function arrives(value: Value, text: string | undefined): boolean {
  const parts = partsOf(value);
  // A reference without an answer leaves the variable out, and says so.
  if (text === undefined) return parts.some((part) => typeof part !== "string");
  const pattern = parts
    .map((part) => (typeof part === "string" ? part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : "[\\s\\S]*"))
    .join("");
  return new RegExp(`^${pattern}$`).test(text);
}
