import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "../../src/deployment";
import { accountRegistry } from "../../src/targets/aws-names";
import { Authority } from "./authority";
import type { Sandbox } from "./engine";
import { docker, eventually } from "./engine";
import { buildHostImage } from "./host-image";
import { buildImages, type ImageNames, type ImageRole, makeBase, removeImages } from "./images";

/** Services of AWS that the host or its containers speak to, as their regional names begin. */
const AWS_SERVICES = ["api.ecr", "logs", "monitoring", "s3", "secretsmanager", "ssm", "sts"];

/** Where the registry answers without a login. */
const OPEN_PORT = 5001;

export interface Neighbours {
  readonly deployment: Deployment;
  /** Where the emulator answers. */
  readonly emulator: string;
  readonly buckets: readonly string[];
  readonly postgres: { readonly host: string; readonly password: string };
  readonly redis: { readonly host: string; readonly password: string };
  /** The instance's role. */
  readonly role: string;
}

/**
 * What a host in a private subnet finds around it, each under its real name and with a certificate for it: AWS (the
 * emulator behind a door that speaks TLS), the account's registry, Docker's hub, the database and the cache.
 */
export class Surroundings {
  /** The image of the host, which trusts the authority. */
  readonly hostImage: string;
  /** Where the hub's stand-in answers, for the engine of the host. */
  readonly mirror = `http://registry:${OPEN_PORT}`;
  private readonly trusting: string;
  private names: ImageNames;
  private registry = "";

  private constructor(
    readonly sandbox: Sandbox,
    private readonly neighbours: Neighbours,
    private readonly base: string,
    private readonly authority: Authority,
  ) {
    this.hostImage = `${sandbox.name}-host`;
    this.trusting = `${sandbox.name}-trusting`;
    this.names = { postgres: [`${sandbox.name}-postgres`], redis: [`${sandbox.name}-redis`] };
  }

  /** Leaves nothing behind when it fails, but the sandbox. */
  static async open(sandbox: Sandbox, neighbours: Neighbours): Promise<Surroundings> {
    const base = await makeBase();
    const { postgres, redis } = neighbours;
    const authority = await Authority.open(base, [...doorNames(neighbours), postgres.host, redis.host]);
    const surroundings = new Surroundings(sandbox, neighbours, base, authority);
    try {
      await surroundings.start();
      return surroundings;
    } catch (error) {
      await surroundings.close();
      throw error;
    }
  }

  private async start(): Promise<void> {
    const { deployment, role } = this.neighbours;
    await buildIn(this.authority, "Dockerfile", this.hostImage, { HOST: await buildHostImage() });
    await buildIn(this.authority, "trusting.Dockerfile", this.trusting, { BASE: this.base });
    const registry = await startRegistry(this.sandbox, this.hostImage, deployment);
    this.registry = registry.container;
    const { region } = placeOf(deployment);
    const command = ["python3", "/opt/metadata.py", role, region];
    await this.sandbox.start("metadata", { image: this.hostImage, command });
    await this.startDoor();
    const pushed = imageNames(deployment, registry.push);
    this.names = { ...this.names, ...pushed };
    await buildImages(this.names, this.trusting);
    await this.startStores();
    for (const name of Object.values(pushed).flat()) await docker("push", "--quiet", name);
  }

  private async startDoor(): Promise<void> {
    const { deployment, emulator } = this.neighbours;
    const configuration = doorOf(emulator, placeOf(deployment).registryName);
    await this.sandbox.start("door", {
      image: this.base,
      options: [...this.tls, ...aliases(doorNames(this.neighbours))],
      command: ["sh", "-c", 'printf "%s" "$0" >/tmp/door.conf; exec nginx -c /tmp/door.conf', configuration],
    });
  }

  /** With TLS, as the managed ones have it, and the passwords that the foundation has made. */
  private async startStores(): Promise<void> {
    const { deployment, postgres, redis } = this.neighbours;
    const store = Object.values(deployment.platform.stores).find((each) => each.kind === "postgres");
    if (store?.kind !== "postgres") throw new Error("the platform has no Postgres");
    await this.sandbox.start("postgres", {
      image: `${this.sandbox.name}-postgres`,
      env: { POSTGRES_PASSWORD: postgres.password, POSTGRES_USER: store.user, POSTGRES_DB: store.database },
      options: [...this.tls, ...aliases([postgres.host])],
      command: withKey("postgres", "postgres -c ssl=on -c ssl_cert_file=/tmp/tls.crt -c ssl_key_file=/tmp/tls.key"),
    });
    await this.sandbox.start("redis", {
      image: `${this.sandbox.name}-redis`,
      env: { PASSWORD: redis.password },
      options: [...this.tls, ...aliases([redis.host])],
      command: withKey(
        "redis",
        "redis-server --port 0 --tls-port 6379 --tls-cert-file /tmp/tls.crt --tls-key-file /tmp/tls.key " +
          '--tls-ca-cert-file /tmp/tls.crt --tls-auth-clients no --requirepass "$PASSWORD"',
      ),
    });
  }

  private get tls(): readonly string[] {
    return ["--volume", `${this.authority.folder}:/tls:ro`];
  }

