import { rule, inStore, inRelease, shown } from "./rule";

export const haveTheExtensions = rule({
  id: 25,
  group: "stores",
  title: "the database's version has pgvector and the other extensions of the setup",
  severity: "breaks",
  consequence: "postgres-setup ends with 'extension \"vector\" is not available', and nothing behind it starts",
  fix: "take PostgreSQL 15.2, 14.7, 13.11 or later; on a laptop an image with pgvector",
  source: "documents",
  looksAt: "engine_version of the database, the image of the laptop's",
  idle: ({ rendered }) => (rendered.databases.length === 0 ? "no database is made here" : undefined),
  run: ({ rendered, platform }) =>
    rendered.databases.flatMap(({ on, name, version }) => {
      const store = platform.stores[name];
      if (on === "aws") return hasVector(version) ? [] : [inStore(name, `PostgreSQL ${version} has no pgvector`)];
      const image = store?.kind === "postgres" ? (platform.images[store.image]?.repository ?? "") : "";
      return image.includes("pgvector") ? [] : [inRelease(["images"], `${shown(image)} has no pgvector`)];
    }),
});

/** Source: AWS, "Amazon RDS for PostgreSQL now supports pgvector", 2023-05-03. */
const FIRST_MINOR: Readonly<Record<number, number>> = { 15: 2, 14: 7, 13: 11, 12: 15 };

function hasVector(version: string): boolean {
  const [major = 0, minor] = version.split(".").map(Number);
  const first = FIRST_MINOR[major];
  return first === undefined ? major > 15 : minor === undefined || minor >= first;
}
