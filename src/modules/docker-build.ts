import { Image } from "@cdktf/provider-docker/lib/image";
import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { escapeTemplates } from "../terraform";

export interface DockerBuildProps {
  /** The name that the image gets. */
  readonly name: string;
  /** A directory, as Terraform sees it from where it runs. */
  readonly context: string;
  /** From the context. */
  readonly dockerfile: string;
  /** @default - the last stage */
  readonly target?: string | undefined;
  readonly args: Readonly<Record<string, string>>;
}

/**
 * An image built from a directory, anew when a file in it changes. The provider never looks at the files, so Terraform
 * does, at plan: what is built is what lies there then, and synthesis needs no checkout. As the provider, it leaves out
 * what .dockerignore names, though never the Dockerfile and .dockerignore themselves; a line with `!` brings back what
 * it matches wherever it stands, which at worst builds once too often.
 */
export class DockerBuild extends Construct {
  readonly imageId: string;

  constructor(scope: Construct, id: string, { name, context, dockerfile, target, args }: DockerBuildProps) {
    super(scope, id);
    const folder = this.local("context", context);
    const ignored = this.local("ignored", pattern(folder, "ignored"));
    const kept = this.local("kept", pattern(folder, "kept"));
    const files = this.local("files", contextFiles({ folder, ignored, kept, dockerfile }));
    const hasArgs = Object.keys(args).length > 0;
    this.imageId = new Image(this, "Resource", {
      name,
      // One that is replaced stays without a name: a container that is not ours may still run it.
      keepLocally: true,
      // No `builder`: with one, the path of the Dockerfile would be another's.
      buildAttribute: {
        context,
        dockerfile,
        ...(target && { target: escapeTemplates(target) }),
        ...(hasArgs && { buildArgs: escaped(args) }),
      },
      triggers: {
        files: `\${sha1(join("", [for f in ${files} : "\${f} \${filesha1("\${${folder}}/\${f}")}\\n"]))}`,
      },
      lifecycle: {
        precondition: [
          {
            condition: `\${fileexists("\${${folder}}/${dockerfile}")}`,
            errorMessage: `${name} cannot be built: there is no ${dockerfile} in ${context} (from the workspace's folder); check out what it is built from, or take its build away`,
          },
        ],
      },
    }).imageId;
  }

  /** Terraform's name for it, without the braces: it stands inside other expressions. */
  private local(id: string, expression: string): string {
    const local = new TerraformLocal(this, id, expression);
    return `local.${local.friendlyUniqueId}`;
  }
}

const escaped = (args: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, escapeTemplates(value)]));

/** The lines of .dockerignore as one regular expression: those with `!`, or those without; empty when there are none. */
function pattern(folder: string, which: "ignored" | "kept"): string {
  const file = `"\${${folder}}/.dockerignore"`;
  const line = which === "kept" ? 'trimprefix(trimspace(l), "!")' : "trimspace(l)";
  const path = `trimsuffix(trimprefix(trimprefix(trimspace(${line}), "./"), "/"), "/")`;
  const isMeant = `${which === "kept" ? "" : "!"}startswith(trimspace(l), "!")`;
  const lines = `[for l in split("\\n", file(${file})) : ${path} if ${isMeant} && !startswith(trimspace(l), "#") && trimspace(l) != ""]`;
  // What stands for many characters is put aside under characters that no path has, and comes back last.
  const steps: readonly (readonly [from: string, to: string])[] = [
    ["[^", "\\u0003"],
    ["/[.+^$(){}|]/", "\\\\$0"],
    ["**/", "\\u0001"],
    ["**", "\\u0002"],
    ["*", "[^/]*"],
    ["?", "[^/]"],
    ["\\u0001", "(.*/)?"],
    ["\\u0002", ".*"],
    ["\\u0003", "[^"],
  ];
  const expression = steps.reduce((text, [from, to]) => `replace(${text}, "${from}", "${to}")`, "l");
  return `\${fileexists(${file}) ? join("|", [for l in ${lines} : "^\${${expression}}(/|$)"]) : ""}`;
}

interface ContextFiles {
  readonly folder: string;
  readonly ignored: string;
  readonly kept: string;
  readonly dockerfile: string;
}

/** Never those of version control, which change with every look at them. */
function contextFiles({ folder, ignored, kept, dockerfile }: ContextFiles): string {
  const hits = (expression: string): string => `(${expression} != "" && length(regexall(${expression}, f)) > 0)`;
  const always = `contains([".dockerignore", "${dockerfile}"], f)`;
  const isSent = `${always} || !${hits(ignored)} || ${hits(kept)}`;
  return `\${[for f in sort(tolist(fileset(${folder}, "**"))) : f if !startswith(f, ".git/") && (${isSent})]}`;
}