  /** Nobody answers at the registry's door while this lasts. */
  async withoutRegistry<T>(during: () => Promise<T>): Promise<T> {
    await docker("stop", "--time", "1", this.registry);
    try {
      return await during();
    } finally {
      await docker("start", this.registry);
    }
  }

  async close(): Promise<void> {
    await this.sandbox.dispose();
    await removeImages(this.names);
    for (const image of [this.hostImage, this.trusting])
      if (await docker("image", "ls", "--quiet", image)) await docker("rmi", "--force", image);
    this.authority.remove();
  }
}

/** Every name that one container answers to: AWS's and the registry's. */
function doorNames({ buckets, deployment }: Neighbours): string[] {
  const { region, registryName } = placeOf(deployment);
  const names = [...AWS_SERVICES, ...buckets.map((bucket) => `${bucket}.s3`)];
  return [...names.map((name) => `${name}.${region}.amazonaws.com`), registryName];
}

export function placeOf({ environment: { aws } }: Deployment): { region: string; registryName: string } {
  if (!aws) throw new Error("the environment is in no AWS account");
  return { region: aws.region, registryName: accountRegistry(aws.account, aws.region) };
}

interface Registry {
  readonly container: string;
  /** As this machine's engine pushes to it: an address of its own may speak plain HTTP. */
  readonly push: string;
}

/** Debian's, twice over the same files: for whom the account's helper logs in, and open, as Docker's hub. */
async function startRegistry(sandbox: Sandbox, image: string, { environment }: Deployment): Promise<Registry> {
  const config = "version: 0.1\nlog: { level: warn }\nstorage: { filesystem: { rootdirectory: /var/lib/registry } }\n";
  const container = await sandbox.start("registry", {
    image,
    // The token that the emulator's ECR gives to anybody.
    env: { PASSWORD: `${environment.aws?.account}-auth-token`, CONFIG: config },
    publish: OPEN_PORT,
    command: [
      "sh",
      "-ec",
      `htpasswd -Bbn AWS "$PASSWORD" >/tmp/htpasswd; printf '%s' "$CONFIG" >/tmp/config.yml; cp /tmp/config.yml /tmp/ecr.yml
      printf 'http: { addr: ":5000", relativeurls: true }\\nauth: { htpasswd: { realm: ecr, path: /tmp/htpasswd } }\\n' >>/tmp/ecr.yml
      printf 'http: { addr: ":${OPEN_PORT}" }\\n' >>/tmp/config.yml
      docker-registry serve /tmp/ecr.yml & exec docker-registry serve /tmp/config.yml`,
    ],
  });
  const push = await eventually(() => sandbox.address("registry", OPEN_PORT));
  await eventually(async () => {
    if (!(await fetch(`http://${push}/v2/`)).ok) throw new Error(`the registry does not answer at ${push}`);
  });
  return { container, push };
}

/** TLS in front of the emulator and of the registry; a name that is neither is the emulator's to refuse. */
const doorOf = (emulator: string, registryName: string): string => `daemon off;
error_log stderr warn;
events {}
http {
  access_log off;
  client_max_body_size 0;
  ssl_certificate /tls/tls.crt;
  ssl_certificate_key /tls/tls.key;
  proxy_http_version 1.1;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-Proto https;
  server { listen 443 ssl default_server; location / { proxy_pass ${emulator}; } }
  server { listen 443 ssl; server_name ${registryName}; location / { resolver 127.0.0.11 valid=1s; set $registry registry; proxy_pass http://$registry:5000; } }
}
`;

const aliases = (names: readonly string[]): string[] => names.flatMap((name) => ["--network-alias", name]);

/** A server reads its key as itself, and the folder is root's. */
const withKey = (user: string, command: string): string[] => [
  "sh",
  "-ec",
  `for file in tls.crt tls.key; do install -m 600 -o ${user} /tls/$file /tmp/$file; done
  exec docker-entrypoint.sh ${command}`,
];

const ROLES: Readonly<Record<string, ImageRole>> = { "web-proxy": "proxy" };

/** Role of a stand-in → the name under which its image is pushed. */
function imageNames({ platform }: Deployment, registry: string): ImageNames {
  const workloads = Object.entries({ ...platform.services, ...platform.jobs, ...platform.tasks });
  return Object.fromEntries(
    workloads.map(([name, { image }]) => {
      const found = platform.images[image];
      if (!found) throw new Error(`the release has no image ${image}`);
      const { repository, tag } = found;
      return [ROLES[name] ?? name, [`${registry}/${repository.replace(/^docker\.io\//, "")}:${tag}`]];
    }),
  );
}

/** An image from the folder of the host's files, with the authority's certificate beside them. */
async function buildIn(
  authority: Authority,
  file: string,
  tag: string,
  args: Readonly<Record<string, string>>,
): Promise<void> {
  const context = mkdtempSync(join(tmpdir(), "ferry-host-"));
  try {
    cpSync(join(__dirname, "images/host"), context, { recursive: true });
    writeFileSync(join(context, "ca.crt"), authority.read("ca.crt"));
    const given = Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
    await docker("build", "--file", join(context, file), "--tag", tag, ...given, context);
  } finally {
    rmSync(context, { recursive: true, force: true });
  }
}
