import { DockerProvider } from "@cdktf/provider-docker/lib/provider";
import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { Deployment } from "../../deployment";
import type { Workspace } from "../../migration/workspaces";
import { laptopImages, laptopServices, type LaptopMode } from "../../model/laptop";
import type { Workload } from "../../model/service";
import type { DockerContainer } from "../../modules/docker-container";
import { WorkspaceStack } from "../workspace-stack";
import { DevenvImages } from "./images";
import { DevenvJobs } from "./jobs";
import { DevenvNetworks } from "./networks";
import { publicUrlOf } from "./routes";
import { DevenvSecrets } from "./secrets";
import { DevenvServices } from "./services";
import { DevenvStores } from "./stores";
import type { WorkloadsProps } from "./workload";

/** The platform on a laptop: stores, jobs, and the services that its mode runs, as containers of one engine. */
export class DevenvStack extends WorkspaceStack {
  constructor(scope: Construct, workspace: Workspace, deployment: Deployment) {
    super(scope, workspace, deployment);
    new DockerProvider(this, "docker", {});
    const images = new DevenvImages(this, "images", laptopImages(this.platform, this.mode));
    const networks = new DevenvNetworks(this, "networks");
    const secrets = new DevenvSecrets(this, "secrets");
    const stores = new DevenvStores(this, "stores", { images, networks, secrets });
    const props: WorkloadsProps = { stack: this, images, networks, secrets, stores };
    const jobs = new DevenvJobs(this, "jobs", props);
    const services = new DevenvServices(this, "services", props, laptopServices(this.platform, this.mode));
    this.publish(secrets);
    this.order(new Map([...stores.containers, ...jobs.containers, ...services.containers]));
  }

  /** Printed after each apply: what to open, and what would be worth setting. Nobody else reads them. */
  private publish(secrets: DevenvSecrets): void {
    const url = publicUrlOf(this);
    const scope = new Construct(this, "outputs");
    if (this.mode === "all" && typeof url === "string")
      new TerraformOutput(scope, "url", { value: url, staticId: true });
    new TerraformOutput(scope, "keys_not_set", { value: secrets.notSet(), staticId: true });
  }

  private get mode(): LaptopMode {
    return this.environment.devenv?.mode ?? "all";
  }

  /** A container waits for what it needs, for the files it mounts to be its user's, and for its buckets. */
  private order(containers: ReadonlyMap<string, DockerContainer>): void {
    const { services, jobs } = this.platform;
    for (const [name, workload] of Object.entries({ ...services, ...jobs }))
      containers.get(name)?.after(
        waitsFor(workload).flatMap((other) => {
          const container = containers.get(other);
          return container ? [container] : [];
        }),
      );
  }
}

const waitsFor = ({ needs, mounts, grants }: Workload): string[] => [
  ...new Set([
    ...Object.keys(needs),
    ...mounts.flatMap((mount) => (mount.kind === "shared" ? [mount.store] : [])),
    ...grants.flatMap((grant) => ("store" in grant ? [grant.store] : [])),
  ]),
];
