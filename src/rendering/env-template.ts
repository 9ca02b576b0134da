import { byKey } from "../model/reference";
import { renderEnvFile } from "./env-file";

/** What a component is told where it has no env file of its own: on ECS its variables are in the task definition. */
export interface EnvTemplateInput {
  /** The service, job or task. */
  readonly name: string;
  /** `shop/staging`. */
  readonly environment: string;
  readonly values: Readonly<Record<string, string>>;
  /** Variable → where its value is kept. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Variable → why it is not there. */
  readonly absent: Readonly<Record<string, string>>;
}

/** The folder of a template: the env file's name on a host without its beginning, else the workload's own. */
export const componentOf = (name: string, { envFile }: { readonly envFile?: string }): string =>
  envFile?.replace(/^\.env\./, "") ?? name;

/** An env file to read and to compare, in the same quotes as those of a host; a secret is a name in a comment. */
export function renderEnvTemplate({ name, environment, values, secrets, absent }: EnvTemplateInput): string {
  const sections = [
    [
      `${name} on ECS, ${environment}: what its container is told. Written by Ferry; the task definition is what counts.`,
      "What only an apply knows is an example.",
    ],
    listed("Secrets, which ECS reads itself:", secrets),
    listed("Not set on ECS:", absent),
  ];
  const [head = [], ...notes] = sections.map((lines) => lines.map((line) => `# ${line}\n`).join(""));
  return [head, renderEnvFile(values), ...notes].filter((section) => section.length > 0).join("\n");
}

const listed = (title: string, entries: Readonly<Record<string, string>>): string[] => {
  const lines = Object.entries(entries).sort(byKey);
  return lines.length > 0 ? [title, ...lines.map(([variable, text]) => `${variable}  ${text}`)] : [];
};
