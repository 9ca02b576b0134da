import type { RenderedContainer } from "../../../model/rendered";
import type { Input } from "./rule";
import { rule, inService, running, named, CHAT } from "./rule";

export const setUpFirst = rule({
  id: 26,
  group: "stores",
  title: "ingress and processor start after postgres-setup has ended well",
  severity: "breaks",
  consequence: "they start against a database without schemas, fail, and the deployment is rolled back",
  fix: "keep the need of postgres-setup; where a job runs in another service's task, that service must be waited for",
  source: "documents",
  looksAt: "depends_on of the host, dependsOn within a task, the order and the waiting of services and workspaces",
  run: (input) =>
    running(input, ...CHAT)
      .filter((each) => !isGated(input, each))
      .map((each) => {
        const elsewhere = running(input, SETUP).map(({ workspace }) => workspace);
        const where = elsewhere.length > 0 ? `, which runs in ${[...new Set(elsewhere)].join(" and ")}` : "";
        return inService(each.name, `${named(each)} does not wait for postgres-setup${where}`);
      }),
});

const SETUP = "postgres-setup";

function isGated(input: Input, container: RenderedContainer): boolean {
  if (container.waitsFor[SETUP] === "completed") return true;
  const setups = running(input, SETUP);
  if (container.on !== "ecs") return false;
  // Its place has been applied before: a phase comes after the host that it leaves.
  if (setups.some(({ on }) => on === "compose")) return true;
  return setups.some((setup) => after(input, container, setup));
}

/** In one workspace Terraform's order, between two that of the workspaces; an apply waits for who runs the setup. */
function after({ rendered }: Input, own: RenderedContainer, setup: RenderedContainer): boolean {
  const serviceOf = (name: string) => rendered.services.find((service) => service.name === name);
  if (!serviceOf(setup.unit)?.waited) return false;
  return own.workspace === setup.workspace
    ? serviceOf(own.unit)?.startsAfter.includes(setup.unit) === true
    : rendered.after[own.workspace]?.includes(setup.workspace) === true;
}
