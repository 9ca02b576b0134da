import { hasAccount, inspectAccount, accountFile } from "./config/account";
import type { AccountFault } from "./config/account-faults";
import type { Account } from "./config/account-schema";
import { ConfigError, type Problem } from "./config/errors";
import { startOf } from "./config/extends";
import { Files } from "./config/files";
import { blame, findEnvironments } from "./config/load";
import { didYouMean, knownNames } from "./config/suggest";
import { describeAll, type Deployment } from "./deployment";
import { platformNamed, type Registry } from "./platforms/registry";

/** The account of one platform with all that is applied in it. */
export interface AccountDeployment {
  readonly account: Account;
  /** Names of the repositories of our own images, sorted. */
  readonly repositories: readonly string[];
  /** Every environment that lives in the account. */
  readonly environments: readonly Deployment[];
}

export interface Chosen {
  /** The environments that were asked for. */
  readonly deployments: readonly Deployment[];
  readonly accounts: readonly AccountDeployment[];
}

const ACCOUNT = /\/account$/;

/**
 * Every environment and every account, or those named: `shop/prod`, `shop/account`. An account is described with all
 * environments of its platform, asked for or not, because its policies follow from them. Throws ConfigError.
 */
export function describeChosen(root: string, names: readonly string[] = [], registry?: Registry): Chosen {
  const files = new Files(root);
  const all = findEnvironments(root, files);
  const asked = [...new Set(names.filter((name) => ACCOUNT.test(name)).map((name) => name.replace(ACCOUNT, "")))];
  const platforms =
    names.length === 0
      ? [...new Set(all.map(({ platform }) => platform))].filter((platform) => hasAccount(files, platform))
      : asked;
  refuseUnknown(asked, all, files);
  const wanted = names.filter((name) => !ACCOUNT.test(name));
  const needed = all.flatMap(({ platform, environment }) =>
    platforms.includes(platform) ? [`${platform}/${environment}`] : [],
  );
  const described =
    names.length === 0
      ? describeAll(root, undefined, registry)
      : describeAll(root, [...new Set([...wanted, ...needed])], registry);
  const isWanted = ({ environment: { platform, environment } }: Deployment): boolean =>
    names.length === 0 || wanted.includes(`${platform}/${environment}`);
  return {
    deployments: described.filter(isWanted),
    accounts: platforms.map((platform) =>
      describeAccount(
        files,
        platform,
        described.filter(({ environment }) => environment.platform === platform),
        registry,
      ),
    ),
  };
}

function refuseUnknown(asked: readonly string[], all: readonly { platform: string }[], files: Files): void {
  const platforms = [...new Set(all.map(({ platform }) => platform))];
  const problems = asked.flatMap((platform): Problem[] => {
    const at = { ...startOf(accountFile(platform)), path: "" };
    if (!platforms.includes(platform)) {
      return [{ ...at, text: `there is no folder envs/${platform}; ${knownNames(platform, platforms)}` }];
    }
    if (hasAccount(files, platform)) return [];
    return [{ ...at, text: "does not exist; write it, or leave the account to whoever made it" }];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}

/** One account; environments that keep state in it were checked against it when they were read. Throws ConfigError. */
export function describeAccount(
  files: Files,
  platform: string,
  environments: readonly Deployment[],
  registry?: Registry,
): AccountDeployment {
  const { problems, account, source } = inspectAccount(files, platform);
  if (!account || !source || problems.length > 0) throw new ConfigError(problems);
  const definition = platformNamed(platform, account.file, registry);
  const used = environments.flatMap(({ platform: { images } }) =>
    Object.values(images).flatMap(({ ours, repository }) => (ours ? [repository] : [])),
  );
  const repositories = [...new Set([...(definition.repositories ?? []), ...used])].sort();
  const faults = repositoryFaults(account, repositories);
  if (faults.length > 0) throw new ConfigError(faults.map(([path, text]) => blame(source, path, text)));
  const own = environments.filter(({ environment: { aws } }) => aws?.account === account.aws.account);
  return { account, repositories, environments: own };
}

/** What only the platform's images can tell. */
function repositoryFaults({ adopt }: Account, repositories: readonly string[]): AccountFault[] {
  return adopt.repositories.flatMap((name, index): AccountFault[] => {
    const path = ["adopt", "repositories", index];
    if (!repositories.includes(name)) {
      const allowed = `allowed: ${repositories.join(", ")}${didYouMean(name, repositories)}`;
      return [[path, `got "${name}", which is no image of the platform; ${allowed}`]];
    }
    return adopt.repositories.indexOf(name) < index ? [[path, `names ${name} twice; remove one`]] : [];
  });
}
