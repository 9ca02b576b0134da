import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { docker } from "./engine";

const KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";

/** A certificate authority for a test: what Amazon's own is to the names of RDS, ElastiCache and ECR. */
export class Authority {
  private constructor(readonly folder: string) {}

  /** With one certificate for all of these names: `tls.crt` and `tls.key` beside `ca.crt`. `image` has openssl. */
  static async open(image: string, names: readonly string[]): Promise<Authority> {
    const folder = mkdtempSync(join(tmpdir(), "ferry-authority-"));
    const alternative = names.map((name) => `DNS:${name}`).join();
    const commands = [
      `openssl req -x509 ${KEY} -subj '/CN=Ferry test authority' -keyout ca.key -out ca.crt -addext keyUsage=critical,keyCertSign`,
      `openssl req -x509 ${KEY} -subj /CN=store -keyout tls.key -out tls.crt -CA ca.crt -CAkey ca.key ` +
        `-addext subjectAltName=${alternative} -addext basicConstraints=critical,CA:FALSE`,
      'for file in ca.crt tls.crt tls.key; do echo "== $file"; cat $file; done',
    ];
    const made = await docker(
      "run",
      "--rm",
      "--workdir",
      "/tmp",
      image,
      "sh",
      "-ec",
      `(${commands.slice(0, 2).join("; ")}) 2>/dev/null; ${commands[2]}`,
    );
    for (const part of made.split("== ").slice(1)) {
      const [file = "", ...lines] = part.split("\n");
      writeFileSync(join(folder, file), lines.join("\n") + "\n");
    }
    return new Authority(folder);
  }

  read(file: "ca.crt" | "tls.crt" | "tls.key"): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
