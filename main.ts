import { NOTHING_WRITTEN, run } from "./src/cli/ferry";
import { synthCommand } from "./src/cli/synth";

/** Set by the CDKTF CLI, which prints its own account of what it finds there. */
const asked = process.env["CDKTF_OUTDIR"];

/** The CDKTF app: every environment below envs/, or those named, as Terraform JSON. */
run(() => {
  const summary = synthCommand({ root: __dirname, outdir: asked ?? "cdktf.out", names: process.argv.slice(2) });
  return asked === undefined ? summary : "";
}, NOTHING_WRITTEN);
