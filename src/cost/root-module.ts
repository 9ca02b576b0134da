import type { TerraformJson } from "../synthesize";

export type Block = Readonly<Record<string, unknown>>;

/** One resource of a synthesized workspace. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly block: Block;
}

/** The resources of one workspace, and the way from one that is named in a text to its block. */
export class RootModule {
  readonly resources: readonly Resource[];

  constructor(private readonly json: Pick<TerraformJson, "resource">) {
    this.resources = Object.entries(json.resource ?? {}).flatMap(([type, named]) =>
      Object.entries(named).map(([name, block]) => ({ type, name, block: block as Block })),
    );
  }

  ofType(type: string): Resource[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** The resource of this type that a text such as `${aws_lb.alb.arn}` names. */
  referred(text: unknown, type: string): Resource | undefined {
    const name = typeof text === "string" ? new RegExp(`\\b${type}\\.([\\w-]+)`).exec(text)?.[1] : undefined;
    const block = name === undefined ? undefined : this.json.resource?.[type]?.[name];
    return name === undefined || block === undefined ? undefined : { type, name, block: block as Block };
  }
}

export const numberAt = (block: Block | undefined, key: string, otherwise: number): number => {
  const value = block?.[key];
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : otherwise;
};

export const textAt = (block: Block | undefined, key: string): string =>
  typeof block?.[key] === "string" ? block[key] : "";

/** A nested block is a list of them, or one alone. */
export function blocksAt(block: Block | undefined, key: string): Block[] {
  const value = block?.[key];
  const list: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((each): each is Block => typeof each === "object" && each !== null);
}

/** How many there are of what a list names. */
export const countAt = (block: Block, key: string): number => {
  const value = block[key];
  return Array.isArray(value) ? value.length : 0;
};
