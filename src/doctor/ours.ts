import type { Deployment } from "../deployment";
import { labelRecord } from "../targets/devenv/labels";
import type { LabelledFact } from "./facts";

/** By the labels that all of an environment's containers, networks and volumes have. */
export const isOurs = (
  deployment: Pick<Deployment, "environment" | "platform">,
  { labels }: Pick<LabelledFact, "labels">,
): boolean => Object.entries(labelRecord(deployment)).every(([label, value]) => labels[label] === value);
