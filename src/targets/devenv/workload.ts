import { DOCKER_SOCKET, type Mount } from "../../model/mount";
import { physicalName } from "../../model/naming";
import { render, renderAll, type Resolve } from "../../model/reference";
import type { User, Workload } from "../../model/service";
import type { DockerContainerProps } from "../../modules/docker-container";
import type { DockerMount } from "../../modules/docker-mounts";
import { usesBuckets } from "../../rendering/object-store";
import { tmpfsOptions } from "../../rendering/scratch";
import { labelRecord } from "./labels";
import type { DevenvNetworks } from "./networks";
import { objectStoreAccess } from "./object-store";
import { resolverFor, type ReferencesProps } from "./references";

export interface WorkloadsProps extends ReferencesProps {
  readonly networks: DevenvNetworks;
}

/** What a service and a job have in common as containers. */
export function containerProps(
  props: WorkloadsProps,
  name: string,
  workload: Workload,
): Omit<DockerContainerProps, "life" | "ports"> {
  const { stack, images, networks, secrets } = props;
  const resolve = resolverFor(props, workload);
  const { values, absent } = renderAll(workload.environment, resolve);
  for (const [variable, reason] of Object.entries(absent)) props.stack.absent.push({ service: name, variable, reason });
  const secretValues = Object.entries(workload.secrets).map(([variable, use]) => [variable, secrets.use(use)] as const);
  return {
    name: physicalName("other", ...stack.words(name)),
    imageId: images.idOf(workload.image),
    ...(workload.command && { command: workload.command }),
    environment: {
      ...(usesBuckets(workload) && objectStoreAccess(stack, secrets)),
      ...values,
      ...Object.fromEntries(secretValues),
    },
    networks: networks.of(workload),
    alias: name,
    mounts: workload.mounts.flatMap((mount) => dockerMounts(props, { name, user: workload.user }, mount, resolve)),
    size: workload.size,
    ...(workload.user && { user: `${workload.user.uid}:${workload.user.gid}` }),
    readOnlyRoot: workload.user?.readOnlyRoot ?? false,
    labels: labelRecord(stack),
  };
}

/** None where the text of a config file cannot be had here. */
function dockerMounts(
  { stack, stores, secrets }: WorkloadsProps,
  { name: service, user }: { readonly name: string; readonly user: User | undefined },
  mount: Mount,
  resolve: Resolve,
): DockerMount[] {
  switch (mount.kind) {
    case "shared":
      return [
        {
          kind: "volume",
          target: mount.path,
          volume: stores.volume(mount.store).name,
          readOnly: mount.readOnly ?? false,
        },
      ];
    case "scratch":
      return [{ kind: "scratch", target: mount.path, tmpfs: inMemory(mount.sizeMiB, user) }];
    case "config": {
      const text = render(mount.content, resolve);
      if (typeof text === "string") return [{ kind: "text", target: mount.path, text }];
      stack.absent.push({ service, variable: mount.path, reason: text.absent });
      return [];
    }
    case "secretFile":
      return [{ kind: "text", target: mount.path, text: secrets.file(mount.secret) }];
    case "hostPath":
      return [{ kind: "hostPath", target: mount.path, hostPath: mount.hostPath, readOnly: mount.readOnly ?? false }];
    case "dockerSocket":
      return [{ kind: "hostPath", target: DOCKER_SOCKET, hostPath: DOCKER_SOCKET, readOnly: false }];
  }
}

const inMemory = (sizeMiB: number | undefined, user: User | undefined): string | undefined =>
  sizeMiB === undefined ? undefined : tmpfsOptions(sizeMiB, user);
