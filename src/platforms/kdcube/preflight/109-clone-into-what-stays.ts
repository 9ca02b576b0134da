import { gitIsOn } from "./bundle-entries";
import { rule, inSettings, running, named } from "./rule";

export const cloneIntoWhatStays = rule({
  id: 109,
  group: "bundles",
  title: "a processor that clones is not told the host's path of its bundles",
  severity: "breaks",
  consequence: "it clones into a directory that nothing mounts: lost with each restart, and unseen by the sandbox",
  fix: "leave HOST_BUNDLES_PATH to the model",
  source: "code",
  looksAt: "HOST_BUNDLES_PATH where BUNDLE_GIT_RESOLUTION_ENABLED is on",
  run: (input) =>
    running(input, "chat-proc")
      .filter((each) => gitIsOn(each) && each.environment["HOST_BUNDLES_PATH"] !== undefined)
      .map((each) =>
        inSettings(
          "bundles.delivery",
          `${named(each)} clones, and has HOST_BUNDLES_PATH ${each.environment["HOST_BUNDLES_PATH"]}`,
        ),
      ),
});
