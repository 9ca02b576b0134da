import { OPEN_FILES } from "../../model/hardening";

/** Said in every container, so that no plan finds a default of ECS's that is not ours. */
export const hardening = (of: { readonly readOnlyRoot: boolean; readonly drop: readonly string[] }) => ({
  privileged: false,
  readonlyRootFilesystem: of.readOnlyRoot,
  // A zombie of a health check or a shell is nobody's else to collect.
  linuxParameters: { capabilities: { drop: of.drop }, initProcessEnabled: true },
  ulimits: [{ name: "nofile", softLimit: OPEN_FILES, hardLimit: OPEN_FILES }],
});
