import { type IncomingHttpHeaders, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { text as textOf } from "node:stream/consumers";
import type { Start } from "./engine";

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Without a Content-Length among the headers it goes in chunks. */
  readonly body?: Iterable<Buffer> | AsyncIterable<Buffer>;
}

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** What a stand-in says of itself and of the request; empty when the answer is not its. */
  readonly seen: Seen;
  readonly seconds: number;
}

export interface Seen {
  readonly service?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bodyLength?: number;
  /** The path and the query as they were sent, where `rawOwner` tells it. */
  readonly target?: string;
}

/** A request whose path goes out as it is written here, dots and all, which `fetch` would not do. */
export async function send(base: string, path: string, sent: Sent = {}): Promise<Received> {
  const { method = "GET", headers = {}, body } = sent;
  const started = performance.now();
  return new Promise((resolve, reject) => {
    // An answer may come before the body has gone out: what then becomes of the body is nobody's concern.
    const asked = request(base, { path, method, headers, agent: false, timeout: 30_000 })
      .on("error", reject)
      .on("timeout", () => asked.destroy(new Error(`${method} ${path}: no answer in 30 s`)))
      .on("response", (response) => {
        textOf(response)
          .then((text) => {
            const seconds = (performance.now() - started) / 1000;
            const { statusCode: status = 0, headers } = response;
            resolve({ status, headers, text, seen: seenIn(text), seconds });
          })
          .catch(reject)
          .finally(() => asked.destroy());
      });
    if (body) pipeline(Readable.from(body), asked).catch(reject);
    else asked.end();
  });
}

function seenIn(text: string): Seen {
  if (text.includes("<title>web-ui</title>")) return { service: "web-ui" };
  try {
    return JSON.parse(text) as Seen;
  } catch {
    return {};
  }
}

export const MIB = 2 ** 20;
const BLOCK = Buffer.alloc(MIB);

export function* bytes(count: number): Generator<Buffer> {
  for (let left = count; left > 0; left -= MIB) yield BLOCK.subarray(0, Math.min(left, MIB));
}

/** On every answer, once: Node would tell of two of a name as one, with a comma. */
export const SECURITY_HEADERS = {
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "SAMEORIGIN",
};

/** Tells what reached it to the letter; says of itself what only a proxy may say, and is slow below /slow. */
const RAW_OWNER = `
import http.server, json, sys, time

class Owner(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path.endswith("/slow"):
            time.sleep(60)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps({"service": "raw", "target": self.path, "headers": headers}).encode()
        self.send_response(200)
        for name, value in {
            "X-Frame-Options": "DENY",
            "X-Accel-Redirect": "/proxy-health",
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

http.server.ThreadingHTTPServer(("", int(sys.argv[1])), Owner).serve_forever()
`;

/** Any image of the base has Python. */
export const rawOwner = (image: string, port: number): Start => ({
  image,
  command: ["/usr/bin/python3", "-c", RAW_OWNER, String(port)],
});
