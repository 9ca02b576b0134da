import { Volume } from "@cdktf/provider-docker/lib/volume";
import { Construct } from "constructs";
import { laptopServices } from "../../model/laptop";
import { physicalName } from "../../model/naming";
import { healthCheckOf, type HealthCheck } from "../../model/probe";
import { byKey } from "../../model/reference";
import { STORE_PORTS, storesOf, type StoreOf } from "../../model/store";
import { bucketsOf, OBJECT_STORE } from "../../rendering/object-store";
import { DockerContainer, type DockerContainerProps, type DockerPort } from "../../modules/docker-container";
import type { WorkspaceStack } from "../workspace-stack";
import type { DevenvImages } from "./images";
import { labelRecord, labelsOf } from "./labels";
import type { DevenvNetworks } from "./networks";
import { DevenvObjectStore } from "./object-store";
import type { DevenvSecrets } from "./secrets";

export interface DevenvStoresProps {
  readonly images: DevenvImages;
  readonly networks: DevenvNetworks;
  readonly secrets: DevenvSecrets;
}

const STOP_GRACE_SEC = 30;
const TIMINGS = { intervalSec: 5, timeoutSec: 5, retries: 12, startPeriodSec: 5 } as const;

/** What an image of each kind is started with. */
type Recipe = Pick<DockerContainerProps, "command" | "environment"> & {
  readonly health: HealthCheck;
  readonly dataPath: string;
};

/** Every store as a container with a volume, or as a volume alone. */
export class DevenvStores extends Construct {
  /** What others wait for: a store's own container, or the one that gave its files to their owner. */
  readonly containers = new Map<string, DockerContainer>();
  private readonly volumes = new Map<string, Volume>();

  constructor(
    private readonly stack: WorkspaceStack,
    id: string,
    private readonly props: DevenvStoresProps,
  ) {
    super(stack, id);
    for (const store of storesOf(stack.platform.stores, "postgres")) this.server(store, this.postgres(store));
    for (const store of storesOf(stack.platform.stores, "redis")) this.server(store, this.redis(store));
    for (const store of storesOf(stack.platform.stores, "files")) this.files(store);
    this.buckets(bucketsOf(stack.platform));
  }

  volume(store: string): Volume {
    const volume = this.volumes.get(store);
    if (!volume) throw new Error(`store ${store} has no volume here`);
    return volume;
  }

  private postgres({ user, database, password, maxConnections, version }: StoreOf<"postgres">): Recipe {
    return {
      command: ["postgres", "-c", `max_connections=${maxConnections}`],
      environment: {
        POSTGRES_DB: database,
        POSTGRES_USER: user,
        POSTGRES_PASSWORD: this.props.secrets.value(password),
      },
      // Over TCP: the server that the image runs while it sets itself up listens on a socket alone.
      health: healthCheckOf({ command: ["pg_isready", "-h", "127.0.0.1", "-U", user, "-d", database], ...TIMINGS }, {}),
      // From 18 on the image keeps each version in a folder of its own.
      dataPath: Number.parseInt(version, 10) >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data",
    };
  }

  private redis({ eviction, password }: StoreOf<"redis">): Recipe {
    const secret = this.props.secrets.value(password);
    return {
      command: ["redis-server", "--requirepass", secret, "--maxmemory-policy", eviction, "--appendonly", "yes"],
      environment: { REDISCLI_AUTH: secret },
      health: { command: "redis-cli ping | grep -q PONG", ...TIMINGS },
      dataPath: "/data",
    };
  }

  private server(store: StoreOf<"postgres" | "redis"> & { name: string }, recipe: Recipe): void {
    const ports = this.ports(store);
    const container = new DockerContainer(this, store.name, {
      name: physicalName("other", ...this.stack.words(store.name)),
      imageId: this.props.images.idOf(store.image),
      ...recipe,
      networks: this.props.networks.ofStore(ports.length > 0),
      alias: store.name,
      ports,
      mounts: [{ kind: "volume", target: recipe.dataPath, volume: this.newVolume(store.name), readOnly: false }],
      life: { kind: "runs", health: recipe.health, stopGraceSec: STOP_GRACE_SEC },
      labels: labelRecord(this.stack),
    });
    this.containers.set(store.name, container);
  }

  private ports({ name, kind }: { name: string; kind: "postgres" | "redis" }): DockerPort[] {
    const host = this.stack.environment.devenv?.hostPorts?.[name];
    return host === undefined ? [] : [{ container: STORE_PORTS[kind], host }];
  }

  private buckets(names: readonly string[]): void {
    if (names.length === 0) return;
    const volume = this.newVolume(OBJECT_STORE);
    const { container } = new DevenvObjectStore(this, OBJECT_STORE, { ...this.props, stack: this.stack, volume });
    for (const name of names) this.containers.set(name, container);
  }

  /** A new volume is root's; who writes into it may not be. The image that will use it has what it takes to say so. */
  private files({ name, uid, gid }: StoreOf<"files"> & { name: string }): void {
    const image = this.firstImageWith(name);
    if (image === undefined) return;
    const volume = this.newVolume(name);
    const owner = new DockerContainer(this, `${name}-owner`, {
      name: physicalName("other", ...this.stack.words(name, "owner")),
      imageId: this.props.images.idOf(image),
      entrypoint: ["chown"],
      command: [`${uid}:${gid}`, "/files"],
      environment: {},
      networks: [],
      alias: name,
      ports: [],
      mounts: [{ kind: "volume", target: "/files", volume, readOnly: false }],
      life: { kind: "ends" },
      user: "0:0",
      labels: labelRecord(this.stack),
    });
    this.containers.set(name, owner);
  }

  private firstImageWith(store: string): string | undefined {
    const { platform, environment } = this.stack;
    const present = { ...platform.jobs, ...laptopServices(platform, environment.devenv?.mode ?? "all") };
    const first = Object.entries(present)
      .sort(byKey)
      .find(([, { mounts }]) => mounts.some((mount) => mount.kind === "shared" && mount.store === store));
    return first?.[1].image;
  }

  private newVolume(name: string): string {
    const volume = new Volume(this, `${name}-data`, {
      name: physicalName("other", ...this.stack.words(name)),
      driver: "local",
      labels: labelsOf(this.stack),
    });
    this.volumes.set(name, volume);
    return volume.name;
  }
}
