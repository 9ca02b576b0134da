import type { RenderedContainer } from "../../../model/rendered";
import { noEntries, gitIsOn, registries, overSsh } from "./bundle-entries";
import type { Fault } from "./rule";
import { rule, inSettings, named, shown } from "./rule";

export const cloneWithAKey = rule({
  id: 102,
  group: "bundles",
  title: "a processor that clones has a lock, keys for ssh, and a directory to clone into; one that does not says so",
  severity: "breaks",
  consequence: "two processors clone into one directory at once, or none can: 'Permission denied (publickey)'",
  fix: "set settings.bundles.delivery to git, or to where the bundles are",
  source: "documents",
  looksAt: "BUNDLE_GIT_… and GIT_SSH_… of the processor, its mounts",
  idle: noEntries,
  run: (input) =>
    registries(input).flatMap(({ container, entries }) => {
      const { environment, mounts } = container;
      if (!gitIsOn(container)) return [];
      const at = (text: string): Fault => inSettings("bundles.delivery", `${named(container)} ${text}`);
      if (environment["BUNDLE_GIT_RESOLUTION_ENABLED"] === undefined)
        return [at("does not say whether it clones, and so it does")];
      const root = mounts.find(({ path }) => path === environment["AGENTIC_BUNDLES_ROOT"]);
      const ssh = entries.some(({ fields }) => overSsh(fields["repo"]));
      const keys = ["GIT_SSH_KEY_PATH", "GIT_SSH_KNOWN_HOSTS"].filter(
        (variable) => !mounted(container, environment[variable]),
      );
      return [
        ...(environment["BUNDLE_GIT_REDIS_LOCK"] === "1" ? [] : [at("clones without a lock")]),
        ...(root && !root.readOnly
          ? []
          : [at(`clones into ${shown(environment["AGENTIC_BUNDLES_ROOT"])}, where it cannot write`)]),
        ...(ssh && keys.length > 0 ? [at(`clones over ssh without ${keys.join(" and ")}`)] : []),
      ];
    }),
});

const mounted = ({ mounts, files }: RenderedContainer, path: string | undefined): boolean =>
  path !== undefined && (path in files || mounts.some((mount) => mount.path === path));
