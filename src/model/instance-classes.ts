/** What one size of a managed store has. */
export interface InstanceClass {
  readonly vcpu: number;
  readonly memoryGiB: number;
}

type Sizes = Readonly<Record<string, readonly [vcpu: number, memoryGiB: number]>>;

/** Source: AWS, "Hardware specifications for DB instance classes" (RDS user guide). */
const DATABASE: Readonly<Record<string, Sizes>> = {
  t4g: { micro: [2, 1], small: [2, 2], medium: [2, 4], large: [2, 8], xlarge: [4, 16], "2xlarge": [8, 32] },
  m7g: {
    large: [2, 8],
    xlarge: [4, 16],
    "2xlarge": [8, 32],
    "4xlarge": [16, 64],
    "8xlarge": [32, 128],
    "12xlarge": [48, 192],
    "16xlarge": [64, 256],
  },
  r7g: {
    large: [2, 16],
    xlarge: [4, 32],
    "2xlarge": [8, 64],
    "4xlarge": [16, 128],
    "8xlarge": [32, 256],
    "12xlarge": [48, 384],
    "16xlarge": [64, 512],
  },
};

/** Memory is what the engine may use, less than the machine's. Source: AWS, "Supported node types" (ElastiCache). */
const CACHE: Readonly<Record<string, Sizes>> = {
  t4g: { micro: [2, 0.5], small: [2, 1.37], medium: [2, 3.09] },
  m7g: {
    large: [2, 6.38],
    xlarge: [4, 12.93],
    "2xlarge": [8, 26.04],
    "4xlarge": [16, 52.26],
    "8xlarge": [32, 103.68],
    "12xlarge": [48, 157.12],
    "16xlarge": [64, 209.55],
  },
  r7g: {
    large: [2, 13.07],
    xlarge: [4, 26.32],
    "2xlarge": [8, 52.82],
    "4xlarge": [16, 105.81],
    "8xlarge": [32, 209.55],
    "12xlarge": [48, 317.77],
    "16xlarge": [64, 419.09],
  },
};

const FAMILIES: Readonly<Record<string, Readonly<Record<string, Sizes>>>> = { db: DATABASE, cache: CACHE };

const entryOf = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record && Object.hasOwn(record, key) ? record[key] : undefined;

/** `db.m7g.large` → what it has; undefined for a class that the table does not know. */
export function instanceClass(name: string): InstanceClass | undefined {
  const [kind = "", family = "", size = ""] = name.split(".");
  const entry = entryOf(entryOf(entryOf(FAMILIES, kind), family), size);
  return entry && { vcpu: entry[0], memoryGiB: entry[1] };
}

/** `db.t4g`, `cache.m7g`: what `instanceClass` knows. */
export const KNOWN_FAMILIES: readonly string[] = Object.entries(FAMILIES).flatMap(([kind, families]) =>
  Object.keys(families).map((family) => `${kind}.${family}`),
);

/** Connections that a cache node takes. Source: AWS, ElastiCache, Redis parameters, maxclients. */
export function maxClients(nodeType: string): number {
  if (/^cache\.t\dg?\.micro$/.test(nodeType)) return 20_000;
  return /^cache\.t\dg?\.(small|medium)$/.test(nodeType) ? 45_000 : 65_000;
}
