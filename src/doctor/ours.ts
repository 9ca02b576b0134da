import type { Deployment } from "../deployment";
import type { LabelledFact } from "./facts";

/** By the labels that all of an environment's containers, networks and volumes have. */
export const isOurs = (
  { environment }: Pick<Deployment, "environment">,
  { labels }: Pick<LabelledFact, "labels">,
): boolean =>
  labels["ferry.platform"] === environment.platform && labels["ferry.environment"] === environment.environment;
