import { join } from "node:path";
import { describeAll, type Deployment } from "../../src/deployment";
import { partsOf } from "../../src/model/reference";
import type { Route } from "../../src/model/route";
import { addressInNetwork, DOCKER_DNS } from "../../src/rendering/addresses";
import { nginxConfiguration } from "../../src/rendering/nginx";
import { Workbench } from "../fixtures/workbench";
import { type JsonObject, objectAt, textAt } from "../helpers/json";
import { ROOT } from "../helpers/source-files";
import { workspacesOf } from "../helpers/workspaces";

/** A proxy as the product writes it, and the table that it was written from. */
export interface Written {
  /** Where the image looks for the text. */
  readonly file: string;
  readonly text: string;
  readonly routes: readonly Route[];
}

const PROXY = "web-proxy";
const POOL = { userPoolId: "eu-west-1_Pool1", clientId: "client1" };

/** Who may come in: what stands in the environment's file, and nothing for what is shipped. */
export const LOGINS = {
  none: undefined,
  cognito: { type: "cognito", ...POOL },
  delegated: {
    type: "delegated",
    ...POOL,
    passwordReset: { company: "Acme", sender: "noreply@example.com", template: "AcmeReset" },
  },
} as const;
export type Login = keyof typeof LOGINS;

/** What a laptop uploads into its proxy: kdcube/dev as shipped, but for the login. */
export function onLaptop(login: Login): Written {
  const bench = new Workbench(ROOT);
  try {
    const auth = LOGINS[login];
    if (auth) bench.edit("envs/kdcube/dev.yaml", "auth: { type: simple }", `auth: ${JSON.stringify(auth)}`);
    const deployment = onlyOf(describeAll(bench.root, ["kdcube/dev"]));
    const { json } = onlyOf(workspacesOf([deployment]));
    const container = objectAt(json, "resource", "docker_container", `services_${PROXY}`);
    const upload = onlyOf(container["upload"] as readonly JsonObject[]);
    const { routes } = deployment.platform;
    return { file: textAt(upload, "file"), text: withoutEscapes(textAt(upload, "content")), routes };
  } finally {
    bench.remove();
  }
}

/** A compose host's proxy, with delegated login, in a network whose load balancer it believes. */
export function behindBalancer(trusted: string): Written {
  const { platform }: Deployment = onlyOf(describeAll(join(ROOT, "test/fixtures/proxy"), ["kdcube/host"]));
  const mounts = platform.services[PROXY]?.mounts ?? [];
  const written = mounts.flatMap((mount) => {
    if (mount.kind !== "config") return [];
    return partsOf(mount.content).flatMap((part): Written[] => {
      if (typeof part === "string" || part.ref !== "proxyConfig") return [];
      const text = nginxConfiguration({
        platform,
        settings: part.proxy,
        place: { resolver: DOCKER_DNS, trusted: [trusted] },
        resolve: (reference) =>
          reference.ref === "address" ? addressInNetwork(platform, reference) : { absent: "asked by no route" },
      });
      return [{ file: mount.path, text, routes: platform.routes }];
    });
  });
  return onlyOf(written);
}

/** As Terraform reads a text of JSON: a doubled sign before a brace is one. */
const withoutEscapes = (text: string): string => text.replace(/([$%])\1\{/g, "$1{");

function onlyOf<T>(list: readonly T[]): T {
  const [only, ...others] = list;
  if (only === undefined || others.length > 0) throw new Error(`${list.length} in place of one`);
  return only;
}
