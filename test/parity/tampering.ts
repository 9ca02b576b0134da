import { parityOf, type Row } from "../../src/parity/compare";
import type { Column, Place } from "../../src/parity/places";
import type { Made } from "../../src/parity/render";
import { madeOnce } from "./columns";

export type Block = Record<string, unknown>;
export type Edit = (made: Made) => Made;

/** What is said when one place's output is changed. */
export const rowsWith = (columns: readonly Column[], target: Place["target"], edit: Edit): readonly Row[] =>
  parityOf(columns, (place) => (place.target === target ? edit(madeOnce(place)) : madeOnce(place))).rows;

/** One file of the bundle with another text in it, which must have been there. */
export const inBundle =
  (file: string, from: string | RegExp, to: string): Edit =>
  (made) => {
    const text = made.bundle[file]?.replace(from, to);
    if (text === undefined || text === made.bundle[file]) throw new Error(`${file} does not hold ${String(from)}`);
    return { ...made, bundle: { ...made.bundle, [file]: text } };
  };

/** A service's part of the compose file, from its name to the next one. */
export const inCompose = (service: string, from: RegExp | string, to: string): Edit => {
  // Networks, which come first, are named after services.
  const part = new RegExp(`(?<=^services:\\n[^]*)^  ${service}:\\n(?:    .*\\n)+`, "m");
  return (made) => {
    const own = part.exec(made.bundle["docker-compose.yaml"] ?? "")?.[0] ?? "";
    const changed = own.replace(from, to);
    if (changed === own) throw new Error(`${service} does not hold ${String(from)}`);
    return inBundle("docker-compose.yaml", own, changed.replaceAll("$", "$$$$"))(made);
  };
};

/** One resource of a stack, changed in a copy. */
export const inResource =
  (stack: string, type: string, name: string, change: (resource: Block) => Block | undefined): Edit =>
  (made) => {
    const root = made.roots[stack]!;
    const byName = root.json.resource?.[type] ?? {};
    const resource = byName[name] as Block | undefined;
    if (!resource) throw new Error(`${stack} has no ${type}.${name}`);
    const others = Object.fromEntries(Object.entries(byName).filter(([other]) => other !== name));
    const changed = change(structuredClone(resource));
    const all = changed ? { ...others, [name]: changed } : others;
    const json = { ...root.json, resource: { ...root.json.resource, [type]: all } };
    return { ...made, roots: { ...made.roots, [stack]: { ...root, json } } };
  };

export const inContainer = (service: string, change: (container: Block) => Block): Edit =>
  inResource("ecs", "aws_ecs_task_definition", `${service}_task_definition`, (definition) => {
    // An expression of Terraform may have quotes of its own, which are no JSON.
    const expressions: string[] = [];
    const text = (definition["container_definitions"] as string).replace(
      /\$\{[^}]*\}/g,
      (expression) => `@@${expressions.push(expression) - 1}@@`,
    );
    const changed = (JSON.parse(text) as Block[]).map((each) => (each["name"] === service ? change(each) : each));
    const back = JSON.stringify(changed).replace(/@@(\d+)@@/g, (_all, index: string) => expressions[Number(index)]!);
    return { ...definition, container_definitions: back };
  });

export const inDocker = (service: string, change: (container: Block) => Block): Edit =>
  inResource("devenv", "docker_container", `services_${service}`, change);

export type Pair = { readonly name: string; readonly value: string };
export const variables = (container: Block, change: (list: Pair[]) => Pair[]): Block => ({
  ...container,
  environment: change(container["environment"] as Pair[]),
});
export const lines = (container: Block, change: (list: string[]) => string[]): Block => ({
  ...container,
  env: change(container["env"] as string[]),
});
export const first = (container: Block, field: string, change: Block): Block => {
  const [one, ...rest] = container[field] as Block[];
  return { ...container, [field]: [{ ...one, ...change }, ...rest] };
};
