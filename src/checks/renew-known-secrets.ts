import { knownNames } from "../config/suggest";
import type { Check } from "./check";
import { at } from "./check";
import { has } from "./walk";

/** 35 · A version of a secret that is not there would rotate nothing, and nobody would notice. */
export const renewKnownSecrets: Check = {
  id: 35,
  title: "secrets.versions names secrets of the platform",
  severity: "breaks",
  run: ({ environment, platform: { secrets } }) =>
    Object.keys(environment.secrets?.versions ?? {})
      .filter((name) => !has(secrets, name))
      .map((name) =>
        at(["secrets", "versions", name]).isNamed(
          `there is no secret ${name}; ${knownNames(name, Object.keys(secrets))}`,
        ),
      ),
};
