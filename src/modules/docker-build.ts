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
 * does, at plan: what is built is what lies there then, and synthesis needs no checkout. The provider honours
 * .dockerignore for what it sends (v3.6.2, resource_docker_image_funcs.go); the trigger honours all of its lines but
 * those with `!`, so a file that such a line brings back starts no build by itself.
 */
export class DockerBuild extends Construct {
  readonly imageId: string;

  constructor(scope: Construct, id: string, { name, context, dockerfile, target, args }: DockerBuildProps) {
    super(scope, id);
    const folder = this.local("context", context);
    const ignored = this.local("ignored", ignoredPatterns(folder));
    const files = this.local("files", contextFiles(folder, ignored));
    const hasArgs = Object.keys(args).length > 0;
    this.imageId = new Image(this, "Resource", {
      name,
      // One that is replaced stays without a name: a container that is not ours may still run it.
      keepLocally: true,
      // No `builder`: with one, the path of the Dockerfile would be another's.
      buildAttribute: { context, dockerfile, ...(target && { target }), ...(hasArgs && { buildArgs: escaped(args) }) },
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

/** The lines of .dockerignore as regular expressions; none without the file. */
function ignoredPatterns(folder: string): string {
  const file = `"\${${folder}}/.dockerignore"`;
  const trimmed = 'trimsuffix(trimprefix(trimspace(l), "/"), "/")';
  const isPattern = 'trimspace(l) != "" && !startswith(trimspace(l), "#") && !startswith(trimspace(l), "!")';
  const lines = `[for l in split("\\n", file(${file})) : ${trimmed} if ${isPattern}]`;
  // What stands for many characters is put aside under characters that no path has, and comes back last.
  const steps: readonly (readonly [from: string, to: string])[] = [
    ["/[.+^$(){}|]/", "\\\\$0"],
    ["**/", "\\u0001"],
    ["**", "\\u0002"],
    ["*", "[^/]*"],
    ["?", "[^/]"],
    ["\\u0001", "(.*/)?"],
    ["\\u0002", ".*"],
  ];
  const pattern = steps.reduce((text, [from, to]) => `replace(${text}, "${from}", "${to}")`, "l");
  return `\${fileexists(${file}) ? [for l in ${lines} : "^\${${pattern}}(/|$)"] : []}`;
}

/** Never those of version control, which change with every look at them. */
const contextFiles = (folder: string, ignored: string): string =>
  `\${[for f in sort(tolist(fileset(${folder}, "**"))) : f if !startswith(f, ".git/") && alltrue([for r in ${ignored} : length(regexall(r, f)) == 0])]}`;
