import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask, docker, eventually, Sandbox, type Start } from "./engine";
import { buildImages, type ImageRole, removeImages } from "./images";
import { type Received, send, type Sent } from "./proxy-client";
import { behindBalancer, onLaptop, type Written } from "./proxy-configurations";

export const PLACES = ["none", "cognito", "delegated", "balanced"] as const;
/** A laptop with this login, or a compose host with delegated login behind a load balancer. */
export type Place = (typeof PLACES)[number];

/** The stand-in of proxylogin knows this one, and these are its tokens. */
export const SESSION = "__Secure-LMTC=good";
export const TOKENS = "__Secure-LATC=token-of-good; __Secure-LITC=token-of-good";
export const signedIn = { cookie: SESSION };

const COGNITO = ["CLIENTID", "CLIENTSECRET", "USERPOOLID", "JWKSISSUER", "JWKSSIGNINGKEYURL"];
const SERVICE = {
  REDIS_URL: "redis://:sandbox@redis:6379/0",
  GATEWAY_CONFIG_JSON: JSON.stringify({ tenant: "acme", project: "assistant" }),
};

/** Postgres is not among them: without it the stand-ins answer, and only say that they are not well. */
const OWNERS = {
  redis: { env: { REDISCLI_AUTH: "sandbox" }, command: ["redis-server", "--requirepass", "sandbox"] },
  "chat-ingress": { env: { ...SERVICE, CHAT_APP_PORT: "8010" } },
  "chat-proc": { env: { ...SERVICE, CHAT_PROCESSOR_PORT: "8020" } },
  metrics: { env: { ...SERVICE, METRICS_PORT: "8090" } },
  "web-ui": {},
  proxylogin: { env: Object.fromEntries(COGNITO.map((name) => [`COGNITO_${name}`, "given"])) },
} as const satisfies Readonly<Partial<Record<ImageRole, Omit<Start, "image">>>>;
const OWNER_ROLES = Object.keys(OWNERS) as (keyof typeof OWNERS)[];

const imageName = (street: string, role: ImageRole): string => `ferry-test-${role}:${street}`;
const imageNames = (street: string, roles: readonly ImageRole[]) =>
  Object.fromEntries(roles.map((role) => [role, [imageName(street, role)]]));

const NETWORK = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}";
const SUBNET = "{{with index .IPAM.Config 0}}{{.Subnet}} {{.Gateway}}{{end}}";

export interface Proxy extends Written {
  /** Where it answers. */
  readonly base: string;
  readonly container: string;
}

/** Proxies in a network of their own, and whoever is behind them; the images are under a name of this test's own. */
export class Street {
  private constructor(
    readonly sandbox: Sandbox,
    private readonly name: string,
    private readonly roles: readonly ImageRole[],
    private readonly folder: string,
  ) {}

  /** With nobody in it. */
  static async empty(name: string, roles: readonly ImageRole[] = ["proxy"]): Promise<Street> {
    await buildImages(imageNames(name, roles));
    return new Street(await Sandbox.open(), name, roles, mkdtempSync(join(tmpdir(), "ferry-proxy-")));
  }

  /** With a proxy for each of these places and with all owners that a route table names. */
  static async settled(name: string, places: readonly Place[]): Promise<SettledStreet> {
    const street = await Street.empty(name, ["proxy", ...OWNER_ROLES]);
    try {
      return await street.settle(places);
    } catch (error) {
      await street.close();
      throw error;
    }
  }

  /** A proxy with this configuration, as soon as it answers for itself. */
  async proxy(name: string, written: Written): Promise<Proxy> {
    const path = join(this.folder, `${name}.conf`);
    writeFileSync(path, written.text, { mode: 0o444 });
    const options = ["-v", `${path}:${written.file}:ro`];
    const container = await this.sandbox.start(name, { image: this.image("proxy"), publish: 80, options });
    const base = `http://${await this.sandbox.address(name, 80)}`;
    // The engine takes connections before nginx does, and such a one may never be answered.
    await eventually(() => ask(`${base}/proxy-health`, { signal: AbortSignal.timeout(1000) }));
    return { ...written, base, container };
  }

  image(role: ImageRole): string {
    return imageName(this.name, role);
  }

  async close(): Promise<void> {
    await this.sandbox.dispose();
    await removeImages(imageNames(this.name, this.roles));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async settle(places: readonly Place[]): Promise<SettledStreet> {
    const [container = ""] = await Promise.all(
      OWNER_ROLES.map((role) => this.sandbox.start(role, { image: this.image(role), ...OWNERS[role] })),
    );
    const network = await docker("inspect", "--format", NETWORK, container);
    const [subnet = "", gateway = ""] = (await docker("network", "inspect", "--format", SUBNET, network)).split(" ");
    const proxies: Partial<Record<Place, Proxy>> = {};
    for (const place of places)
      proxies[place] = await this.proxy(place, place === "balanced" ? behindBalancer(subnet) : onLaptop(place));
    const proxy = (place: Place): Proxy => {
      const found = proxies[place];
      if (!found) throw new Error(`no proxy ${place} here`);
      return found;
    };
    const at = (place: Place, path: string, sent?: Sent): Promise<Received> => send(proxy(place).base, path, sent);
    const paths = ["/profile", "/api/integrations/x", "/chat", ...(proxies.delegated ? ["/auth/health"] : [])];
    for (const place of places) {
      for (const path of paths)
        await eventually(async () => {
          const { status } = await at(place, path, { headers: signedIn });
          if (status !== 200) throw new Error(`${place} ${path}: ${status}`);
        });
    }
    return { street: this, gateway, proxy, at };
  }
}

export interface SettledStreet {
  readonly street: Street;
  /** Whom a proxy sees when this machine asks. */
  readonly gateway: string;
  readonly proxy: (place: Place) => Proxy;
  /** A request to one of the proxies. */
  readonly at: (place: Place, path: string, sent?: Sent) => Promise<Received>;
}
