import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HostSandbox, sha256 } from "./program";

/** A bucket that is a folder: `aws s3 cp s3://b/<key> <target>`, each call in a line of its own. */
function withBucket(files: Readonly<Record<string, string>>): {
  host: HostSandbox;
  id: string;
  put: (key: string, text: string) => void;
} {
  const host = new HostSandbox();
  const bucket = join(host.folder, "bucket");
  const put = (key: string, text: string): void => {
    mkdirSync(dirname(join(bucket, key)), { recursive: true });
    writeFileSync(join(bucket, key), text);
  };
  const { id, text } = host.manifest(files);
  put(`releases/${id}.json`, text);
  for (const [path, content] of Object.entries(files)) put(`files/${sha256(content)}/${path}`, content);
  host.stub(
    "aws",
    `echo "$*" >> "$CALLS"
for word; do case "$word" in s3://b/*) key="\${word#s3://b/}";; esac; target="$word"; done
cp '${bucket}'/"$key" "$target" 2>/dev/null || { echo "fatal error: An error occurred (404)" >&2; exit 1; }`,
  );
  return { host, id, put };
}

const FILES = { ".env": "A=1\n", "config/web/etc/web.conf": "x" };
const calls = (host: HostSandbox): string[] => readFileSync(join(host.folder, "calls"), "utf8").trim().split("\n");

afterAll(HostSandbox.removeAll);

describe("the fetcher", () => {
  it("brings every file of the release to its place", () => {
    const { host, id } = withBucket(FILES);
    expect(host.fetch(id)).toMatchObject({ status: 0, last: `release ${id} was fetched: 2 files` });
    for (const [path, text] of Object.entries(FILES))
      expect(readFileSync(join(host.root, "releases", id, path), "utf8")).toBe(text);
    expect(readdirSync(join(host.root, "releases"))).toEqual([id]);
  });

  it("asks for nothing when the release is there and whole", () => {
    const { host, id } = withBucket(FILES);
    host.fetch(id);
    const before = calls(host).length;
    expect(host.fetch(id).last).toMatch(/on the host already/);
    expect(calls(host)).toHaveLength(before);
  });

  it("takes from an earlier release what is the same, and asks for the rest", () => {
    const { host, id, put } = withBucket(FILES);
    host.fetch(id);
    const next = { ...FILES, ".env": "A=2\n" };
    const { id: second, text } = host.manifest(next);
    put(`releases/${second}.json`, text);
    put(`files/${sha256("A=2\n")}/.env`, "A=2\n");
    const before = calls(host).length;
    expect(host.fetch(second).status).toBe(0);
    expect(calls(host).slice(before)).toHaveLength(2);
  });

  it("fetches anew what was changed on the disk, and remembers that it ran", () => {
    const { host, id } = withBucket(FILES);
    host.fetch(id);
    const folder = join(host.root, "releases", id);
    writeFileSync(join(folder, ".env"), "A=9\n");
    writeFileSync(join(folder, "deployed"), "");
    writeFileSync(join(folder, "images.json"), "");
    expect(host.fetch(id).last).toMatch(/was fetched/);
    expect(readFileSync(join(folder, ".env"), "utf8")).toBe("A=1\n");
    expect(existsSync(join(folder, "deployed"))).toBe(true);
    // What had no room on the disk is worth nothing.
    expect(existsSync(join(folder, "images.json"))).toBe(false);
  });

  it.each([
    ["a file with other content", `files/${sha256("A=1\n")}/.env`, /\.env of release \w+ is not what was released/],
    ["another manifest", "manifest", /the manifest of release \w+ is not what its name says/],
  ])("takes nothing of a release with %s", (_, key, line) => {
    const { host, id, put } = withBucket(FILES);
    put(key === "manifest" ? `releases/${id}.json` : key, '{"files":{}}');
    expect(host.fetch(id)).toMatchObject({ status: 1, last: expect.stringMatching(line) as string });
    expect(readdirSync(join(host.root, "releases"))).toEqual([]);
  });

  it("names what is not in the bucket", () => {
    const { host } = withBucket(FILES);
    expect(host.fetch("0123456789abcdef")).toMatchObject({
      status: 1,
      last: expect.stringMatching(/s3:\/\/b\/releases\/0123456789abcdef\.json cannot be fetched: .*404/) as string,
    });
  });

  it("writes nowhere but in the release's own folder", () => {
    const { host, put } = withBucket(FILES);
    const text = JSON.stringify({ files: { "../../out": sha256("x") } });
    const id = sha256(text).slice(0, 16);
    put(`releases/${id}.json`, text);
    expect(host.fetch(id)).toMatchObject({ status: 1, last: expect.stringContaining("no release may") as string });
  });

  it("does not mind what an interrupted one has left", () => {
    const { host, id } = withBucket(FILES);
    mkdirSync(join(host.root, "releases", `${id}.part`));
    writeFileSync(join(host.root, "releases", `${id}.part`, "left"), "");
    expect(host.fetch(id).status).toBe(0);
    expect(existsSync(join(host.root, "releases", id, "left"))).toBe(false);
  });

  it("puts back what an interrupted one had moved aside", () => {
    const { host, id } = withBucket(FILES);
    host.fetch(id);
    const folder = join(host.root, "releases", id);
    writeFileSync(join(folder, "deployed"), "");
    writeFileSync(join(folder, ".env"), "A=9\n");
    renameSync(folder, `${folder}.old`);
    expect(host.fetch(id).last).toMatch(/was fetched/);
    expect(existsSync(join(folder, "deployed"))).toBe(true);
    expect(readdirSync(join(host.root, "releases"))).toEqual([id]);
  });

  it("says that nothing has run, when asked for a list", () => {
    expect(withBucket(FILES).host.fetch("list")).toMatchObject({ status: 0, last: "no release has run here yet" });
  });

  it("refuses what is no release", () => {
    expect(withBucket(FILES).host.fetch("latest").status).toBe(2);
  });
});
