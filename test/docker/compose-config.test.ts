import { exampleBundle } from "../../src/cli/bundle";
import { absent } from "../../src/model/reference";
import { use } from "../../src/model/secret";
import { renderComposeBundle, type ComposeBundleInput } from "../../src/rendering/compose-bundle";
import { meantOnHost, nameOf, onHosts } from "../helpers/bundles";
import { NASTY_TEXTS } from "../helpers/nasty-text";
import { shop } from "../rendering/shop";
import { ComposeReader, type ReadCompose, type Secrets } from "./compose-reader";
import { whyNoHostImage } from "./host-image";

const BUILD_MS = 8 * 60_000;
jest.setTimeout(90_000);

/** Whatever a proxy, a gateway or a password may hold. */
const TEXTS = {
  ...NASTY_TEXTS,
  json: JSON.stringify({ a: [1, "#"], "it's": '$5 "off" \\' }, null, 2),
  regex: "^(?:a|b)+\\.c$",
  "regex in quotes": `'^"x"$'`,
  "a variable of our own": "${SECRETS_DIR} $SECRETS_DIR ${COMPOSE_PROJECT_NAME:-x}",
  "dollars beside a single quote": "it's $HOME ${HOME} ${SECRETS_DIR:-x} $$ \r\n \\$HOME $",
  "spaces around": "  a b ",
  "a comment": "a #b",
  equals: "=a==b=",
  export: "export A=1",
};
const names = Object.keys(TEXTS);
const nastyVariables = Object.fromEntries(Object.values(TEXTS).map((text, at) => [`NASTY_${at}`, text]));

interface Manifest {
  readonly envFiles: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly files: Readonly<Record<string, object>>;
}

/** A nasty value for every secret that a bundle asks for, in turn. */
function nastySecrets(files: Readonly<Record<string, string>>): Secrets {
  const { envFiles, files: asked } = JSON.parse(files["secrets.json"] ?? "") as Manifest;
  const texts = Object.values(TEXTS);
  let next = 0;
  const filled = (of: object): Record<string, string> =>
    Object.fromEntries(Object.keys(of).map((name) => [name, texts[next++ % texts.length] ?? ""]));
  return {
    envFiles: Object.fromEntries(Object.entries(envFiles).map(([file, of]) => [file, filled(of)])),
    files: filled(asked),
  };
}

const missing = whyNoHostImage();
if (missing !== undefined) it.skip(`bundles read by Compose: ${missing}`, () => undefined);

