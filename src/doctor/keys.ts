import type { Deployment } from "../deployment";
import { byKey } from "../model/reference";
import { variableOf } from "../model/secret";
import { laptopSecrets } from "../rendering/object-store";
import type { LaptopFacts } from "./facts";
import { about, type Finding } from "./finding";

/** Most can be missing, and what a third party does does not work; a value that Terraform will refuse is a fault. */
export function judgeKeys(
  { platform }: Pick<Deployment, "platform">,
  { variables, unfit }: Pick<LaptopFacts, "variables" | "unfit">,
): Finding[] {
  const { fine, fault, advice } = about("keys");
  return Object.entries(laptopSecrets(platform))
    .sort(byKey)
    .flatMap(([name, secret]) => {
      const variable = variableOf(name);
      const why = unfit[name];
      if (why !== undefined) return [fault(`key ${name}`, why, `export TF_VAR_${variable}=…`)];
      if (secret.kind !== "supplied") return [];
      return variables.includes(variable)
        ? [fine(`key ${name}`, "set")]
        : [advice(`key ${name}`, "not set, so it is empty", `export TF_VAR_${variable}=…`)];
    });
}
