import { Construct } from "constructs";
import { byKey } from "../../model/reference";
import { DockerContainer } from "../../modules/docker-container";
import { containerProps, type WorkloadsProps } from "./workload";

/** Every job as a container that is waited for, and that must end with 0. */
export class DevenvJobs extends Construct {
  readonly containers = new Map<string, DockerContainer>();

  constructor(scope: Construct, id: string, props: WorkloadsProps) {
    super(scope, id);
    for (const [name, job] of Object.entries(props.stack.platform.jobs).sort(byKey)) {
      const container = { ...containerProps(props, name, job), ports: [], life: { kind: "ends" } as const };
      this.containers.set(name, new DockerContainer(this, name, container));
    }
  }
}
