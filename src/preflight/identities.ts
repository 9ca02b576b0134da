import type { RenderedStatement } from "../model/rendered";
import { block, blocks, nameIn, resources, text, texts, type Block, type Root } from "./json";

/** What the role of this name may do, as its own policies say it. */
export function statementsOf(root: Root, role: string | undefined): RenderedStatement[] {
  if (role === undefined) return [];
  return resources(root, "aws_iam_role_policy")
    .filter(([, policy]) => nameIn(policy["role"], "aws_iam_role") === role)
    .flatMap(([, policy]) => blocks((JSON.parse(text(policy["policy"])) as Block)["Statement"]).map(statement));
}

const statement = (of: Block): RenderedStatement => ({
  actions: texts(of["Action"]),
  resources: texts(of["Resource"]),
  condition: JSON.stringify(block(of["Condition"])),
});
