import { service } from "../../src/model/service";
import { deployDocument, deployTimeoutSec } from "../../src/targets/ec2-compose/deploy";
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

describe("how long a release may take", () => {
  it("is half an hour at the least, and two hours at the most", () => {
    expect(timeout({})).toBe(1800);
    expect(timeout(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`api-${index}`, one])))).toBe(7200);
  });

  it("grows with every probe's patience, three times, and with every end, twice", () => {
    const patience = 30 + 3 * (10 + 5);
    expect(timeout({ api: one })).toBe(1800 + 3 * patience + 2 * 25);
    expect(timeout({ api: one, web: one })).toBe(1800 + 2 * (3 * patience + 2 * 25));
    expect(timeout({ api: one }, platform.jobs)).toBe(1800 + 900 * Object.keys(platform.jobs).length + 275);
  });
});

describe("the document that deploys", () => {
  const props = {
    project: "shop-prod",
    root: "/opt/shop-prod",
    bucket: "shop-bundle",
    region: "eu-west-1",
    files: false,
    timeoutSec: 1800,
  };
  const steps = (files: boolean): { action: string; inputs: { runCommand?: string[] } }[] =>
    (deployDocument({ ...props, files }) as { mainSteps: { action: string; inputs: { runCommand?: string[] } }[] })
      .mainSteps;

  it("installs the helper of shared files where there are any", () => {
    expect(steps(false).map(({ action }) => action)).not.toContain("aws:configurePackage");
    expect(steps(true).map(({ action }) => action)).toContain("aws:configurePackage");
  });

  it("takes its one parameter once, in quotes, so that nothing else of a text is a parameter", () => {
    const text = steps(true)
      .flatMap(({ inputs }) => inputs.runCommand ?? [])
      .join("\n");
    expect(text.match(/\{\{[^}]*\}\}/g)).toEqual(["{{ Release }}"]);
    expect(text).toContain("release='{{ Release }}'");
  });
});
