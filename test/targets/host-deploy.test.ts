import { service } from "../../src/model/service";
import { SETUP_SEC } from "../../src/targets/ec2-compose/document";
import { deployDocument, deployTimeoutSec, deployWaitSec } from "../../src/targets/ec2-compose/deploy";
import { SOFTWARE_WAIT_SEC, softwareDocument } from "../../src/targets/ec2-compose/software";
import { ASIDE, nameOf, resourcesOf, stacksAt, WALK } from "../helpers/moving";
import { deploymentNamed } from "../helpers/workspaces";

const { platform } = deploymentNamed("kdcube/prod");
const one = service({
  image: "api",
  ports: { http: 80 },
  probe: { http: { port: "http", path: "/" }, intervalSec: 10, timeoutSec: 5, retries: 3, startPeriodSec: 30 },
  size: { cpu: 256, memoryMiB: 512 },
  stopGraceSec: 25,
});
const timeout = (services: Record<string, typeof one>, jobs = {}): number =>
  deployTimeoutSec({ ...platform, services, jobs });

const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`api-${index}`, one]));

/** Beyond it the agent takes an association for one that hangs. */
const STUCK_SEC = 7200;

interface Step {
  readonly action: string;
  readonly name: string;
  readonly inputs: { readonly runCommand?: string[]; readonly timeoutSeconds?: string; readonly name?: string };
}
const stepsOf = (document: object): readonly Step[] => (document as { mainSteps: Step[] }).mainSteps;

describe("how long a release may take", () => {
  it("is half an hour at the least, and an hour and a half at the most", () => {
    expect(timeout({})).toBe(1800);
    expect(timeout(many)).toBe(5400);
  });

  it("grows with every probe's patience, three times, and with every end, twice", () => {
    const patience = 30 + 3 * (10 + 5);
    const [fetched, job] = [900, 900];
    const jobs = { a: platform.jobs["postgres-setup"]!, b: platform.jobs["postgres-setup"]! };
    expect(timeout({ api: one }, jobs)).toBe(fetched + 2 * job + 3 * patience + 2 * 25);
    expect(timeout({ api: one, web: one }, jobs)).toBe(fetched + 2 * job + 2 * (3 * patience + 2 * 25));
  });
});

describe("how long an apply waits for a release", () => {
  it.each([
    ["few services", {}],
    ["many services", many],
  ])("is longer than the steps of the document may take, and less than what looks stuck, with %s", (_, services) => {
    const given = { ...platform, services };
    const steps = stepsOf(deployDocument({ ...props, timeoutSec: deployTimeoutSec(given) }));
    const whole = steps.reduce((sum, { inputs }) => sum + Number(inputs.timeoutSeconds), 0);
    expect(deployWaitSec(given)).toBeGreaterThan(whole);
    expect(deployWaitSec(given)).toBeLessThan(STUCK_SEC);
  });
});

const props = {
  project: "shop-prod",
  root: "/opt/shop-prod",
  bucket: "shop-bundle",
  region: "eu-west-1",
  timeoutSec: 1800,
};

describe("the document of the host's software", () => {
  it("waits for the first script, then installs the agent, and the helper of shared files where there are any", () => {
    const named = (files: boolean) =>
      stepsOf(softwareDocument("shop-prod", files)).map(({ action, inputs }) => inputs.name ?? action);
    expect(named(false)).toEqual(["aws:runShellScript", "AmazonCloudWatchAgent"]);
    expect(named(true)).toEqual(["aws:runShellScript", "AmazonCloudWatchAgent", "AmazonEFSUtils"]);
  });

  it("waits as the deployment does, and an apply waits for that and for packages", () => {
    const [ready] = stepsOf(softwareDocument("shop-prod", true));
    expect(ready).toEqual(stepsOf(deployDocument(props))[0]);
    expect(Number(ready?.inputs.timeoutSeconds)).toBe(SETUP_SEC);
    expect(SOFTWARE_WAIT_SEC).toBeGreaterThanOrEqual(SETUP_SEC + 1800);
    expect(SOFTWARE_WAIT_SEC).toBeLessThan(STUCK_SEC);
  });
});

describe("the documents of a host", () => {
  const documentsAt = (situation: (typeof WALK)[number]) =>
    Object.entries(resourcesOf(stacksAt(situation)["ec2-compose"]!.json)).filter(([address]) =>
      address.startsWith("aws_ssm_document."),
    );

  it("are the same in every state of a move", () => {
    const first = documentsAt({});
    expect(first.map(([address]) => address)).toEqual(
      expect.arrayContaining(["aws_ssm_document.bundle_document", "aws_ssm_document.software_document"]),
    );
    for (const situation of [...WALK, ...ASIDE])
      expect([nameOf(situation), documentsAt(situation)]).toEqual([nameOf(situation), first]);
  });

  it("are the same where all that shares files has moved", () => {
    const [software] = Object.values(documentsAt(WALK.at(-1)!)).filter(([address]) => address.includes("software"));
    expect(JSON.stringify(software)).toContain("AmazonEFSUtils");
  });
});

describe("the document that deploys", () => {
  it("runs scripts alone, so that neither a list nor a way back waits for packages", () => {
    expect(stepsOf(deployDocument(props)).map(({ action }) => action)).toEqual([
      "aws:runShellScript",
      "aws:runShellScript",
    ]);
  });

  it("takes its one parameter once, in quotes, so that nothing else of a text is a parameter", () => {
    const text = stepsOf(deployDocument(props))
      .flatMap(({ inputs }) => inputs.runCommand ?? [])
      .join("\n");
    expect(text.match(/\{\{[^}]*\}\}/g)).toEqual(["{{ Release }}"]);
    expect(text).toContain("release='{{ Release }}'");
  });
});
