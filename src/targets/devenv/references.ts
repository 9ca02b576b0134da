import { laptopServices } from "../../model/laptop";
import { absent, type Absent, type Reference, type Resolve } from "../../model/reference";
import type { Workload } from "../../model/service";
import { addressInNetwork, DOCKER_DNS } from "../../rendering/addresses";
import { hostPathIn } from "../../rendering/host-path";
import { nginxConfiguration } from "../../rendering/nginx";
import { bucketsOf, OBJECT_STORE_REGION } from "../../rendering/object-store";
import type { WorkspaceStack } from "../workspace-stack";
import type { DevenvImages } from "./images";
import { publicUrlOf } from "./routes";
import type { DevenvSecrets } from "./secrets";
import { storeAnswer } from "./store-answers";
import type { DevenvStores } from "./stores";

export interface ReferencesProps {
  readonly stack: WorkspaceStack;
  readonly images: DevenvImages;
  readonly secrets: DevenvSecrets;
  readonly stores: DevenvStores;
}

/** How a laptop answers what one workload asks. */
export const resolverFor =
  (props: ReferencesProps, workload: Workload): Resolve =>
  (reference) =>
    answer(props, workload, reference);

function answer(props: ReferencesProps, workload: Workload, reference: Reference): string | Absent {
  const { stack, images, secrets, stores } = props;
  switch (reference.ref) {
    case "address":
      if (!(reference.service in laptopServices(stack.platform, stack.environment.devenv?.mode ?? "all")))
        return absent("services of our own run outside of containers in mode infra");
      return addressInNetwork(stack.platform, reference);
    case "store":
      return storeAnswer(stack, reference);
    case "secret":
      return secrets.value(reference.secret);
    case "image":
      return images.nameOf(reference.image);
    case "task":
      return reference.field === "runtime" ? "docker" : absent("a laptop starts tasks with docker");
    case "hostPath":
      // A volume has a directory of its own; the path it is mounted at means nothing to the engine.
      return hostPathIn(workload.mounts, reference.mountPath, (store) => stores.volume(store).mountpoint);
    case "path":
      return reference.mountPath;
    case "proxyConfig":
      return nginxConfiguration({
        platform: stack.platform,
        settings: reference.proxy,
        place: { resolver: DOCKER_DNS, trusted: [] },
        resolve: (inner) => answer(props, workload, inner),
      });
    case "publicUrl":
      return publicUrlOf(stack);
    case "region":
      return bucketsOf(stack.platform).length > 0 ? OBJECT_STORE_REGION : absent("a laptop is in no region");
  }
}
