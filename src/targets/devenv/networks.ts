import { Network } from "@cdktf/provider-docker/lib/network";
import { Construct } from "constructs";
import { referencesOf } from "../../model/calls";
import { physicalName } from "../../model/naming";
import type { Platform } from "../../model/platform";
import type { Workload } from "../../model/service";
import { usesBuckets } from "../../rendering/object-store";
import type { WorkspaceStack } from "../workspace-stack";
import { labelsOf } from "./labels";

/** One network for what runs, and one without a way out for what keeps data. */
export class DevenvNetworks extends Construct {
  readonly project: string;
  readonly stores: string;
  private readonly platform: Platform;

  constructor(stack: WorkspaceStack, id: string) {
    super(stack, id);
    this.platform = stack.platform;
    this.project = this.network(stack, "project", false);
    this.stores = this.network(stack, "stores", true);
  }

  /** A container that asks for no store does not see one. */
  of(workload: Workload): string[] {
    return this.usesStore(workload) ? [this.project, this.stores] : [this.project];
  }

  /** An internal network publishes no port, so a store that has one on the laptop is in both. */
  ofStore(published: boolean): string[] {
    return published ? [this.project, this.stores] : [this.stores];
  }

  private usesStore(workload: Workload): boolean {
    if (usesBuckets(workload)) return true;
    const named = Object.keys(workload.needs).some((name) => name in this.platform.stores);
    return named || referencesOf(this.platform, workload).some(({ ref }) => ref === "store");
  }

  private network(stack: WorkspaceStack, id: string, internal: boolean): string {
    return new Network(this, id, {
      name: physicalName("other", ...stack.words(id)),
      driver: "bridge",
      internal,
      ipv6: false,
      labels: labelsOf(stack),
    }).name;
  }
}
