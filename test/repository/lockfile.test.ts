import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
interface Lockfile {
  readonly packages: Readonly<Record<string, Locked>>;
}

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "package-lock.json"), "utf8");
const { packages } = JSON.parse(text) as Lockfile;

/** Node finds a package in its parent's own folder first, then in every folder above it. */
function isLocked(name: string, parent: string): boolean {
  for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (`${at ? `${at}/` : ""}node_modules/${name}` in packages) return true;
    if (!at.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

describe("package-lock.json", () => {
  it("holds the optional packages of every platform, or npm ci refuses it on another", () => {
    const missing = Object.entries(packages).flatMap(([parent, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {})
        .filter((name) => !isLocked(name, parent))
        .map((name) => `${name} of ${parent}`),
    );
    expect(missing).toEqual([]);
  });

  it("has optional packages to check: swc alone ships a dozen", () => {
    const optional = Object.values(packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    expect(optional.filter((name) => name.startsWith("@swc/core-")).length).toBeGreaterThanOrEqual(10);
  });

  it("names no registry: each machine has its own", () => {
    expect(Object.values(packages).filter(({ resolved }) => resolved?.startsWith("http"))).toEqual([]);
    expect(text).not.toMatch(/"resolved": "http/);
  });
});
