import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FETCH_SCRIPT, HOST_PROGRAM } from "../../src/host/program";
import { HostSandbox, PYTHON } from "./program";

const COMPOSE = `case "$*" in
  *"config --format json"*) echo '{"services":{"web":{"image":"registry.example:5000/web:1"}}}';;
  *"ps --all"*) ;;
  pull*) echo "dial tcp: connection refused" >&2; exit 1;;
  *) exit 1;;
esac`;
const manifest = (source: object): Record<string, string> => ({
  "secrets.json": JSON.stringify({ envFiles: { ".env.web": { TOKEN: source } }, files: {} }),
  "docker-compose.yaml": "services: {}\n",
});
const SECRETS = `case "$*" in
  *get-secret-value*shop-json*) echo '{"SecretString": "{\\"a\\": \\"hidden-value\\"}"}';;
  *get-secret-value*shop-bytes*) echo '{"SecretBinary": "AA=="}';;
  *get-secret-value*shop-denied*) echo "An error occurred (AccessDeniedException) when calling the GetSecretValue operation: no" >&2; exit 254;;
  *get-secret-value*) echo "An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: no" >&2; exit 254;;
  *get-parameters*unset*) echo '{"Parameters": [{"Value": "NOT SET - an operator puts the value here"}]}';;
  *get-parameters*) echo '{"Parameters": [], "InvalidParameters": ["/x"]}';;
  *put-metric-data*) echo "$*" >> "$CALLS";;
esac`;

/** A host whose next deployment gets as far as its secrets and its registry. */
function ready(
  source: object = { secretId: "shop-json", key: "a" },
  host: Record<string, unknown> = {},
): { host: HostSandbox; id: string } {
  const sandbox = new HostSandbox();
  sandbox.stub("docker", COMPOSE);
  sandbox.stub("aws", SECRETS);
  return { host: sandbox, id: sandbox.release(manifest(source), host) };
}

afterAll(HostSandbox.removeAll);

