import { knownNames } from "../config/suggest";
import type { Check, CheckInput } from "./check";
import { at } from "./check";
import { has } from "./walk";

const isAdopted = ({ adopt }: CheckInput["environment"], name: string): boolean => has(adopt?.secrets ?? {}, name);

/** 35 · A version of a secret that is not there would rotate nothing, and nobody would notice. */
export const renewKnownSecrets: Check = {
  id: 35,
  title: "secrets.versions names secrets that are written here",
  severity: "breaks",
  run: ({ environment, platform: { secrets } }) =>
    Object.keys(environment.secrets?.versions ?? {})
      // Of an adopted one the number says that its owner has changed it: who reads it is rolled.
      .filter((name) => !has(secrets, name) || (secrets[name]?.kind === "supplied" && !isAdopted(environment, name)))
      .map((name) =>
        at(["secrets", "versions", name]).isNamed(
          has(secrets, name)
            ? `${name} is supplied by an operator, who writes its new value; remove this`
            : `there is no secret ${name}; ${knownNames(name, Object.keys(secrets))}`,
        ),
      ),
};
