import { startOrder, type Wait } from "../migration/start-order";
import type { Check, CheckInput, Fault } from "./check";
import { at, inPlatform } from "./check";
import { usesEcs } from "./walk";

/** 74 · ECS has no order of its own: a need that nothing keeps is a service that starts too early, now and then. */
export const keepStartOrder: Check = {
  id: 74,
  title: "what a service on ECS waits for until it is healthy is kept waiting by something",
  severity: "breaks",
  run: (input) =>
    unkept(input)
      .filter(({ condition }) => condition === "healthy")
      .map((wait) => fault(input, wait, "move both in one phase, or need it started and try again in the application")),
};

/** 75 · A job of another workspace may run after the service that waits for it: with a release that changes the schema. */
export const keepJobsFirst: Check = {
  id: 75,
  title: "a job should have run before the services on ECS that wait for it, in whatever workspace they are",
  severity: "degrades",
  run: (input) =>
    unkept(input)
      .filter(({ condition }) => condition === "completed")
      .map((wait) => fault(input, wait, `apply ${wait.by} first when a release changes what the job does`)),
};

function unkept(input: CheckInput): Wait[] {
  const { environment, platform, migration } = input;
  if (!usesEcs(environment) || (environment.migration && !migration)) return [];
  const home = environment.target === "ecs" ? "ecs" : "compose";
  return startOrder({ platform, home, migration }).filter(({ keeper }) => keeper === "nothing");
}

function fault({ environment }: CheckInput, { service, need, condition, by }: Wait, fix: string): Fault {
  const text = `${service} waits until ${need} is ${condition}, which ${by} runs, and nothing applies that first; ${fix}`;
  return environment.migration ? at("migration.phases").is(text) : inPlatform(text);
}
