import type { Check } from "./check";
import { inPlatform } from "./check";
import { workloadsOf } from "./walk";

/** 7 · In a circle of needs nobody starts first. */
export const needNoCircle: Check = {
  id: 7,
  title: "needs form no circle",
  severity: "breaks",
  run: ({ platform }) => {
    const needs = new Map(
      workloadsOf(platform).map(({ name, workload }) => [name, Object.keys(workload.needs).sort()]),
    );
    return circles(needs).map((circle) =>
      inPlatform(`needs go in a circle: ${circle.join(" → ")}; remove one of them`),
    );
  },
};

/** Each circle once, beginning where the search met it; without recursion, as a chain may be long. */
function circles(needs: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  for (const root of [...needs.keys()].sort()) {
    const path: { name: string; left: string[] }[] = [];
    const enter = (name: string) => path.push({ name, left: [...(needs.get(name) ?? [])] });
    if (!done.has(root)) enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.left.shift();
      if (next === undefined) {
        done.add(top.name);
        path.pop();
        continue;
      }
      const before = path.findIndex(({ name }) => name === next);
      if (before >= 0) found.push([...path.slice(before).map(({ name }) => name), next]);
      else if (!done.has(next)) enter(next);
    }
  }
  return found;
}