(missing === undefined ? describe : describe.skip)("a bundle, read by the Compose of a host", () => {
  let compose: ComposeReader;
  beforeAll(async () => {
    compose = await ComposeReader.open();
  }, BUILD_MS);
  afterAll(() => compose?.close());

  describe.each(onHosts())("%s", (_, deployment) => {
    const { files } = exampleBundle(deployment);
    const secrets = nastySecrets(files);
    let read: ReadCompose;
    beforeAll(async () => {
      read = await compose.read(files, secrets);
    });

    it("gives every container what the model means, and its secrets as they are", () => {
      const meant = Object.entries(meantOnHost(deployment)).map(([name, { workload, values }]) => [
        name,
        { ...values, ...(secrets.envFiles[workload.envFile ?? `.env.${name}`] ?? {}) },
      ]);
      const given = Object.entries(read.services).map(([name, { environment }]) => [name, environment ?? {}]);
      expect(Object.fromEntries(given)).toEqual(Object.fromEntries(meant));
    });

    it("keeps limits, order, health and what a container may do", () => {
      expect(read.name).toBe(nameOf(deployment).replace("/", "-"));
      for (const [name, { workload }] of Object.entries(meantOnHost(deployment))) {
        const service = read.services[name];
        const job = deployment.platform.jobs[name] !== undefined;
        expect(service).toMatchObject({
          cpus: workload.size.cpu / 1024,
          mem_limit: String(workload.size.memoryMiB * 2 ** 20),
          pids_limit: 4096,
          restart: job ? "no" : "unless-stopped",
        });
        if (workload.user) expect(service).toMatchObject({ cap_drop: expect.any(Array) as string[] });
        expect(service?.["healthcheck"] !== undefined).toBe(!job);
        expect(Object.keys(service?.["depends_on"] ?? {})).toEqual(
          Object.keys(workload.needs)
            .filter((needed) => needed in read.services)
            .sort(),
        );
      }
    });
  });

  describe("of a platform that is nasty everywhere", () => {
    const { api, worker } = shop.services;
    const { migrate } = shop.jobs;
    if (!api || !worker || !migrate) throw new Error("the shop has lost something");
    const shared = { kind: "secretFile", path: "/run/secrets/$shared", secret: "openai-key" } as const;
    const content = Object.values(TEXTS).join("\n");
    const platform: ComposeBundleInput["platform"] = {
      ...shop,
      services: {
        api: {
          ...api,
          environment: nastyVariables,
          secrets: Object.fromEntries(Object.keys(nastyVariables).map((name) => [`SECRET_${name}`, use("openai-key")])),
          mounts: [shared, { kind: "config", path: "/etc/$HOME/it's.conf", content }],
          command: Object.values(TEXTS),
        },
        worker: { ...worker, environment: {}, mounts: [shared] },
        idle: { ...worker, ports: { http: 8030 } },
      },
    };
    const bundle = renderComposeBundle({
      project: "shop-prod",
      platform,
      services: { api: "running", worker: "running", idle: "stopped" },
      jobs: ["migrate"],
      resolve: () => absent("nothing is known here"),
      image: (name) => `registry.example.com/$team/${name}:1.2.3-$x`,
      secretSource: (secret) => ({ secretId: secret }),
      hostRoot: "/opt/shop-prod",
      log: { group: (name) => `/shop/$prod/${name}`, region: "eu-west-1" },
      bindAddress: "0.0.0.0",
      host: { region: "eu-west-1", metrics: { namespace: "x", dimensions: {} }, fileSystems: {} },
    });
    const secrets: Secrets = {
      envFiles: {
        ".env.api": Object.fromEntries(Object.entries(nastyVariables).map(([name, text]) => [`SECRET_${name}`, text])),
        ".env.migrations": { DB_PASSWORD: "x" },
      },
      files: { "files/api/openai-key": "a", "files/worker/openai-key": "a" },
    };
    let read: ReadCompose;
    beforeAll(async () => {
      read = await compose.read(bundle.files, secrets);
    });

    it.each(names.map((name, at) => [name, at] as const))("gives back %s, plain and as a secret", (name, at) => {
      const environment = read.services["api"]?.environment ?? {};
      const meant = TEXTS[name as keyof typeof TEXTS];
      expect([environment[`NASTY_${at}`], environment[`SECRET_NASTY_${at}`]]).toEqual([meant, meant]);
    });

    it("keeps every dollar of commands, images, paths and groups", () => {
      expect(read.services["api"]).toMatchObject({
        command: Object.values(TEXTS),
        image: "registry.example.com/$team/api:1.2.3-$x",
        logging: { options: { "awslogs-group": "/shop/$prod/api", tag: "compose/{{.Name}}/{{.ID}}" } },
      });
      const volumes = read.services["api"]?.["volumes"] as readonly { source: string; target: string }[];
      expect(volumes.map(({ source, target }) => [source.replace(/^\/read\/\d+/, ""), target])).toEqual([
        ["/bundle/config/api/etc/$HOME/it's.conf", "/etc/$HOME/it's.conf"],
        ["/secrets/files/api/openai-key", "/run/secrets/$shared"],
      ]);
    });

    it("has a file of its own for each of two that share a secret", () => {
      const { files } = JSON.parse(bundle.files["secrets.json"] ?? "") as Manifest;
      expect(files).toEqual({
        "files/api/openai-key": { secretId: "openai-key" },
        "files/worker/openai-key": { secretId: "openai-key" },
      });
    });

    it("takes an empty environment, and a service that is stopped", () => {
      expect(read.services["worker"]?.environment ?? {}).toEqual({});
      expect(read.services["idle"]).toMatchObject({ scale: 0 });
      expect(read.services["worker"]?.scale).not.toBe(0);
    });
  });
});
