import type { Platform } from "../model/platform";
import { absent, type Absent, type StoreField } from "../model/reference";
import { STORE_PORTS } from "../model/store";
import { foundationOutputs as out, type Reader } from "./outputs";

/** What a managed store answers: its host is known when the foundation is applied, the rest is known now. */
export function storeAnswer(platform: Platform, foundation: Reader, name: string, field: StoreField): string | Absent {
  const store = platform.stores[name];
  if (!store) throw new Error(`store ${name} passed the checks`);
  if (store.kind === "bucket") {
    if (field === "name") return foundation.text(out.bucketName(name));
    if (field === "uri") return `s3://${foundation.text(out.bucketName(name))}`;
    return absent(`a bucket has no ${field}`);
  }
  if (field === "port") return String(STORE_PORTS[store.kind]);
  if (store.kind === "files") return absent(`a file system has no ${field}`);
  switch (field) {
    case "host":
      return foundation.text(out.storeHost(name));
    case "tls":
      return "true";
    case "scheme":
      return store.kind === "redis" ? "rediss" : "postgresql";
    case "database":
    case "user":
      return store.kind === "postgres" ? store[field] : absent(`a cache has no ${field}`);
    case "name":
    case "uri":
      return absent(`${store.kind} has no ${field}`);
  }
}
