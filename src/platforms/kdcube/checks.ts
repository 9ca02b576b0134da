import { isFixed } from "../../model/image";
import type { Finding } from "../../model/platform";
import { EXPORTED } from "./exported-metrics";
import { hourlyAdvice } from "./gateway/capacity";
import { OWN_IMAGES, isBundled, type OwnImage } from "./images";
import type { Kdcube } from "./input";
import type { Bundle } from "./release";

/** PostgreSQL cuts names off there without a word. Source: PostgreSQL, lexical structure, NAMEDATALEN. */
const SCHEMA_NAME_MAX = 63;

/** What a schema cannot say, because it is about two things at once. */
export const check = (input: Kdcube): Finding[] => [
  ...schemaName(input),
  ...heartbeat(input),
  ...login(input),
  ...configInBucket(input),
  ...defaultBundle(input),
  ...input.release.bundles.items.flatMap((bundle, index) => bundleFindings(input, bundle, index)),
  ...bakedName(input),
  ...branchNames(input),
  ...mappedMetrics(input),
  ...hourlyAdvice(input.settings.gateway).map((text): Finding => ({
    ...inSettings("gateway", text),
    severity: "degrades",
  })),
];

const inSettings = (path: string, text: string): Finding => ({ in: "settings", path: path.split("."), text });
const inRelease = (path: readonly (string | number)[], text: string): Finding => ({ in: "release", path, text });

function schemaName({ settings: { tenant, project } }: Kdcube): Finding[] {
  const schema = `kdcube_${tenant}_${project}`;
  if (schema.length <= SCHEMA_NAME_MAX) return [];
  return [
    inSettings("project", `makes the schema name ${schema}, ${schema.length} letters; ${SCHEMA_NAME_MAX} is the most`),
  ];
}

/** A worker that speaks less often than its word lives counts as dead, and then every turn is refused. */
function heartbeat({ settings: { heartbeatSec, gateway } }: Kdcube): Finding[] {
  const ttl = gateway.redis.heartbeatTtl;
  return heartbeatSec < ttl
    ? []
    : [inSettings("heartbeatSec", `${heartbeatSec} is not below gateway.redis.heartbeatTtl (${ttl})`)];
}

function login({ settings: { auth, ingress }, edge, profile }: Kdcube): Finding[] {
  const findings: Finding[] = [];
  if (auth.type === "delegated" && edge !== "proxy")
    findings.push(
      inSettings("auth.type", "delegated needs the proxy to unmask tokens; set edge.kind to proxy, or use cognito"),
    );
  if (auth.type === "simple" && auth.developmentToken !== undefined && profile === "production")
    findings.push(
      inSettings("auth.developmentToken", "everybody can read it in config.json; allowed with profile development"),
    );
  if (ingress.burstTests && auth.type !== "simple")
    findings.push(inSettings("ingress.burstTests", `works with simple login alone, not with ${auth.type}`));
  return findings;
}

const configInBucket = ({ settings: { ui, storage } }: Kdcube): Finding[] =>
  ui.config === "s3" && storage !== "s3"
    ? [
        inSettings(
          "ui.config",
          "s3 is an object in the storage's bucket, and there is none; set storage: s3, or inline",
        ),
      ]
    : [];

function defaultBundle({ release: { bundles } }: Kdcube): Finding[] {
  const ids = bundles.items.map(({ id }) => id);
  const chosen = bundles.default_bundle_id;
  // The administrator's bundle is always there (kdcube reference §4.2, rule 11).
  const known = chosen === undefined || chosen === "kdcube.admin" || ids.includes(chosen);
  return [
    ...(known
      ? []
      : [
          inRelease(
            ["bundles", "default_bundle_id"],
            `${chosen} is not the id of an item; the items are ${ids.join(", ")}`,
          ),
        ]),
    ...ids.flatMap((id, index) =>
      ids.indexOf(id) < index ? [inRelease(["bundles", "items", index, "id"], `${id} is there twice`)] : [],
    ),
  ];
}

function bundleFindings({ settings, profile }: Kdcube, bundle: Bundle, index: number): Finding[] {
  const at = (key: keyof Bundle, text: string): Finding => inRelease(["bundles", "items", index, key], text);
  const folder = /^([^/]+)\.entrypoint$/.exec(bundle.module)?.[1];
  const findings: Finding[] = [];
  if (folder === undefined) findings.push(at("module", `${bundle.module} is not <folder>.entrypoint`));
  // Baking copies <subdir>/<id> (seed 002 TL;DR step 3), so that is the folder's name.
  else if (settings.bundles.delivery === "baked" && folder !== bundle.id)
    findings.push(at("module", `${bundle.module}: a baked bundle's folder is its id; set ${bundle.id}.entrypoint`));
  const last = bundle.subdir.split("/").filter(Boolean).at(-1);
  if (last !== undefined && (last === folder || last === bundle.id))
    findings.push(at("subdir", `${bundle.subdir} is the bundle itself; name the folder that holds it`));
  const follows = settings.bundles.delivery === "git" && settings.bundles.alwaysPull;
  if (profile === "production" && !follows && !isFixed({ tag: bundle.ref }))
    findings.push(at("ref", `${bundle.ref} moves; production takes a tag with a version or a commit`));
  return findings;
}

/** A ref with a slash is a branch, whatever number is in it; as an image's tag it would look like a release. */
function branchNames({ profile, release: { platform, frontend } }: Kdcube): Finding[] {
  if (profile !== "production") return [];
  return Object.entries({ platform, frontend })
    .filter(([, { ref }]) => /[^\w.+-]/.test(ref))
    .map(([name, { ref }]) =>
      inRelease([name, "ref"], `${ref} is a branch; production takes a tag with a version or a commit`),
    );
}

/** Two releases without a name would share one tag for different bundles. */
function bakedName({ settings, release }: Kdcube): Finding[] {
  if (settings.bundles.delivery !== "baked" || release.release_name !== undefined) return [];
  const unpinned = (Object.keys(OWN_IMAGES) as OwnImage[]).filter(
    (name) => isBundled(name) && release.images[name]?.tag === undefined,
  );
  if (unpinned.length === 0) return [];
  return [inRelease(["release_name"], `missing; it is the tag of ${unpinned.join(" and ")}`)];
}

/** Another name for a metric that is not exported renames nothing, and whoever waits for it waits for ever. */
function mappedMetrics({ settings: { metrics } }: Kdcube): Finding[] {
  return Object.keys(metrics.mapping ?? {})
    .filter((key) => !EXPORTED.includes(key))
    .map((key) => inSettings("metrics.mapping", `the exporter has no ${key}; it has ${EXPORTED.join(", ")}`));
}
