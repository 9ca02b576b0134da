import { join } from "node:path";
import { describeAll, type Deployment } from "../../src/deployment";
import { composeJobs, composeServices, type Situation } from "../../src/migration/ownership";
import { renderAll } from "../../src/model/reference";
import type { Workload } from "../../src/model/service";
import { hostPathIn } from "../../src/rendering/host-path";
import { exampleReader } from "../../src/targets/example-reader";
import { resolveOnHost } from "../../src/targets/ec2-compose/references";
import { registry } from "../fixtures/shop/platform";
import { shipped } from "./workspaces";

const FIXTURES = join(__dirname, "../fixtures");

/** Every environment of the repository, those of the fixtures included. */
export const everyDeployment = (): Deployment[] => [
  ...shipped(),
  ...describeAll(join(FIXTURES, "proxy")),
  ...describeAll(join(FIXTURES, "shop"), undefined, registry),
];

export const nameOf = ({ environment: { platform, environment } }: Deployment): string => `${platform}/${environment}`;

export const onHosts = (): Deployment[] =>
  everyDeployment().filter(({ environment }) => environment.target === "ec2-compose");

/** What the host runs, by name, with the variables that are meant: of the model, not of what was written. */
export function meantOnHost(deployment: Deployment): Record<string, { workload: Workload; values: object }> {
  const { platform, environment, migration } = deployment;
  const situation: Situation = { platform, home: "compose", migration };
  const names = [...Object.keys(composeServices(situation)), ...composeJobs(situation)];
  const resolve = resolveOnHost(deployment, situation, exampleReader);
  const root = `/opt/${environment.platform}-${environment.environment}`;
  return Object.fromEntries(
    names.map((name) => {
      const workload = (platform.services[name] ?? platform.jobs[name]) as Workload;
      const { values } = renderAll(workload.environment, (reference) =>
        reference.ref === "hostPath"
          ? hostPathIn(workload.mounts, reference.mountPath, (store) => `${root}/files/${store}`)
          : resolve(name, reference),
      );
      return [name, { workload, values }];
    }),
  );
}
