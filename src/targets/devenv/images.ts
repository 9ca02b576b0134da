import { Image } from "@cdktf/provider-docker/lib/image";
import { Construct } from "constructs";
import type { ImageBuild } from "../../config/schema";
import { pullNameOf } from "../../model/image";
import { DockerBuild } from "../../modules/docker-build";
import type { WorkspaceStack } from "../workspace-stack";

/** The images that this laptop needs. They stay when the environment goes: another may use them. */
export class DevenvImages extends Construct {
  private readonly ids = new Map<string, string>();

  constructor(
    private readonly stack: WorkspaceStack,
    id: string,
    keys: Iterable<string>,
  ) {
    super(stack, id);
    const { images = {} } = stack.environment;
    for (const key of [...new Set(keys)].sort()) this.ids.set(key, this.image(key, images[key]?.build));
  }

  /** What a container is made from: the exact image, not a name that may move. */
  idOf(key: string): string {
    const id = this.ids.get(key);
    if (id === undefined) throw new Error(`image ${key} is not among those of ${this.stack.workspace.name}`);
    return id;
  }

  /** What the engine pulls, and what a service that starts containers itself is told. */
  nameOf(key: string): string {
    return pullNameOf(this.stack.platform.images, key, this.stack.environment.registry);
  }

  private image(key: string, build: ImageBuild | undefined): string {
    const name = this.nameOf(key);
    if (!build) return new Image(this, key, { name, keepLocally: true }).imageId;
    return new DockerBuild(this, key, { ...build, name, context: this.stack.fromCheckout(build.context) }).imageId;
  }
}
