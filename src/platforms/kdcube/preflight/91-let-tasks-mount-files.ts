import { unitOf, allowing } from "./network";
import { rule, inStore, runningOn } from "./rule";

export const letTasksMountFiles = rule({
  id: 91,
  group: "storage",
  title: "a task that mounts shared files may do so by its own role, from every zone that it runs in",
  severity: "breaks",
  consequence: "the task never leaves PENDING: 'access denied by server', or no mount target in its zone",
  fix: "keep the shared mount in the model: grant, port and mount targets follow from it",
  source: "documents",
  looksAt: "elasticfilesystem actions of task roles, mount targets, zones",
  idle: (input) =>
    input.rendered.units.some(({ volumes }) => volumes.some(({ fileSystem }) => fileSystem))
      ? undefined
      : "no task mounts shared files",
  run: (input) => [
    ...runningOn(input, "ecs").flatMap((each) =>
      each.mounts
        .filter(({ kind }) => kind === "shared")
        .flatMap(({ source, readOnly }) => {
          const system = unitOf(input, each)?.volumes.find(({ name }) => name === source)?.fileSystem ?? "?";
          const missing = [
            "elasticfilesystem:ClientMount",
            ...(readOnly ? [] : ["elasticfilesystem:ClientWrite"]),
          ].filter(
            (action) =>
              !allowing(unitOf(input, each)?.allows ?? [], action).some(({ resources }) =>
                resources.some((resource) => resource.includes(system)),
              ),
          );
          return missing.length === 0
            ? []
            : [inStore(source, `the role of ${each.unit} lacks ${missing.join(" and ")}`)];
        }),
    ),
    ...input.rendered.files.flatMap(({ name, subnets }) =>
      subnets !== undefined && subnets.length < input.rendered.zones.length
        ? [inStore(name, `${subnets.length} mount targets for tasks in ${input.rendered.zones.length} zones`)]
        : [],
    ),
  ],
});
