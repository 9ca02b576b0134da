import { groupOf, referencesOf } from "../../model/calls";
import type { Platform } from "../../model/platform";
import type { Route } from "../../model/route";
import type { Workload } from "../../model/service";
import { REACHED_BY, reachedBy } from "../facts";
import type { RuleId } from "../rules";
import { inContainers, type Of } from "./references";
import { as, type Asked, type Named, type Want } from "./want";

/** Who may connect to a service: by the model its callers, and at each place whoever it cannot keep apart from them. */
export function networkWants(asked: Asked): Named {
  const { place, name } = asked;
  const { platform } = place.deployment;
  const meaning = reachedBy(callersOf(platform, name));
  const want = (names: readonly string[], rule: RuleId): Want => {
    const text = reachedBy(names);
    return as(meaning, text, text === meaning ? [] : [rule], WORDS);
  };
  switch (place.target) {
    case "devenv":
      return { [REACHED_BY]: want(onLaptop(asked), "one-network") };
    case "ec2-compose": {
      const [own, all] = [inProject(asked, callersOf), inProject(asked, knownTo)];
      const extra: RuleId[] = reachedBy(own) === reachedBy(all) ? [] : ["network-of-table"];
      const rules: RuleId[] = reachedBy(own) === meaning ? [] : ["network-of-callers"];
      return { [REACHED_BY]: as(meaning, reachedBy(all), [...rules, ...extra], WORDS) };
    }
    case "ecs": {
      const names = inTasks(asked);
      return { [REACHED_BY]: { ...want(names, "group-of-task"), holds: whicheverRuns(platform, reachedBy(names)) } };
    }
  }
}

const WORDS = "addresses in values";

type Callers = (platform: Platform, service: string) => string[];

/** Services, jobs and tasks that are given an address of it; a proxy sends what is public on, and asks for logins. */
export const callersOf: Callers = (platform, service) =>
  given(platform, service, (route, { proxy }) => route.exposure === "public" || proxy.login?.unmask === route.path);

/** And a proxy whose table names it, be it to refuse. */
const knownTo: Callers = (platform, service) => given(platform, service, () => true);

type IsSent = (route: Route, reference: Of<"proxyConfig">) => boolean;

const given = (platform: Platform, service: string, isSent: IsSent): string[] =>
  Object.entries<Workload>({ ...platform.tasks, ...platform.jobs, ...platform.services })
    .filter(([name, workload]) => name !== service && calls(platform, workload, { service, isSent }))
    .map(([name]) => name);

const calls = (
  platform: Platform,
  workload: Workload,
  { service, isSent }: { readonly service: string; readonly isSent: IsSent },
): boolean =>
  referencesOf(platform, workload).some(
    (reference) =>
      (reference.ref === "address" && reference.service === service) ||
      (reference.ref === "proxyConfig" &&
        platform.routes.some((route) => route.service === service && isSent(route, reference))),
  );

/** The tasks on ECS that it runs in: a job in that of each service that needs it. */
export function tasksOf(platform: Platform, name: string): string[] {
  if (platform.services[name]) return [groupOf(platform, name)];
  if (platform.tasks[name]) return [name];
  return Object.keys(platform.services)
    .filter((service) => name in (platform.services[service]?.needs ?? {}))
    .map((service) => groupOf(platform, service));
}

/** A job that more than one task may run is in one of them, and which that is the order of starting says. */
function whicheverRuns(platform: Platform, text: string): (fact: string) => boolean {
  const isSure = (name: string): boolean => tasksOf(platform, name).length < 2;
  const allowed = text.split(", ");
  return (fact) => {
    const found = fact.split(", ");
    const isAllowed = found.every(
      (name) => allowed.includes(name) || (fact === reachedBy([]) && !allowed.some(isSure)),
    );
    return isAllowed && allowed.filter(isSure).every((name) => found.includes(name));
  };
}

const others = (names: readonly string[], own: string): string[] => names.filter((name) => name !== own);

const onLaptop = ({ place, name }: Asked): string[] => {
  const { services, jobs } = place.deployment.platform;
  const present = Object.keys(services).filter((service) => inContainers(place, service));
  return others([...present, ...Object.keys(jobs)], name);
};

/** Whoever calls it, whomever it calls, and who else calls those: they share a network. Tasks are in none of them. */
function inProject({ place, name }: Asked, callers: Callers): string[] {
  const { platform } = place.deployment;
  const shared = Object.keys(platform.services)
    .map((called) => [called, ...callers(platform, called).filter((caller) => !(caller in platform.tasks))])
    .filter((members) => members.length > 1 && members.includes(name));
  return others(shared.flat(), name);
}

/** All that runs in its own task, and in a task of one of the callers of any in it. */
function inTasks({ place, name }: Asked): string[] {
  const { platform } = place.deployment;
  const [own = name] = tasksOf(platform, name);
  const all = Object.keys({ ...platform.services, ...platform.jobs, ...platform.tasks });
  const inTask = (task: string): string[] => all.filter((each) => tasksOf(platform, each).includes(task));
  const calling = inTask(own).flatMap((called) => callersOf(platform, called));
  const tasks = new Set([own, ...calling.flatMap((caller) => tasksOf(platform, caller))]);
  return others([...tasks].flatMap(inTask), name);
}
