import { composeServices, phaseOf } from "../migration/ownership";
import { connectionBudgets, type Budget, type Places } from "../model/connections";
import type { CheckInput } from "./check";
import { servicesOnEcs } from "./walk";

/** Who may hold how many connections at once, where this environment runs it. None on a laptop: it has one of each. */
export function budgetsOf(input: CheckInput): Budget[] {
  const { environment, platform } = input;
  if (environment.target === "devenv") return [];
  const onEcs = new Set(servicesOnEcs(input).map(([name]) => name));
  return connectionBudgets({
    platform,
    places: (service) => placesOf(input, service, onEcs),
    classOf: (store) => environment.stores[store]?.instanceClass,
    isAdopted: (store) => environment.adopt?.stores[store] !== undefined,
  });
}

/** A phase that is planned is counted as it will be: its database has to bear it on the day it moves. */
function placesOf({ platform, migration }: CheckInput, service: string, onEcs: ReadonlySet<string>): Places {
  const planned = phaseOf(migration, service)?.state === "planned";
  const onHost = migration && composeServices({ platform, home: "compose", migration })[service] === "running";
  return { ecs: onEcs.has(service), host: Boolean(onHost) && !planned };
}