describe("the host's program", () => {
  it("is read as text, with an entry", () => {
    expect(Object.keys(HOST_PROGRAM)).toContain("program/__main__.py");
    expect(Object.keys(HOST_PROGRAM)).toEqual(Object.keys(HOST_PROGRAM).sort());
    expect(FETCH_SCRIPT).not.toContain("{{");
  });

  it.each([
    ["does not exist", { secretId: "shop-gone" }, "secret shop-gone does not exist, or has no value yet"],
    ["has not the key", { secretId: "shop-json", key: "b" }, "secret shop-json has no key b"],
    ["may not be read", { secretId: "shop-denied" }, "secret shop-denied may not be read by the host's role"],
    ["holds bytes", { secretId: "shop-bytes" }, "secret shop-bytes holds bytes, where a text is wanted"],
    ["is no parameter", { secretId: "/x", from: "parameter" }, "secret /x does not exist"],
    ["was never supplied", { secretId: "/unset", from: "parameter" }, "secret /unset has no value yet"],
  ])("names variable and secret when one %s", (_, source, fault) => {
    const { host, id } = ready(source);
    const { status, last, out } = host.deploy(id);
    expect(last).toBe(`release ${id} is refused, and what runs was not touched: TOKEN in .env.web: ${fault}`);
    expect(status).toBe(1);
    expect(out).not.toContain("hidden-value");
  });

  it("names image and registry when one cannot be had, and tells CloudWatch", () => {
    const { host, id } = ready();
    expect(host.deploy(id).last).toMatch(
      /image registry\.example:5000\/web:1 cannot be had from registry\.example:5000: dial tcp: connection refused$/,
    );
    const call = readFileSync(join(host.folder, "calls"), "utf8");
    expect(call).toMatch(/--namespace shop\/Host --metric-name ReleaseRefused --value 1/);
    expect(call).toMatch(/--dimensions Environment=prod/);
  });

  it("goes on where the metric cannot be sent", () => {
    const { host, id } = ready();
    host.stub("aws", SECRETS.replace('echo "$*" >> "$CALLS"', 'echo "no route" >&2; exit 1'));
    const { out, last } = host.deploy(id);
    expect(out).toContain("warning: the metric ReleaseRefused was not sent: no route");
    expect(last).toMatch(/is refused/);
  });

  it("shows no secret that a program repeats", () => {
    const { host, id } = ready();
    host.stub("docker", COMPOSE.replace("dial tcp: connection refused", "bad login hidden-value"));
    const { out, last } = host.deploy(id);
    expect(last).toContain("bad login ***");
    expect(out).not.toContain("hidden-value");
  });

  it("leaves no secret in memory when the release is refused", () => {
    const { host, id } = ready();
    host.deploy(id);
    const { secretsDir } = JSON.parse(readFileSync(join(host.root, "releases", id, "host.json"), "utf8")) as {
      secretsDir: string;
    };
    expect(existsSync(secretsDir)).toBe(true);
    expect(existsSync(join(secretsDir, `staging-${id}`))).toBe(false);
  });

  it("keeps secrets off a disk", () => {
    const { host, id } = ready(undefined, { secretsDir: "/opt/shop-prod/secrets" });
    expect(host.deploy(id).last).toMatch(/\/opt\/shop-prod\/secrets is not in memory/);
  });

  it("says how much room there is, and how much is needed", () => {
    const { host, id } = ready(undefined, { freeMiB: 1e12 });
    expect(host.deploy(id).last).toMatch(/no room on the data disk: \d+ MiB are free on \S+, 1000000000000 are needed/);
  });

  it("deploys nothing that was changed on the disk", () => {
    const { host, id } = ready();
    writeFileSync(join(host.root, "releases", id, "docker-compose.yaml"), "services: {x: {}}\n");
    expect(host.deploy(id).last).toMatch(/is not whole: docker-compose\.yaml is not what was released/);
  });

  it("deploys no other release than its own", () => {
    const { host, id } = ready();
    const program = join(host.root, "releases", id, "program");
    expect(host.python([program, "deploy", "0123456789abcdef"]).last).toMatch(/this is the program of release/);
  });

  it("writes nothing into the folder of a release", () => {
    const { host, id } = ready();
    host.deploy(id);
    expect(existsSync(join(host.root, "releases", id, "program/__pycache__"))).toBe(false);
  });

  it("keeps the next run waiting while a compose of a killed run goes on", async () => {
    const { host, id } = ready();
    host.stub("docker", 'echo $$ > "$CALLS"; exec sleep 30');
    const program = join(host.root, "releases", id, "program");
    const killed = spawn(PYTHON, [program, "deploy", id], {
      env: { ...process.env, PATH: `${host.bin}:${process.env["PATH"] ?? ""}` },
    });
    const calls = join(host.folder, "calls");
    while (!existsSync(calls) || readFileSync(calls, "utf8") === "") await new Promise((then) => setTimeout(then, 50));
    killed.kill("SIGKILL");
    await new Promise((ended) => killed.once("close", ended).once("exit", ended));
    const left = Number(readFileSync(calls, "utf8"));
    const during = host.deploy(id, "--wait", "0").last;
    process.kill(left, "SIGKILL");
    host.stub("docker", COMPOSE);
    expect(during).toMatch(/another run has the host: the deployment of/);
    expect(host.deploy(id, "--wait", "5").last).toMatch(/cannot be had from registry\.example:5000/);
  });

  it("asks for each image anew where what they were cannot be read", () => {
    const { host, id } = ready();
    for (const [name, text] of [
      ["images.json", ""],
      ["deployed", ""],
    ] as const)
      writeFileSync(join(host.root, "releases", id, name), text);
    expect(host.deploy(id).last).toMatch(/cannot be had from registry\.example:5000/);
  });

  it("asks no registry for an image that it ran with and that is here", () => {
    const { host, id } = ready();
    const release = join(host.root, "releases", id);
    writeFileSync(join(release, "images.json"), '{"registry.example:5000/web:1":"sha256:0123"}');
    writeFileSync(join(release, "deployed"), "");
    host.stub(
      "docker",
      `echo "$*" >> "$CALLS"\n${COMPOSE.replace("*) exit 1", '"image inspect"*) echo sha256:0123;;\n  *) exit 1')}`,
    );
    host.deploy(id);
    const calls = readFileSync(join(host.folder, "calls"), "utf8");
    expect(calls).toContain("image inspect");
    expect(calls).not.toMatch(/^pull/m);
  });

  it("runs alone, and says who else does", async () => {
    const { host, id } = ready();
    const lock = join(host.root, "deploy.lock");
    writeFileSync(lock, "");
    const other = spawn(PYTHON, [
      "-c",
      `import fcntl, time; f = open(${JSON.stringify(lock)}, "r+"); fcntl.flock(f, fcntl.LOCK_EX); f.write("the deployment of abc"); f.flush(); print("locked", flush=True); time.sleep(60)`,
    ]);
    await new Promise((locked) => other.stdout.once("data", locked));
    const { status, last } = host.deploy(id, "--wait", "0");
    other.kill();
    expect({ status, last }).toEqual({
      status: 1,
      last: `release ${id} is refused, and what runs was not touched: another run has the host: the deployment of abc`,
    });
  });
});
