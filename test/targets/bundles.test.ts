import { parse } from "yaml";
import { exampleBundle, exampleTemplates } from "../../src/cli/bundle";
import type { Deployment } from "../../src/deployment";
import { FILLED_IN, readEnvFile } from "../../src/preflight/dotenv";
import { renderEnvFile } from "../../src/rendering/env-file";
import { everyDeployment, meantOnHost, nameOf, onHosts } from "../helpers/bundles";
import { NASTY_TEXTS } from "../helpers/nasty-text";
import { secretLiterals } from "../helpers/secret-literals";

interface Manifest {
  readonly envFiles: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
interface Compose {
  readonly services: Readonly<Record<string, { readonly env_file: readonly string[] }>>;
}

const filesOf = (deployment: Deployment): Readonly<Record<string, string>> => exampleBundle(deployment).files;
const composeOf = (deployment: Deployment): Compose =>
  parse(filesOf(deployment)["docker-compose.yaml"] ?? "") as Compose;
const manifestOf = (deployment: Deployment): Manifest =>
  JSON.parse(filesOf(deployment)["secrets.json"] ?? "") as Manifest;
const isEnvFile = (path: string): boolean => /(^|\/)(\.env[^/]*|env\.template)$/.test(path);

/** Names at the beginning of an entry, whatever a reader makes of them; a value that goes on for lines is not one. */
function namesIn(text: string): string[] {
  const names = Object.keys(readEnvFile(text));
  return [...text.matchAll(/^([A-Za-z_]\w*)=/gm)].map(([, name]) => name ?? "").filter((name) => names.includes(name));
}

const hosts = onHosts().map((deployment) => [nameOf(deployment), deployment] as const);
const everyone = everyDeployment().map((deployment) => [nameOf(deployment), deployment] as const);

describe.each(hosts)("the bundle of %s", (_, deployment) => {
  const files = filesOf(deployment);

  it("says every variable once, in one file", () => {
    const { envFiles } = manifestOf(deployment);
    for (const [path, text] of Object.entries(files).filter(([name]) => isEnvFile(name))) {
      const names = [...namesIn(text), ...Object.keys(envFiles[path] ?? {})];
      expect([path, names.length]).toEqual([path, new Set(names).size]);
    }
  });

  it("gives every container what the model means, by another reader than the writer", () => {
    const { services } = composeOf(deployment);
    const meant = meantOnHost(deployment);
    expect(Object.keys(services)).toEqual(Object.keys(meant).sort());
    for (const [name, { values }] of Object.entries(meant)) {
      const read = readEnvFile(files[services[name]?.env_file[0] ?? ""] ?? "");
      expect(read).toEqual(values);
      expect(JSON.stringify(read)).not.toContain(FILLED_IN);
    }
  });

  it("names a file of secrets for exactly those that have secrets", () => {
    const { envFiles } = manifestOf(deployment);
    for (const [name, { workload }] of Object.entries(meantOnHost(deployment))) {
      const [own, secret] = composeOf(deployment).services[name]?.env_file ?? [];
      const variables = Object.keys(workload.secrets);
      expect(Object.keys(envFiles[own ?? ""] ?? {})).toEqual(variables.sort());
      expect(secret !== undefined).toBe(variables.length > 0);
    }
  });

  it("holds no secret", () => {
    for (const [path, text] of Object.entries(files))
      expect([path, secretLiterals(isEnvFile(path) ? readEnvFile(text) : text)]).toEqual([path, []]);
  });
});

describe("the names of the files", () => {
  it("are those that the seeds have", () => {
    const [, deployment] = hosts.find(([name]) => name === "kdcube/host")!;
    expect(Object.keys(filesOf(deployment))).toEqual(
      expect.arrayContaining([
        ".env",
        ".env.frontend",
        ".env.ingress",
        ".env.metrics",
        ".env.postgres.setup",
        ".env.proc",
        ".env.proxylogin",
        "config/web-proxy/usr/local/openresty/nginx/conf/nginx.conf",
      ]),
    );
  });
});

describe.each(everyone)("the templates of %s", (_, deployment) => {
  const templates = Object.entries(exampleTemplates(deployment));

  it("are one for each component that has a task definition, and none on a laptop", () => {
    const { target } = deployment.environment;
    const names = Object.values(deployment.migration?.phases ?? {}).flatMap(({ state, services }) =>
      state === "planned" ? [] : services,
    );
    const services = target === "ecs" ? Object.keys(deployment.platform.services) : names;
    const headed = templates.map(([, text]) => /^# (\S+) on ECS/.exec(text)?.[1] ?? "");
    expect(headed).toEqual(expect.arrayContaining(services));
    if (services.length === 0) expect(templates).toEqual([]);
  });

  it("say every variable once, names of secrets in comments alone, and no secret", () => {
    const { services, jobs, tasks } = deployment.platform;
    for (const [path, text] of templates) {
      const workload = { ...services, ...jobs, ...tasks }[/^# (\S+)/.exec(text)?.[1] ?? ""];
      const read = readEnvFile(text);
      expect([path, namesIn(text).length]).toEqual([path, Object.keys(read).length]);
      expect([path, secretLiterals(read)]).toEqual([path, []]);
      expect(JSON.stringify(read)).not.toContain("TfToken");
      for (const variable of Object.keys(workload?.secrets ?? {})) {
        expect(read).not.toHaveProperty(variable);
        expect(text).toMatch(new RegExp(`^# ${variable} {2}(Secrets Manager|Parameter Store): \\S+`, "m"));
      }
    }
  });
});

describe("what a host asks ECS's templates for", () => {
  it("differs where the place does", () => {
    const [, staging] = everyone.find(([name]) => name === "kdcube/staging")!;
    const templates = exampleTemplates(staging);
    expect(Object.keys(templates)).toEqual([
      "frontend/env.template",
      "ingress/env.template",
      "metrics/env.template",
      "postgres.setup/env.template",
      "proc/env.template",
      "py-code-exec/env.template",
    ]);
    const proc = templates["proc/env.template"] ?? "";
    expect(readEnvFile(proc)).toMatchObject({ EXEC_RUNTIME_MODE: "fargate", FARGATE_EXEC_ENABLED: "1" });
    expect(readEnvFile(proc)["FARGATE_SUBNETS"]).toMatch(/^subnet-\w+(,subnet-\w+)+$/);
    expect(proc).toContain("# HOST_EXEC_WORKSPACE_PATH  Fargate has no host");
    expect(proc).toContain("# OPENAI_API_KEY  Secrets Manager: kdcube-staging-openai-api-key\n");
  });
});

describe("a nasty value in an env file", () => {
  it.each(Object.entries(NASTY_TEXTS))("comes back: %s", (_, value) => {
    const read = readEnvFile(renderEnvFile({ A: "before", NASTY: value, Z: value }));
    expect(read).toEqual({ A: "before", NASTY: value, Z: value });
  });
});
