import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { envCommand } from "../../src/cli/env";
import { ConfigError } from "../../src/config/errors";
import { Workbench } from "../fixtures/workbench";

describe("ferry env", () => {
  const bench = new Workbench(join(__dirname, "../.."));
  const dev = "envs/kdcube/dev.yaml";
  const folder = "state/kdcube/dev/processes";
  const inFolder = (path: string): string => join(bench.root, folder, path);
  const run = (env: NodeJS.ProcessEnv = {}): string[] =>
    stripVTControlCharacters(envCommand(bench.root, "kdcube/dev", undefined, env)).split("\n");
  const lineOf = (file: string, name: string): string | undefined =>
    readFileSync(inFolder(file), "utf8")
      .split("\n")
      .find((line) => line.startsWith(`${name}=`));
  beforeEach(() => {
    bench.restore();
    bench.edit(dev, "mode: all", "mode: infra");
  });
  afterAll(() => bench.remove());

  it("writes the files that the seeds name, and says how to use them", () => {
    const lines = run();
    expect(lines[0]).toBe(`Written to ${folder}, for you alone: they hold passwords`);
    expect(lines.at(-1)).toBe(`  set -a; . ${folder}/.env.proc; set +a`);
    const written = readdirSync(inFolder("")).filter((name) => name.startsWith(".env"));
    expect(written.sort()).toEqual([
      ".env.frontend",
      ".env.ingress",
      ".env.metrics",
      ".env.postgres.setup",
      ".env.proc",
    ]);
    for (const name of written) expect(statSync(inFolder(name)).mode & 0o777).toBe(0o600);
  });

  it("makes the directories that stand in for shared ones, and names them", () => {
    run();
    expect(existsSync(inFolder("files/storage"))).toBe(true);
    expect(lineOf(".env.proc", "KDCUBE_STORAGE_PATH")).toBe(`KDCUBE_STORAGE_PATH=file://${inFolder("files/storage")}`);
    expect(lineOf(".env.proc", "AGENTIC_BUNDLES_ROOT")).toBe("AGENTIC_BUNDLES_ROOT=/opt/kdcube/bundles");
  });

  it("tells the UI's development server whom to ask, and where its configuration is", () => {
    run();
    expect(lineOf(".env.frontend", "VITE_APP_API_BASE")).toBe("VITE_APP_API_BASE=http://127.0.0.1:8010");
    const config = lineOf(".env.frontend", "CHAT_WEB_APP_CONFIG_FILE_PATH")?.split("=")[1];
    expect(JSON.parse(readFileSync(config ?? "", "utf8"))).toMatchObject({ tenant: "acme", routesPrefix: "/chatbot" });
  });

  it("takes secrets from the variables that Terraform takes, else their marked default", () => {
    run({ TF_VAR_redis_password: "mine", TF_VAR_openai_api_key: "key" });
    expect(lineOf(".env.proc", "REDIS_URL")).toBe("REDIS_URL=redis://:mine@127.0.0.1:6379/0");
    expect(lineOf(".env.proc", "POSTGRES_PASSWORD")).toBe("POSTGRES_PASSWORD=development-only-postgres-password");
    expect(lineOf(".env.proc", "OPENAI_API_KEY")).toBe("OPENAI_API_KEY=key");
    expect(lineOf(".env.proc", "BRAVE_API_KEY")).toBe("BRAVE_API_KEY=");
  });

  it.each([
    ["p@ss/w#1", "TF_VAR_redis_password: redis-password goes into redis-url, where other characters"],
    ["", "TF_VAR_redis_password: redis-password is empty; leave it unset for the default"],
  ])("refuses the password %j, as Terraform does", (TF_VAR_redis_password, message) => {
    expect(() => run({ TF_VAR_redis_password })).toThrow(message);
  });

  it("prints a command that a shell takes, whatever the folder is called", () => {
    const text = stripVTControlCharacters(envCommand(bench.root, "kdcube/dev", "state/my files", {}));
    expect(text.split("\n").at(-1)).toBe("  set -a; . 'state/my files/.env.proc'; set +a");
  });

  it("gives proxylogin its port of the laptop", () => {
    bench.edit(dev, "auth: { type: simple }", `auth: ${JSON.stringify(DELEGATED)}`);
    bench.edit(dev, "  metrics: {", "  proxylogin: { hostPorts: { http: 8384 } }\n  metrics: {");
    expect(() => run()).toThrow("TF_VAR_cognito_client_secret: cognito-client-secret is not set");
    run({ TF_VAR_cognito_client_secret: "given out" });
    expect(lineOf(".env.proxylogin", "HTTP_PORT")).toBe("HTTP_PORT=8384");
    expect(lineOf(".env.frontend", "VITE_APP_PROXY_LOGIN_BASE")).toContain("http://127.0.0.1:8384/v1");
  });

  it.each([
    ["kdcube/dev", `${dev}:14:9 devenv.mode: all runs the services in containers; set infra`],
    ["kdcube/prod", "target: ec2-compose has no processes of a developer; allowed: an environment with target devenv"],
  ])("refuses %s, where nothing runs as a process", (target, message) => {
    bench.restore();
    const refused = () => envCommand(bench.root, target, undefined, {});
    expect(refused).toThrow(ConfigError);
    expect(refused).toThrow(message);
  });

  it("asks for a port of each store", () => {
    bench.edit(dev, "hostPorts: { postgres: 5432, redis: 6379 }", "hostPorts: { postgres: 5432 }");
    expect(() => run()).toThrow("devenv.hostPorts.redis: missing; processes on the laptop reach redis by a port");
  });
});

const DELEGATED = {
  type: "delegated",
  userPoolId: "eu-west-1_Pool1",
  clientId: "client1",
  passwordReset: { company: "Acme", sender: "noreply@example.com", template: "AcmeReset" },
};
