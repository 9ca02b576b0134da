/** How much a store matters: what cannot be had again, or what its owners make again by themselves. */
export type Holds = "state" | "rebuildable";

/** Something that keeps data. Where it is managed, the environment sizes it; on a laptop it is a container. */
export type Store = Kind & {
  /** Compared with what the environment may lose, and kept in the vault. @default - state */
  readonly holds?: Holds;
};

type Kind =
  | {
      readonly kind: "postgres";
      readonly image: string;
      /** As the managed engine names it: 16 for postgres, 7.1 for redis. */
      readonly version: string;
      readonly database: string;
      readonly user: string;
      /** The secret that is its password. */
      readonly password: string;
      readonly maxConnections: number;
      /** What the data needs of the engine; one that is restored elsewhere must offer them. @default - none */
      readonly extensions?: readonly string[];
    }
  | {
      readonly kind: "redis";
      readonly image: string;
      readonly version: string;
      /** The secret that clients present. */
      readonly password: string;
      readonly eviction: "noeviction" | "allkeys-lru" | "volatile-lru";
    }
  /**
   * `image` is what stands in for the object store on a laptop: SeaweedFS. @default - none, so no laptop
   * `objects`: files that are written into it, by key. Nothing secret: they are in Terraform's state.
   */
  | { readonly kind: "bucket"; readonly image?: string; readonly objects?: Readonly<Record<string, string>> }
  /** A directory that several containers see; files belong to uid:gid. */
  | { readonly kind: "files"; readonly uid: number; readonly gid: number };

export type StoreKind = Store["kind"];
export type StoreOf<K extends StoreKind> = Extract<Store, { kind: K }>;

export const holdsOf = ({ holds }: Store): Holds => holds ?? "state";

/** What a client connects to; a bucket is reached through its API and has none. */
export const STORE_PORTS = { postgres: 5432, redis: 6379, files: 2049 } as const;

/** The stores of one kind, by name, sorted. */
export function storesOf<K extends StoreKind>(
  stores: Readonly<Record<string, Store>>,
  kind: K,
): (StoreOf<K> & { readonly name: string })[] {
  return Object.entries(stores)
    .filter((entry): entry is [string, StoreOf<K>] => entry[1].kind === kind)
    .map(([name, store]) => ({ name, ...store }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
