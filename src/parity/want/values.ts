import { partsOf, type Part, type Reference, type Value } from "../../model/reference";
import { variableOf } from "../../model/secret";
import type { Workload } from "../../model/service";
import {
  OBJECT_STORE,
  OBJECT_STORE_PORT,
  OBJECT_STORE_REGION,
  OBJECT_STORE_SECRET,
  objectStoreKeyId,
  usesBuckets,
} from "../../rendering/object-store";
import type { RuleId } from "../rules";
import { answerOf, isHere } from "./references";
import { as, not, type Asked, type Named, type Want } from "./want";

/** A value as this place must have it: every part in its place, or none of it. */
export function valueWant(asked: Asked, value: Value): Want {
  const [meaning, from] = [JSON.stringify(value), originOf(value)];
  const rules = new Set<RuleId>();
  let text = "";
  for (const part of partsOf(value)) {
    const answer = typeof part === "string" ? { text: part, rules: [] } : answerOf(asked, part);
    if (!isHere(answer)) return not(meaning, answer.absent, from);
    text += answer.text;
    answer.rules.forEach((rule) => rules.add(rule));
  }
  return as(meaning, text, [...rules], from);
}

/** Where a value comes from, in the model's words: `address of chat`, `text with host of store db`. */
export function originOf(value: Value): string {
  const parts = partsOf(value);
  const referred = parts.filter((part): part is Reference => typeof part !== "string").map(wordsFor);
  if (referred.length === 0) return "text";
  const words = [...new Set(referred)].join(", ");
  return parts.some((part: Part) => typeof part === "string" && part !== "") ? `text with ${words}` : words;
}

function wordsFor(reference: Reference): string {
  switch (reference.ref) {
    case "address":
      return `${reference.form === "hostPort" ? "address" : reference.form} of ${reference.service}`;
    case "store":
      return `${reference.field} of store ${reference.store}`;
    case "secret":
      return `secret ${reference.secret}`;
    case "image":
      return `image ${reference.image}`;
    case "task":
      return `${reference.field} of task ${reference.task}`;
    case "hostPath":
      return `host path of ${reference.mountPath}`;
    case "path":
      return `path of mount ${reference.mountPath}`;
    case "proxyConfig":
      return "route table as the proxy's configuration";
    case "publicUrl":
      return "public URL";
    case "region":
      return "region";
  }
}

export function variableWants(asked: Asked, workload: Workload): Named {
  const own = Object.entries(workload.environment).map(([name, value]) => [name, valueWant(asked, value)] as const);
  return { ...objectStoreVariables(asked, workload), ...Object.fromEntries(own) };
}

const KEY = "AWS_SECRET_ACCESS_KEY";

/** What lets a container use the laptop's object store; a role needs none of it. */
function objectStoreVariables({ place }: Asked, workload: Workload): Named {
  if (!usesBuckets(workload)) return {};
  const { platform, environment } = place.deployment.environment;
  const texts: Readonly<Record<string, string>> = {
    AWS_ACCESS_KEY_ID: objectStoreKeyId(platform, environment),
    AWS_DEFAULT_REGION: OBJECT_STORE_REGION,
    AWS_ENDPOINT_URL_S3: `http://${OBJECT_STORE}:${OBJECT_STORE_PORT}`,
    AWS_REGION: OBJECT_STORE_REGION,
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, keyWant(place.target, text)]));
}

/** Of the pair the one half that is secret. */
export const objectStoreSecrets = ({ place }: Asked, workload: Workload): Named =>
  usesBuckets(workload) ? { [KEY]: keyWant(place.target, `<var.${variableOf(OBJECT_STORE_SECRET)}>`) } : {};

const KEYS = "what opens the object store";
const keyWant = (target: Asked["place"]["target"], text: string): Want =>
  target === "devenv" ? as(KEYS, text, ["object-store-keys"], KEYS) : not(KEYS, "object-store-keys", KEYS);
