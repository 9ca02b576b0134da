import { parse, stringify } from "yaml";
import { describeAll, type Deployment } from "../../src/deployment";
import type { Service } from "../../src/model/service";
import { hostRoot } from "../../src/targets/aws-names";
import { composeOutputs } from "../../src/targets/outputs";
import type { EmulatedAccount } from "../emulator/account";
import { Workbench } from "../fixtures/workbench";
import { objectAt, textAt } from "../helpers/json";
import { ROOT } from "../helpers/source-files";
import type { Host, Ran } from "./host";

const NAME = "proof";
export const FOUNDATION = `kdcube-${NAME}-foundation`;
export const COMPOSE = `kdcube-${NAME}-ec2-compose`;

/** Production as shipped, but with all of it on the host: nothing has moved yet. */
export function proofDeployment(): Deployment {
  const bench = new Workbench(ROOT);
  try {
    const production = parse(bench.read("envs/kdcube/prod.yaml")) as Record<string, unknown>;
    delete production["migration"];
    bench.write(`envs/kdcube/${NAME}.yaml`, stringify(production));
    const [deployment] = describeAll(bench.root, [`kdcube/${NAME}`]);
    if (!deployment) throw new Error("the environment of the proof is not there");
    return hurried(deployment);
  } finally {
    bench.remove();
  }
}

/** The probes of all services as they are, asked every two seconds: minutes of waiting would prove nothing more. */
const hurried = (deployment: Deployment): Deployment =>
  Object.keys(deployment.platform.services).reduce(
    (at, name) =>
      withService(at, name, ({ probe }) => ({
        probe: { ...probe, intervalSec: 2, timeoutSec: 2, retries: 3, startPeriodSec: 15 },
      })),
    deployment,
  );

/** The same deployment, with something else in one of its services. */
export function withService(
  deployment: Deployment,
  name: string,
  change: (service: Service) => Partial<Service>,
): Deployment {
  const { platform } = deployment;
  const service = platform.services[name];
  if (!service) throw new Error(`there is no service ${name}`);
  const services = { ...platform.services, [name]: { ...service, ...change(service) } };
  return { ...deployment, platform: { ...platform, services } };
}

export const withVariable = (deployment: Deployment, service: string, variable: string, value: string): Deployment =>
  withService(deployment, service, ({ environment }) => ({ environment: { ...environment, [variable]: value } }));

/** What SSM keeps and its agent runs, as far as we read it. Source: Systems Manager, command document, schema 2.2. */
interface CommandDocument {
  readonly mainSteps: readonly {
    readonly action: string;
    readonly name: string;
    readonly inputs: { readonly runCommand?: readonly string[]; readonly timeoutSeconds?: string };
  }[];
}

/** Releases of one environment: written by an apply, and run by the document that the apply has left with SSM. */
export class Releases {
  constructor(
    private readonly account: EmulatedAccount,
    private readonly host: Host,
  ) {}

  /** Applies the workspace and gives the id that the association would hand to the document. */
  write(deployment: Deployment): string {
    this.account.apply(deployment, "ec2-compose");
    return this.current();
  }

  /** The one that was written last. */
  current = (): string => this.output(composeOutputs.releaseId.name);

  /** The one that the host runs. */
  running = (): Promise<string> => this.host.tell(`basename $(readlink ${this.host.machine.root}/current)`);

  /** What cloud-init is given on the first start. */
  userData(): string {
    const template = this.account.attributes(COMPOSE, "aws_launch_template", "host_template");
    return Buffer.from(textAt(template, "user_data"), "base64").toString();
  }

  /** What systemd starts after a reboot, as the set-up has written it. */
  async bootCommand(): Promise<string> {
    const [enabled] = (await this.host.tell("grep -- -boot.service /etc/systemd/enabled")).split("\n");
    return this.host.tell(`sed -n 's/^ExecStart=//p' /etc/systemd/system/${enabled}`);
  }

  /** What the association does, or a person by one command. `list` is a release too. */
  async send(release: string): Promise<Ran> {
    const steps: Ran[] = [];
    for (const { action, inputs } of (await this.document()).mainSteps) {
      if (action !== "aws:runShellScript") throw new Error(`${action} is not run here`);
      const script = (inputs.runCommand ?? []).join("\n").replace(/\{\{ ?Release ?\}\}/g, release);
      const ran = await this.host.run(script, Number(inputs.timeoutSeconds ?? 3600));
      steps.push(ran);
      if (ran.status !== 0) break;
    }
    return {
      status: steps.at(-1)?.status ?? null,
      output: steps.map(({ output }) => output).join(""),
      seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    };
  }

  async deploy(deployment: Deployment): Promise<Ran & { readonly release: string }> {
    const release = this.write(deployment);
    return { release, ...(await this.send(release)) };
  }

  /** As SSM has it. */
  private async document(): Promise<CommandDocument> {
    const name = this.output(composeOutputs.deployDocument.name);
    const { Content } = await this.account.emulator.call("ssm", "AmazonSSM.GetDocument", { Name: name });
    return JSON.parse(String(Content)) as CommandDocument;
  }

  private output(name: string): string {
    return textAt(objectAt(this.account.outputs(COMPOSE), name), "value");
  }
}

export const rootOf = ({ environment }: Deployment): string => hostRoot(environment);
/** The last line is what a person reads. */
export const lastLine = ({ output }: Pick<Ran, "output">): string => output.trimEnd().split("\n").at(-1) ?? "";
