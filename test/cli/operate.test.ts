import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { stripVTControlCharacters } from "node:util";
import { join } from "node:path";
import { withYaml } from "../helpers/variants";
import { deploymentNamed } from "../helpers/workspaces";
import { connectionsCommand, connectionsText } from "../../src/cli/connections";
import { operateCommand } from "../../src/cli/operate";
import { startOrderCommand } from "../../src/cli/start-order";
import { ConfigError } from "../../src/config/errors";
import { Workbench } from "../fixtures/workbench";

const bench = new Workbench(join(__dirname, "../.."));
const prod = "envs/kdcube/prod.yaml";
const staging = "envs/kdcube/staging.yaml";
beforeEach(() => bench.restore());
afterAll(() => bench.remove());
const plain = (text: string): string[] => stripVTControlCharacters(text).split("\n");
const complaint = (work: () => string): string => {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigError) return stripVTControlCharacters(error.message);
    throw error;
  }
};

describe("ferry operate", () => {
  const operate = (target: string, service?: string): string[] => plain(operateCommand(bench.root, target, service));

  it("asks by the names that are applied", () => {
    const lines = operate("kdcube/staging", "chat-proc");
    expect(lines).toContain("  aws logs tail /kdcube-staging/chat-proc --region eu-west-1 --since 1h --follow");
    expect(lines).toContain("    --services kdcube-staging-chat-proc \\");
    expect(lines.join("\n")).toContain("--desired-status STOPPED");
  });

  it("keeps to a hundred columns, and every command to one that a shell can read", () => {
    for (const target of ["kdcube/staging", "kdcube/prod"]) {
      const lines = operate(target);
      expect(lines.filter((line) => line.length > 100)).toEqual([]);
      // What goes on ends in a backslash, and nothing else does.
      lines.forEach((line, index) =>
        expect([line, line.endsWith("\\")]).toEqual([line, /^ {4}/.test(lines[index + 1] ?? "")]),
      );
    }
  });

  it("is read by a shell without a complaint", () => {
    for (const target of ["kdcube/staging", "kdcube/prod"]) {
      const script = operate(target)
        .filter((line) => line.startsWith("  "))
        .join("\n");
      expect(spawnSync("/bin/sh", ["-n"], { input: script, encoding: "utf8" })).toMatchObject({
        status: 0,
        stderr: "",
      });
    }
  });

  it("asks for targets where there is a route, and for a shell where there may be one", () => {
    expect(operate("kdcube/staging", "metrics").join("\n")).not.toContain("elbv2");
    expect(operate("kdcube/staging", "web-ui").join("\n")).toContain("describe-target-health");
    expect(operate("kdcube/staging", "web-ui").join("\n")).not.toContain("execute-command");
    bench.edit(staging, "  chat-proc: {", "  web-ui: { exec: true }\n  chat-proc: {");
    expect(operate("kdcube/staging", "web-ui").join("\n")).toContain("--container web-ui --interactive");
  });

  it("says where a service is that is not on ECS, and in whose task one runs", () => {
    expect(operate("kdcube/prod", "web-ui")[0]).toBe("web-ui  on the compose host; there is nothing on ECS yet");
    expect(operate("kdcube/prod", "web-ui").join("\n")).not.toContain("aws ecs");
    expect(operate("kdcube/prod", "clamav")[0]).toBe("clamav  in the task of chat-ingress");
  });

  it("leads to the host first, where there is one", () => {
    const lines = operate("kdcube/prod");
    expect(lines[0]).toBe("host  the machine that runs compose");
    expect(operate("kdcube/prod", "host")).toEqual(lines.slice(0, lines.indexOf("")));
    const text = lines.join("\n");
    expect(text).toContain("start-session --region eu-west-1 --document-name kdcube-prod-session");
    expect(text).toContain("--document-name kdcube-prod-deploy");
    expect(text).toContain("--parameters Release=list");
    expect(text).toContain("Name=tag:Name,Values=kdcube-prod-host");
    expect(text).toContain("s3://kdcube-prod-bundle-111122223333/output/");
    expect(operate("kdcube/prod", "web-ui").join("\n")).not.toContain("start-session");
    expect(operate("kdcube/staging").join("\n")).not.toContain("the machine that runs compose");
  });

  it("prints what the last deployment left in the bucket, not its name", () => {
    const lines = operate("kdcube/prod", "host").map((line) => line.trim());
    const from = lines.findIndex((line) => line.startsWith("# what the deployment of the last apply printed"));
    const tools = mkdtempSync(join(tmpdir(), "ferry-operate-"));
    const kept = [
      "2026-01-02 10:00:00 9 output/i-1/b/deploy/stdout",
      "2026-01-01 10:00:00 9 output/i-1/a/deploy/stdout",
    ];
    const others = [
      "2026-01-02 10:00:01 9 output/i-1/b/deploy/stderr",
      "2026-01-03 10:00:00 9 output/i-1/b/ready/stdout",
    ];
    const listed = [...kept, ...others].map((line) => `echo '${line}'`).join("\n");
    const aws = `#!/bin/sh\nif [ "$2" = ls ]; then\n${listed}\nelse\necho "text of $5 to $6"\nfi\n`;
    writeFileSync(join(tools, "aws"), aws, { mode: 0o755 });
    const command = lines.slice(from + 1).join("\n");
    const ran = spawnSync("/bin/sh", ["-c", command], {
      encoding: "utf8",
      env: { PATH: `${tools}:${process.env["PATH"]}` },
    });
    rmSync(tools, { recursive: true });
    const bucket = "s3://kdcube-prod-bundle-111122223333";
    expect(ran.stdout.trim().split("\n")).toEqual([
      `text of ${bucket}/output/i-1/b/deploy/stdout to -`,
      `text of ${bucket}/output/i-1/b/deploy/stderr to -`,
    ]);
  });

  it("says of a host that has gone nothing any more", () => {
    bench.edit(prod, "  stays: []", "  stays: []\n  host: removed");
    for (const phase of ["services: [chat-ingress], state: shared, share: 25", "[chat-proc], state: planned"])
      bench.edit(prod, phase, phase.replace(/state.*/, "state: retired"));
    bench.edit(prod, "[web-ui], state: planned", "[web-ui], state: retired");
    expect(operate("kdcube/prod").join("\n")).not.toContain("the machine that runs compose");
  });

  it("refuses a laptop, and a service that is not there", () => {
    expect(complaint(() => operateCommand(bench.root, "kdcube/dev"))).toContain("devenv is asked with docker logs");
    expect(complaint(() => operateCommand(bench.root, "kdcube/prod", "chat-prok"))).toContain("did you mean chat-proc");
  });
});

