import { inMemory } from "../facts";

const MEBIBYTES: Readonly<Record<string, number>> = { k: 1 / 1024, m: 1, g: 1024 };

/** `2048m`, `2g` */
export function mebibytesOf(value: string): number {
  const [, number = "0", unit = ""] = /^(\d+)([kmg]?)b?$/i.exec(value) ?? [];
  return Number(number) * (MEBIBYTES[unit.toLowerCase()] ?? 1 / 1024 / 1024);
}

/** `size=64m,mode=1777,exec`: the size first, the rest as it stands. Source: mount(8), "Mount options for tmpfs". */
export function tmpfsText(options: string): string {
  const all = options.split(",").filter((option) => option !== "");
  const size = all.find((option) => option.startsWith("size="));
  const rest = all.filter((option) => option !== size).map((option) => option.replace("=", " "));
  return inMemory(mebibytesOf(size?.replace("size=", "") ?? ""), rest);
}
