import type { Service } from "../model/service";
import type { Check, Fault } from "./check";
import { at } from "./check";
import { servicesOnEcs } from "./walk";

/** 70 · Spot takes a task back with two minutes' notice: a stream ends, and a turn from a queue is lost. */
export const interruptWhatMayBe: Check = {
  id: 70,
  title: "on Fargate Spot runs what may be interrupted, and what would be cut says that it may",
  severity: "breaks",
  run: (input) =>
    servicesOnEcs(input).flatMap(([name, service]) => {
      const may = input.environment.services[name]?.interruptible;
      return service.capacity === "fargate-spot" ? cut(name, service, may ?? false) : idle(name, may);
    }),
};

function cut(name: string, service: Service, may: boolean): Fault[] {
  const what =
    service.consumes !== undefined
      ? `takes work from ${service.consumes}`
      : service.traffic !== "request"
        ? `holds ${service.traffic}s open`
        : service.instances === "one"
          ? "runs only once, so nothing stands in for it"
          : undefined;
  if (what === undefined || may) return [];
  return [
    at(["services", name, "capacity"]).is(
      `fargate-spot may stop it two minutes after a notice, and it ${what}; take fargate, or add interruptible: true`,
    ),
  ];
}

const idle = (name: string, may: boolean | undefined): Fault[] =>
  may === undefined
    ? []
    : [at(["services", name, "interruptible"]).is("has no meaning without capacity fargate-spot; remove it")];
