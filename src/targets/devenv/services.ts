import { Construct } from "constructs";
import { healthCheckOf } from "../../model/probe";
import { byKey } from "../../model/reference";
import type { Service } from "../../model/service";
import { DockerContainer } from "../../modules/docker-container";
import { hostPortsOf } from "./routes";
import { containerProps, type WorkloadsProps } from "./workload";

/** Every service as one container: a laptop runs one of each, whatever it scales to elsewhere. */
export class DevenvServices extends Construct {
  readonly containers = new Map<string, DockerContainer>();

  constructor(scope: Construct, id: string, props: WorkloadsProps, services: Readonly<Record<string, Service>>) {
    super(scope, id);
    for (const [name, service] of Object.entries(services).sort(byKey))
      this.containers.set(name, this.container(props, name, service));
  }

  private container(props: WorkloadsProps, name: string, service: Service): DockerContainer {
    return new DockerContainer(this, name, {
      ...containerProps(props, name, service),
      ports: hostPortsOf(props.stack, name),
      life: { kind: "runs", health: healthCheckOf(service.probe, service.ports), stopGraceSec: service.stopGraceSec },
    });
  }
}
