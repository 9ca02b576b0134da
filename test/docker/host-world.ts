import type { Deployment } from "../../src/deployment";
import { secretName } from "../../src/targets/aws-names";
import { foundationOutputs } from "../../src/targets/outputs";
import { EmulatedAccount } from "../emulator/account";
import { CACHE_ADDRESS } from "../emulator/edits";
import { figure, secondsSince } from "../helpers/figures";
import { objectAt, textAt } from "../helpers/json";
import { findMoto } from "../helpers/python-tools";
import { whyNoTerraform } from "../helpers/terraform";
import { Sandbox } from "./engine";
import { Host } from "./host";
import { whyNoHostImage } from "./host-image";
import { COMPOSE, FOUNDATION, Releases, rootOf } from "./host-release";
import { Surroundings } from "./host-surroundings";
import { whyNoImages } from "./images";

/** Images of a dozen services on a base that all share, and room for a second release of them. */
const DISK_MIB = 8192;

/** Why nothing of a host can be shown here; undefined when it can. */
export function whyNoWorld(): string | undefined {
  const moto = findMoto();
  return whyNoImages() ?? whyNoHostImage() ?? whyNoTerraform() ?? ("missing" in moto ? moto.missing : undefined);
}

/** An account with the foundation and the host's workspace in it, what the host reaches, and the host, set up. */
export class World {
  private constructor(
    readonly account: EmulatedAccount,
    readonly surroundings: Surroundings,
    readonly host: Host,
    readonly releases: Releases,
    /** The values that nobody may find anywhere. */
    readonly secrets: Readonly<Record<string, string>>,
  ) {}

  static async open(deployment: Deployment): Promise<World> {
    const sandbox = await Sandbox.open();
    const account = await EmulatedAccount.open(await sandbox.gateway());
    try {
      await account.outside(deployment);
      for (const stack of ["foundation", "ec2-compose"]) {
        const started = performance.now();
        account.apply(deployment, stack);
        const count = account.resources(stack === "foundation" ? FOUNDATION : COMPOSE);
        figure(`host: ${stack}: ${count} resources applied in ${secondsSince(started)}`);
      }
      const secrets = await supply(account, deployment);
      const output = ({ name }: { name: string }): string => textAt(objectAt(account.outputs(FOUNDATION), name), "value");
      const started = performance.now();
      const surroundings = await Surroundings.open(sandbox, {
        deployment,
        emulator: account.emulator.url,
        buckets: [output(foundationOutputs.bundleBucket), output(foundationOutputs.bucketName("storage"))],
        postgres: { host: output(foundationOutputs.storeHost("postgres")), password: secrets["postgres-password"] ?? "" },
        redis: { host: CACHE_ADDRESS, password: secrets["redis-password"] ?? "" },
        role: textAt(account.attributes(COMPOSE, "aws_iam_role", "role"), "name"),
      });
      const host = await Host.start(sandbox, {
        image: surroundings.hostImage,
        root: rootOf(deployment),
        diskMiB: DISK_MIB,
        metadata: "metadata",
        engine: ["--data-root", `${rootOf(deployment)}/docker`, "--registry-mirror", surroundings.mirror],
      });
      figure(`host: images pushed, stores and host up in ${secondsSince(started)}`);
      return new World(account, surroundings, host, new Releases(account, host), secrets);
    } catch (error) {
      await sandbox.dispose();
      account.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.surroundings.close();
    this.account.close();
  }
}

/** What an operator does once: a value for each secret that nobody can generate. Gives the values of all. */
async function supply(account: EmulatedAccount, { environment, platform }: Deployment): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, { kind }] of Object.entries(platform.secrets)) {
    const id = secretName(environment, name);
    if (kind === "supplied") {
      const value = `supplied-for-${name}-$HOME-'quoted'`;
      await account.emulator.call("secretsmanager", "secretsmanager.PutSecretValue", { SecretId: id, SecretString: value });
    }
    values[name] = await account.secret(id);
  }
  return values;
}
