import { rule, inStore, noneOnEcs } from "./rule";

export const mountAccessPointsAtTheirRoot = rule({
  id: 89,
  group: "storage",
  title: "a volume with an access point names no directory of its own",
  severity: "breaks",
  consequence: "ECS refuses the task definition",
  fix: "let the access point have the directory",
  source: "fixture",
  looksAt: "EFS volumes of task definitions",
  idle: noneOnEcs,
  run: ({ rendered }) =>
    rendered.units.flatMap(({ name, volumes }) =>
      volumes
        .filter(
          ({ accessPoint, rootDirectory }) =>
            accessPoint !== undefined && rootDirectory !== undefined && rootDirectory !== "/",
        )
        .map(({ name: volume, rootDirectory }) =>
          inStore(volume, `the task of ${name} mounts ${rootDirectory} of it besides its access point`),
        ),
    ),
});
