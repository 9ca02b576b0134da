import type { Deployment } from "../../src/deployment";
import { secretName } from "../../src/targets/aws-names";
import { foundationOutputs } from "../../src/targets/outputs";
import { EmulatedAccount } from "../emulator/account";
import { CACHE_ADDRESS, withoutDatabases } from "../emulator/edits";
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
    private readonly deployment: Deployment,
    readonly account: EmulatedAccount,
    readonly surroundings: Surroundings,
    readonly host: Host,
    readonly releases: Releases,
    /** The values that nobody may find anywhere. */
    readonly secrets: Readonly<Record<string, string>>,
  ) {}

  static async open(deployment: Deployment): Promise<World> {
    const sandbox = await Sandbox.open();
    const account = await EmulatedAccount.open({ host: await sandbox.gateway(), gaps: [withoutDatabases] });
    let surroundings: Surroundings | undefined;
    try {
      await account.outside(deployment);
      for (const stack of ["foundation", "ec2-compose"]) {
        const started = performance.now();
        account.apply(deployment, stack);
        const count = account.resources(stack === "foundation" ? FOUNDATION : COMPOSE);
        figure(`host: ${stack}: ${count} resources applied in ${secondsSince(started)}`);
      }
      const secrets = await supply(account, deployment);
      const output = ({ name }: { name: string }): string =>
        textAt(objectAt(account.outputs(FOUNDATION), name), "value");
      const started = performance.now();
      surroundings = await Surroundings.open(sandbox, {
        deployment,
        emulator: account.emulator.url,
        buckets: [output(foundationOutputs.bundleBucket), output(foundationOutputs.bucketName("storage"))],
        postgres: {
          host: output(foundationOutputs.storeHost("postgres")),
          password: secrets["postgres-password"] ?? "",
        },
        redis: { host: CACHE_ADDRESS, password: secrets["redis-password"] ?? "" },
        role: textAt(account.attributes(COMPOSE, "aws_iam_role", "role"), "name"),
      });
      const host = await Host.start(sandbox, {
        image: surroundings.hostImage,
        root: rootOf(deployment),
        volumeId: output(foundationOutputs.dataVolumeId),
        diskMiB: DISK_MIB,
        metadata: "metadata",
        engine: ["--registry-mirror", surroundings.mirror],
      });
      figure(`host: images pushed, stores and host up in ${secondsSince(started)}`);
      return new World(deployment, account, surroundings, host, new Releases(account, host), secrets);
    } catch (error) {
      await (surroundings ? surroundings.close() : sandbox.dispose());
      account.close();
      throw error;
    }
  }

  /** A secret is on its way out while this lasts. */
  async withoutSecret<T>(name: string, during: () => Promise<T>): Promise<T> {
    const { emulator } = this.account;
    const SecretId = secretName(this.deployment.environment, name);
    await emulator.call("secretsmanager", "secretsmanager.DeleteSecret", { SecretId, RecoveryWindowInDays: 7 });
    try {
      return await during();
    } finally {
      await emulator.call("secretsmanager", "secretsmanager.RestoreSecret", { SecretId });
    }
  }

  /** A file of the last release has other content in the bucket while this lasts. */
  async withOtherFile<T>(path: string, during: () => Promise<T>): Promise<T> {
    const object = this.account
      .managed(COMPOSE)
      .filter(({ type }) => type === "aws_s3_object")
      .map(({ instances }) => objectAt(instances[0], "attributes"))
      .find((attributes) => textAt(attributes, "key").endsWith(`/${path}`));
    if (!object) throw new Error(`no object of the release is ${path}`);
    const put = async (body: string): Promise<void> => {
      const url = `${this.account.emulator.url}/${textAt(object, "bucket")}/${textAt(object, "key")}`;
      const authorization =
        "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/s3/aws4_request, SignedHeaders=host, Signature=0";
      const answer = await fetch(url, { method: "PUT", body, headers: { authorization } });
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
    };
    await put(`${textAt(object, "content")}# one line more\n`);
    try {
      return await during();
    } finally {
      await put(textAt(object, "content"));
    }
  }

  async close(): Promise<void> {
    await this.surroundings.close();
    this.account.close();
  }
}

/** What an operator does once: a value for each secret that nobody can generate. Gives the values of all. */
async function supply(
  account: EmulatedAccount,
  { environment, platform }: Deployment,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, { kind }] of Object.entries(platform.secrets)) {
    const id = secretName(environment, name);
    if (kind === "supplied") {
      const value = `supplied-for-${name}-$HOME-'quoted'`;
      await account.emulator.call("secretsmanager", "secretsmanager.PutSecretValue", {
        SecretId: id,
        SecretString: value,
      });
    }
    values[name] = await account.secret(id);
  }
  return values;
}

/** How often the host has counted this of its releases. */
export async function metricSum({ account }: World, name: string): Promise<number> {
  const day = 24 * 3600_000;
  const form = new URLSearchParams({
    Action: "GetMetricStatistics",
    Version: "2010-08-01",
    Namespace: "kdcube/Host",
    MetricName: name,
    "Dimensions.member.1.Name": "Environment",
    "Dimensions.member.1.Value": "proof",
    StartTime: new Date(Date.now() - day).toISOString(),
    EndTime: new Date(Date.now() + day).toISOString(),
    Period: String((2 * day) / 1000),
    "Statistics.member.1": "Sum",
  });
  const answer = await account.emulator.ask("monitoring", form.toString());
  return [...answer.matchAll(/<Sum>([\d.]+)<\/Sum>/g)].reduce((sum, [, value]) => sum + Number(value), 0);
}
