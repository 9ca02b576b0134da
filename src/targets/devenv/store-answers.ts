import { absent, type Absent, type Reference } from "../../model/reference";
import { STORE_PORTS, type Store } from "../../model/store";

/** What a store answers here, known before anything runs. */
export function storeAnswer(
  stores: Readonly<Record<string, Store>>,
  { store: name, field }: Extract<Reference, { ref: "store" }>,
): string | Absent {
  const store = stores[name];
  if (store?.kind !== "postgres" && store?.kind !== "redis")
    return absent(`${name} is ${store?.kind ?? "no store"}, which has no ${field} on a laptop`);
  const shared = { host: name, port: String(STORE_PORTS[store.kind]), tls: "false" };
  const own = store.kind === "postgres" ? { database: store.database, user: store.user } : { scheme: "redis" };
  const answers: Readonly<Partial<Record<typeof field, string>>> = { ...shared, ...own };
  return answers[field] ?? absent(`${store.kind} has no ${field}`);
}
