import type { Deployment } from "../../deployment";

type Labelled = Pick<Deployment, "platform" | "environment">;

interface Label {
  readonly label: string;
  readonly value: string;
}

/** By which everything of ours is found again: `docker ps --filter label=ferry.environment=dev`. */
export const labelRecord = ({ platform, environment }: Labelled): Record<string, string> => ({
  "ferry.environment": environment.environment,
  "ferry.platform": platform.name,
});

export const labelsOf = (stack: Labelled): Label[] =>
  Object.entries(labelRecord(stack)).map(([label, value]) => ({ label, value }));