describe("ferry start-order", () => {
  it("says what keeps each wait", () => {
    const rows = plain(startOrderCommand(bench.root, "kdcube/staging"));
    expect(rows).toContain("chat-ingress  postgres-setup  completed  dependsOn in the task of chat-ingress");
    expect(rows).toContain("chat-proc     postgres-setup  completed  steady state of chat-ingress");
    expect(rows.at(-1)).toBe("waits for nobody: web-ui");
  });

  it("keeps a job that has gone on with the last to move before the others", () => {
    bench.edit(prod, "state: shared, share: 25", "state: retired");
    bench.edit(prod, "services: [chat-proc], state: planned", "services: [chat-proc], state: retired");
    expect(plain(startOrderCommand(bench.root, "kdcube/prod"))).toContain(
      "chat-ingress  postgres-setup  completed  ecs-proc applies before",
    );
  });

  it("refuses a laptop", () => {
    expect(complaint(() => startOrderCommand(bench.root, "kdcube/dev"))).toContain("devenv has an order of its own");
  });
});

describe("ferry connections", () => {
  it("counts both generations on ECS, and the host's one beside them", () => {
    const rows = plain(connectionsCommand(bench.root, "kdcube/prod")).map((row) => row.trim().replace(/ +/g, " "));
    // Six at most, twice, and the one that has three quarters of the traffic.
    expect(rows).toContain("chat-ingress 8 13 104");
    expect(rows).toContain("chat-proc 16 8 128");
    expect(rows).toContain("232 of 400 (58 %): max_connections, which we set; db.m7g.large bears 901");
  });

  it("claims no limit of what others run", () => {
    const stores = { postgres: { instance: "theirs" }, redis: { replicationGroup: "theirs" } };
    const printed = connectionsText(withYaml(deploymentNamed("kdcube/prod"), { adopt: { stores, secrets: {} } }));
    expect(printed).toContain("232 of a number that is not known: others run it");
    expect(printed).not.toMatch(/which we set|which is fixed|bears/);
  });

  it("refuses a laptop", () => {
    expect(complaint(() => connectionsCommand(bench.root, "kdcube/dev"))).toContain("devenv runs one of each");
  });
});
