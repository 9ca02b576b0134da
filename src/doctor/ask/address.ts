import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";

/** Where the engine is that Terraform's Docker provider will use, or why it is not asked. */
export type Address =
  | { readonly kind: "socket"; readonly text: string; readonly path: string }
  | {
      readonly kind: "tcp";
      readonly text: string;
      readonly host: string;
      readonly port: number;
      readonly certificates?: string;
    }
  | { readonly kind: "not asked"; readonly text: string; readonly how: string }
  | { readonly kind: "strange"; readonly text: string; readonly message: string };

const DEFAULT_HOST = "unix:///var/run/docker.sock";

/** As the provider chooses (v3.6.2, provider.go): a named context before DOCKER_HOST, and never the CLI's current one. */
export function addressOf(env: NodeJS.ProcessEnv): Address {
  const context = env["DOCKER_CONTEXT"];
  if (!context) return parse(env["DOCKER_HOST"] || DEFAULT_HOST, env);
  const host = hostOfContext(join(env["HOME"] ?? homedir(), ".docker/contexts/meta"), context);
  if (host !== undefined) return parse(host, env);
  return { kind: "strange", text: `DOCKER_CONTEXT=${context}`, message: "there is no such context" };
}

function parse(text: string, env: NodeJS.ProcessEnv): Address {
  const [, scheme, rest] = /^([a-z]+):\/\/(.+)$/.exec(text) ?? [];
  if (scheme === "unix" && rest !== undefined) return { kind: "socket", text, path: rest };
  if (scheme === "tcp") return tcp(text, env["DOCKER_CERT_PATH"]);
  if (scheme === "ssh")
    return { kind: "not asked", text, how: "run ferry doctor there, or forward its socket: ssh -L" };
  if (scheme === "npipe")
    return { kind: "not asked", text, how: "run ferry doctor in WSL, where the engine has a socket" };
  return { kind: "strange", text, message: "it is neither unix:// nor tcp://" };
}

function tcp(text: string, certificates: string | undefined): Address {
  if (!URL.canParse(text)) return { kind: "strange", text, message: "it is no address" };
  const { hostname, port } = new URL(text);
  const [host, usual] = [hostname.replace(/^\[|\]$/g, ""), certificates ? 2376 : 2375];
  return { kind: "tcp", text, host, port: Number(port) || usual, ...(certificates && { certificates }) };
}

const metaSchema = z.object({ Name: z.string(), Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** A context that cannot be read is none, as for the provider. */
function hostOfContext(folder: string, context: string): string | undefined {
  try {
    const found = readdirSync(folder).flatMap((name) => {
      const meta = metaSchema.safeParse(JSON.parse(readFileSync(join(folder, name, "meta.json"), "utf8")));
      return meta.data?.Name === context ? [meta.data.Endpoints.docker.Host] : [];
    });
    return found[0];
  } catch {
    return undefined;
  }
}
