import { sameDirectory } from "./host-paths";
import type { RenderedContainer } from "../../../model/rendered";
import type { Input } from "./rule";
import { rule, inService, running, named, shown } from "./rule";

export const nameMountsAsTheHostDoes = rule({
  id: 76,
  group: "storage",
  title: "what the daemon of a host is told to mount is what the processor mounts itself",
  severity: "breaks",
  consequence: "the sandbox gets an empty directory that Docker makes for it, and each run of code fails",
  fix: "leave HOST_EXEC_WORKSPACE_PATH and HOST_BUNDLES_PATH to the model",
  source: "code",
  looksAt: "HOST_EXEC_WORKSPACE_PATH and HOST_BUNDLES_PATH, and the mounts of the processor",
  idle: (input) => (dockerProcessors(input).length === 0 ? "no processor runs code through Docker" : undefined),
  run: (input) =>
    dockerProcessors(input).flatMap((each) =>
      Object.entries(PAIRS).flatMap(([variable, root]) => {
        const [said, path] = [each.environment[variable], each.environment[root]];
        const mount = each.mounts.find((other) => other.path === path);
        const needed = variable === "HOST_EXEC_WORKSPACE_PATH";
        if (said === undefined) return needed ? [inService("chat-proc", `${named(each)} has no ${variable}`)] : [];
        return mount && sameDirectory(said, mount.source)
          ? []
          : [
              inService(
                "chat-proc",
                `${variable} of ${named(each)} is ${said}, mounted at ${shown(path)} is ${shown(mount?.source)}`,
              ),
            ];
      }),
    ),
});

const PAIRS: Readonly<Record<string, string>> = {
  HOST_EXEC_WORKSPACE_PATH: "EXEC_WORKSPACE_ROOT",
  HOST_BUNDLES_PATH: "AGENTIC_BUNDLES_ROOT",
};

const dockerProcessors = (input: Input): RenderedContainer[] =>
  running(input, "chat-proc").filter(({ environment }) => (environment["EXEC_RUNTIME_MODE"] ?? "docker") === "docker");
