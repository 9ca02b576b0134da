import { healthCheckOf } from "../../model/probe";
import type { Service, User, Workload } from "../../model/service";
import { capabilities, ONLY, ROOT, seconds } from "../facts";
import { balanced } from "./edge";
import { callersOf, tasksOf } from "./network";
import { image as imageAnswer, isHere } from "./references";
import { as, not, same, type Asked, type Kind, type Named, type Want } from "./want";

export function imageWants(asked: Asked, { image }: Workload): Named {
  const answer = imageAnswer(asked, image);
  const { platform } = asked.place.deployment;
  const meaning = JSON.stringify(platform.images[image]);
  return isHere(answer) ? { [ONLY]: as(meaning, answer.text, answer.rules, `image ${image}`) } : {};
}

export const commandWants = ({ command }: Workload): Named =>
  command ? { [ONLY]: same(JSON.stringify(command)) } : {};

/** Each port by its number: where it can be reached at. */
export function portWants(asked: Asked, { ports }: Service): Named {
  return Object.fromEntries(Object.entries(ports).map(([name, port]) => [String(port), portWant(asked, name, port)]));
}

function portWant(asked: Asked, name: string, port: number): Want {
  const { place } = asked;
  const { environment } = place.deployment;
  const [meaning, words] = [String(port), `port ${name}`];
  switch (place.target) {
    case "devenv": {
      const asks = environment.services[asked.name]?.hostPorts?.[name];
      return asks === undefined
        ? not(meaning, "port-not-asked", words)
        : as(meaning, `127.0.0.1:${asks}`, ["port-on-laptop"], words);
    }
    case "ec2-compose":
      return balanced(asked) || (environment.migration !== undefined && isCalledFromOutside(asked))
        ? as(meaning, `0.0.0.0:${port}`, ["port-on-host"], words)
        : not(meaning, "port-inside", words);
    case "ecs":
      return as(meaning, `task:${port}`, ["port-on-task"], words);
  }
}

/** By one who may be somewhere else: what runs in the same task is at its side in every place. */
function isCalledFromOutside({ place, name }: Asked): boolean {
  const { platform } = place.deployment;
  const own = tasksOf(platform, name);
  return callersOf(platform, name).some((caller) => tasksOf(platform, caller).some((task) => !own.includes(task)));
}

export function healthWants({ place }: Asked, { probe, ports }: Service): Named {
  const check = healthCheckOf(probe, ports);
  const starting = seconds(Math.min(5, check.intervalSec));
  return {
    command: same(check.command, "probe"),
    interval: same(seconds(check.intervalSec), "probe"),
    timeout: same(seconds(check.timeoutSec), "probe"),
    retries: same(String(check.retries), "probe"),
    "start period": same(seconds(check.startPeriodSec), "probe"),
    "start interval": place.target === "ec2-compose" ? same(starting) : not(starting, "no-start-interval"),
  };
}
export const stopWants = ({ stopGraceSec }: Service): Named => ({ stop: same(seconds(stopGraceSec), "stopGraceSec") });

const NEVER_NEEDED = ["AUDIT_WRITE", "MKNOD", "NET_RAW", "SETFCAP", "SETPCAP"];
const DEFAULT_SET = [
  ...NEVER_NEEDED,
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "SETGID",
  "SETUID",
  "SYS_CHROOT",
];

export function userWants({ place }: Asked, { user }: Workload, ports: readonly number[]): Named {
  const without = capabilities(dropped(user, ports)) ?? "";
  return {
    ...(user && { user: same(`${user.uid}:${user.gid}`, "user") }),
    root: same(user?.readOnlyRoot ? ROOT.readOnly : ROOT.writable, "user"),
    capabilities: place.target === "devenv" ? not(without, "default-capabilities", "user") : same(without, "user"),
  };
}

/** Who has a user of its own needs none, but to listen below 1024, which takes all but the right to do so. */
function dropped(user: User | undefined, ports: readonly number[]): readonly string[] {
  if (!user || user.uid === 0) return NEVER_NEEDED;
  return ports.some((port) => port < 1024) ? [...DEFAULT_SET].sort() : ["ALL"];
}

const BUFFERS: Readonly<Record<string, string>> = { "ec2-compose": "4m", ecs: "25m" };

export function logWants({ place, name }: Asked): Named {
  const { environment } = place.deployment;
  const [group, mode, buffer] = ["CloudWatch group of its own", "non-blocking", "a buffer"];
  if (place.target === "devenv")
    return {
      to: as(group, "json-file", ["log-on-laptop"], "log"),
      mode: not(mode, "log-on-laptop", "log"),
      buffer: not(buffer, "log-on-laptop", "log"),
    };
  const to = `awslogs /${environment.platform}-${environment.environment}/${name} in ${environment.aws?.region}`;
  return {
    to: as(group, to, [], "log"),
    mode: same(mode, "log"),
    buffer: as(buffer, BUFFERS[place.target] ?? "", ["log-buffer"], "log"),
  };
}

export function lifeWants({ place }: Asked, kind: Kind): Named {
  const meaning = kind === "job" ? "no" : "unless-stopped";
  const restart =
    place.target === "ecs" && kind !== "job"
      ? as(meaning, "with its task", ["restart-by-ecs"], "life")
      : same(meaning, "life");
  return { restart, init: same("true", "life") };
}
