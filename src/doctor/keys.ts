import type { Deployment } from "../deployment";
import { byKey } from "../model/reference";
import { variableOf } from "../model/secret";
import { about, type Finding } from "./finding";

/** The platform starts without them, and what a third party does for it does not work. */
export function judgeKeys({ platform }: Pick<Deployment, "platform">, variables: readonly string[]): Finding[] {
  const { fine, advice } = about("keys");
  return Object.entries(platform.secrets)
    .sort(byKey)
    .flatMap(([name, secret]) => {
      if (secret.kind !== "supplied") return [];
      const variable = variableOf(name);
      return variables.includes(variable)
        ? [fine(`key ${name}`, "set")]
        : [advice(`key ${name}`, "not set, so it is empty", `export TF_VAR_${variable}=…`)];
    });
}
