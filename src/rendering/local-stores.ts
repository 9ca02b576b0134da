import { absent, type Absent, type Reference } from "../model/reference";
import { STORE_PORTS, type Store } from "../model/store";

/** Where a store answers; known before anything runs. */
export interface StoreAddress {
  readonly host: string;
  readonly port: number;
}

/** How somebody on the laptop reaches its stores. */
export interface LocalStores {
  readonly address: (store: string, port: number) => StoreAddress | Absent;
  readonly bucket: (store: string) => string;
}

/** What a store that runs as a container of the laptop's engine says of itself. */
export function localStoreAnswer(
  stores: Readonly<Record<string, Store>>,
  { store: name, field }: Extract<Reference, { ref: "store" }>,
  { address, bucket }: LocalStores,
): string | Absent {
  const store = stores[name];
  if (store?.kind === "bucket" && (field === "name" || field === "uri"))
    return field === "uri" ? `s3://${bucket(name)}` : bucket(name);
  if (store?.kind !== "postgres" && store?.kind !== "redis")
    return absent(`${name} is ${store?.kind ?? "no store"}, which has no ${field} on a laptop`);
  const at = address(name, STORE_PORTS[store.kind]);
  if (field === "host" || field === "port") return "absent" in at ? at : String(at[field]);
  const own = store.kind === "postgres" ? { database: store.database, user: store.user } : { scheme: "redis" };
  const answers: Readonly<Partial<Record<typeof field, string>>> = { tls: "false", ...own };
  return answers[field] ?? absent(`${store.kind} has no ${field}`);
}
