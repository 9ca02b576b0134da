import type { Service } from "../../model/service";
import { EDGE } from "../facts";
import type { Place } from "../places";
import type { RuleId } from "../rules";
import * as container from "./container";
import { edgeWants, reached } from "./edge";
import { mountWants } from "./mounts";
import { networkWants } from "./network";
import { inContainers } from "./references";
import { secretWants } from "./secrets";
import { instanceWants, sizeWants } from "./size";
import { variableWants } from "./values";
import { not, type Asked, type Named, type Wants, type Kind } from "./want";

/** Service, job or task → all that the model means it to have at this place. */
export function wantsOf(place: Place): Readonly<Record<string, Wants>> {
  const { services, jobs, tasks } = place.deployment.platform;
  const entries: (readonly [string, Wants])[] = [
    ...Object.entries(services).map(([name, service]) => [name, serviceWants({ place, name }, service)] as const),
    ...Object.entries(jobs).map(([name, job]) => {
      const asked = { place, name };
      const own = { ...workloadWants(asked, job, "job"), health: {}, port: {} };
      return [name, { ...own, size: { ...own.size, ...instanceWants(asked, "job") } }] as const;
    }),
    ...Object.keys(tasks).map((name) => [name, taskWants({ place, name })] as const),
  ];
  return { ...Object.fromEntries(entries), [EDGE]: doorWants(place) };
}

/** A proxy of our own runs as a process where the platform's services do. */
function doorWants(place: Place): Wants {
  const { kind, proxy } = place.deployment.environment.edge;
  const wants = edgeWants(place);
  const runs = place.target !== "devenv" || kind !== "proxy" || proxy === undefined || inContainers(place, proxy);
  return runs ? wants : nowhere(wants, "mode-infra");
}

type Base = Omit<Wants, "size"> & { readonly size: Named };

function serviceWants(asked: Asked, service: Service): Wants {
  const { place, name } = asked;
  const { route, timeout, drain, health } = reached(asked, service);
  const own = workloadWants(asked, service, "service");
  const wants: Wants = {
    ...own,
    port: container.portWants(asked, service),
    network: networkWants(asked),
    route: route ?? {},
    timeout: timeout ?? {},
    health: { ...container.healthWants(asked, service), ...health },
    size: { ...own.size, ...instanceWants(asked, "service") },
    drain: { ...container.stopWants(service), ...drain },
  };
  return place.target === "devenv" && !inContainers(place, name) ? nowhere(wants, "mode-infra") : wants;
}

function workloadWants(asked: Asked, workload: Parameters<typeof secretWants>[1], kind: Kind): Base {
  const ports = "ports" in workload ? Object.values((workload as Service).ports) : [];
  return {
    image: container.imageWants(asked, workload),
    command: container.commandWants(workload),
    variable: variableWants(asked, workload),
    secret: secretWants(asked, workload),
    ...mountWants(asked, workload),
    size: sizeWants(asked, workload, kind),
    user: container.userWants(asked, workload, ports),
    log: container.logWants(asked),
    life: container.lifeWants(asked, kind),
  };
}

/** On ECS a definition of its own; elsewhere the service that starts it tells the engine everything. */
function taskWants(asked: Asked): Wants {
  const { place, name } = asked;
  const task = place.deployment.platform.tasks[name];
  if (!task) return {};
  const wants = { ...workloadWants(asked, task, "task"), network: networkWants(asked) };
  if (place.target === "ecs") return wants;
  if (place.target === "devenv" && place.deployment.environment.devenv?.mode === "infra")
    return nowhere(wants, "mode-infra");
  return { ...nowhere(wants, "task-by-starter"), image: wants.image ?? {} };
}

const nowhere = (wants: Wants, rule: RuleId): Wants =>
  Object.fromEntries(
    Object.entries(wants).map(([aspect, named]) => [
      aspect,
      Object.fromEntries(Object.entries(named).map(([name, { meaning, from }]) => [name, not(meaning, rule, from)])),
    ]),
  );
