import { synthesize } from "../src/synthesize";
import { generatedDeployment } from "./generated";

/** Run in a process of its own, so that one size leaves neither memory nor compiled code to the next. */
const services = Number(process.argv[2]);
const deployment = generatedDeployment(services);
const started = performance.now();
const { workspaces } = synthesize([deployment]);
const wallMs = performance.now() - started;

const resources = workspaces.reduce((count, { json }) => {
  const types = Object.values((json as { resource?: Record<string, object> }).resource ?? {});
  return count + types.reduce((inner, named) => inner + Object.keys(named).length, 0);
}, 0);
console.log(
  JSON.stringify({
    bench: "generated platform on ecs",
    services,
    wallMs: Math.round(wallMs),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    resources,
    resourcesPerSec: Math.round(resources / (wallMs / 1000)),
  }),
);
