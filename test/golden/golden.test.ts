import childProcess from "node:child_process";
import { homedir } from "node:os";
import { describeChosen } from "../../src/account";
import type { Deployment } from "../../src/deployment";
import { synthesize } from "../../src/synthesize";
import { stableText } from "../../src/write";
import type { JsonObject } from "../helpers/json";
import { secretLiterals } from "../helpers/secret-literals";
import { ROOT } from "../helpers/source-files";
import { shipped, workspacesOf } from "../helpers/workspaces";
import { committed, countResources, goldenFiles, type GoldenFiles, rewrite } from "./files";

/** Typed by hand: `npm run golden:update` cannot lose or gain a resource unless somebody says so here. */
const RESOURCES: Readonly<Record<string, number>> = {
  "kdcube-account": 64,
  "kdcube-dev-devenv": 25,
  "kdcube-prod-foundation": 278,
  "kdcube-prod-ec2-compose": 87,
  "kdcube-prod-ecs-metrics": 12,
  "kdcube-prod-ecs-ingress": 32,
  "kdcube-prod-ecs-proc": 1,
  "kdcube-prod-ecs-edge": 1,
  "kdcube-staging-foundation": 239,
  "kdcube-staging-ecs": 95,
};

/** Inside a container there is a /tmp on every machine. */
const CONTAINER_PATHS = ["/tmp/logs", "/tmp/nginx", "/home/appuser/.cache"];

const { accounts } = describeChosen(ROOT);
const synthesis = synthesize(shipped(), accounts);
const ofAccounts = synthesis.accounts.map(({ workspace, json }) => ({ workspace, json: json as unknown as JsonObject }));
const workspaces = workspacesOf(shipped());
const filesOf = (deployments: readonly Deployment[]): GoldenFiles =>
  Object.assign(
    {},
    ...workspacesOf(deployments).map(({ workspace, json }) => goldenFiles(workspace.name, json)),
  ) as GoldenFiles;
const now: GoldenFiles = {
  ...filesOf(shipped()),
  ...(Object.assign({}, ...ofAccounts.map(({ workspace, json }) => goldenFiles(workspace.name, json))) as GoldenFiles),
  "manifest.json": stableText(synthesis.manifest),
};

if (process.env["FERRY_GOLDEN_UPDATE"] === "1") {
  if (process.env["CI"]) throw new Error("golden files are updated by a person who reads them, not by CI");
  rewrite(__dirname, now);
}
const before = committed(__dirname);

describe("the synthesized output of every environment", () => {
  it("has a golden file for each of its files, and no other", () => {
    expect(Object.keys(before).sort()).toEqual(Object.keys(now).sort());
  });

  it.each(Object.entries(now))("is as committed: %s", (path, text) => {
    expect(text.split("\n")).toEqual((before[path] ?? "").split("\n"));
  });

  it("has as many resources as somebody counted", () => {
    const counts = [...workspaces, ...ofAccounts].map(({ workspace, json }) => [workspace.name, countResources(json)]);
    expect(Object.fromEntries(counts)).toEqual(RESOURCES);
  });

  it("tells nothing of the machine or the moment it was made on", () => {
    const traces = [ROOT, `${homedir()}/`, "/home/", "/tmp/"];
    const timestamp = /\d{4}-\d\d-\d\dT\d\d:\d\d/;
    const found = Object.entries(now).flatMap(([path, text]) =>
      CONTAINER_PATHS.reduce((rest, known) => rest.replaceAll(known, ""), text)
        .split("\n")
        .filter((line) => timestamp.test(line) || traces.some((trace) => line.includes(trace)))
        .map((line) => `${path}: ${line}`),
    );
    expect(found).toEqual([]);
  });

  it("is the same whatever order the keys of the model have", () => {
    expect(filesOf(shipped().map((deployment) => backwards(deployment)))).toEqual(filesOf(shipped()));
  });

  it("needs no program of the machine: CDKTF asks for terraform's version behind some constructs", () => {
    const starts = (["execSync", "spawnSync", "execFileSync"] as const).map((name) => jest.spyOn(childProcess, name));
    synthesize(shipped());
    const commands = starts.flatMap((start) => start.mock.calls.map(([command]) => command));
    jest.restoreAllMocks();
    expect(commands).toEqual([]);
  });

  it("is the same whatever else is synthesized beside it", () => {
    const alone = shipped().map((deployment) => filesOf([deployment]));
    expect(Object.assign({}, ...[...alone].reverse())).toEqual(filesOf(shipped()));
  });

  it("holds no secret as text where it goes to AWS", () => {
    const cloud = workspaces.filter(({ workspace }) => workspace.target !== "devenv");
    expect(cloud.flatMap(({ workspace, json }) => secretLiterals(json, workspace.name))).toEqual([]);
  });
});

/** The same value with the keys of every record in the opposite order. */
function backwards<T>(value: T): T {
  if (Array.isArray(value)) return value.map((inner: unknown) => backwards(inner)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]: [string, unknown]) => [key, backwards(inner)]),
  ) as T;
}
