import { existsSync, rmSync } from "node:fs";
import { describeChosen, type AccountDeployment } from "../../src/account";
import { synthesize } from "../../src/synthesize";
import { figure, secondsSince } from "../helpers/figures";
import type { JsonObject } from "../helpers/json";
import { objectAt } from "../helpers/json";
import { findMoto } from "../helpers/python-tools";
import { ROOT } from "../helpers/source-files";
import { APPLY_TIMEOUT_MS, whyNoTerraform } from "../helpers/terraform";
import { forEmulator } from "./edits";
import { Emulator } from "./emulator";
import { Installed } from "./installed";

jest.setTimeout(APPLY_TIMEOUT_MS);

const NAME = "kdcube-account";
const moto = findMoto();
const missing = whyNoTerraform() ?? ("missing" in moto ? moto.missing : undefined);
if (missing !== undefined) it.skip(`the first apply of an account: ${missing}`, () => undefined);

/** The commands of docs/account.md, "The first apply", one after the other. */
(missing === undefined ? describe : describe.skip)("the first apply of an account", () => {
  const { accounts } = describeChosen(ROOT);
  const [shipped] = accounts;
  if (!shipped) throw new Error("no account is shipped");
  let emulator: Emulator;
  let installed: Installed;
  beforeAll(async () => {
    emulator = await Emulator.start();
    installed = new Installed(emulator.env);
  });
  afterAll(() => {
    installed?.dispose();
    emulator?.stop();
  });

  it("makes the bucket with its state in a file", () => {
    installed.write(NAME, inEmulator(shipped));
    installed.terraform(NAME, "init", "-input=false");
    const begun = performance.now();
    const applied = installed.terraform(NAME, "apply", "-auto-approve", "-input=false", "-parallelism=20");
    const [, count] = /Resources: (\d+) added/.exec(applied) ?? [];
    figure(`account: ${count} resources in ${secondsSince(begun)}`);
    expect(existsSync(installed.path("state/kdcube/account.tfstate"))).toBe(true);
  });

  it("moves the state into the bucket, where the next plan finds all of it without the file", () => {
    installed.write(NAME, inEmulator({ ...shipped, account: { ...shipped.account, state: { backend: "s3" } } }));
    expect(installed.run(NAME, "plan", "-input=false").text).toContain("Backend initialization required");
    installed.terraform(NAME, "init", "-migrate-state", "-force-copy", "-input=false");
    rmSync(installed.path("state/kdcube/account.tfstate"));
    expect(installed.terraform(NAME, "plan", "-input=false", "-parallelism=20")).toContain("No changes.");
  });
});

/** With its backend, which the copies of other tests go without. */
function inEmulator(account: AccountDeployment): JsonObject {
  const [made] = synthesize([], [account]).accounts;
  if (!made) throw new Error("no account was synthesized");
  const json = made.json as unknown as JsonObject;
  const backend = objectAt(json, "terraform")["backend"] as JsonObject;
  // Buckets are hosts to AWS, and a path to the emulator, whose address is a number.
  const s3 = backend["s3"] && { s3: { ...objectAt(backend, "s3"), use_path_style: true } };
  const edited = forEmulator(json, (stack) => stack);
  return { ...edited, terraform: { ...objectAt(edited, "terraform"), backend: { ...backend, ...s3 } } };
}
