import type { DerivedStatement } from "./derive";
import type { Topic } from "./need";

/** A managed policy's characters, without blanks. Source: IAM, "IAM and AWS STS quotas". */
export const POLICY_CHARACTERS = 6144;
/** Managed policies of one role, unless a higher quota was asked for. Source: the same. */
export const POLICIES_OF_A_ROLE = 10;

/** One managed policy, small enough for IAM. */
export interface SizedPolicy {
  /** `network`, `data`, `data-2`, … */
  readonly name: string;
  readonly document: object;
}

/** Few policies, each of things that are read together. */
const GROUPS: Readonly<Record<string, readonly Topic[]>> = {
  network: ["network"],
  services: ["compute", "identity", "signals"],
  data: ["state", "data"],
};

/** The statements as policies by group, each within IAM's limits. Throws when one role could not hold them all. */
export function policiesOf(statements: readonly DerivedStatement[]): SizedPolicy[] {
  const policies = Object.entries(GROUPS).flatMap(([group, topics]) => {
    const own = topics.flatMap((topic) => statements.filter((statement) => statement.topic === topic));
    return packed(own.map(asIam)).map((some, index) => ({
      name: index === 0 ? group : `${group}-${index + 1}`,
      document: documentOf(some),
    }));
  });
  if (policies.length > POLICIES_OF_A_ROLE) {
    throw new Error(`the deployer needs ${policies.length} policies, and a role may have ${POLICIES_OF_A_ROLE}`);
  }
  return policies;
}

const documentOf = (statements: readonly object[]): object => ({ Version: "2012-10-17", Statement: statements });

const asIam = ({ actions, resources, condition, effect }: DerivedStatement): object => ({
  Effect: effect ?? "Allow",
  Action: actions,
  Resource: resources,
  ...(condition && { Condition: condition }),
});

/** In order, a new policy whenever the next statement would not fit. */
function packed(statements: readonly object[]): object[][] {
  const policies: object[][] = [];
  for (const statement of statements) {
    const alone = sizeOf(documentOf([statement]));
    if (alone > POLICY_CHARACTERS) throw new Error(`one statement of the deployer has ${alone} characters`);
    const last = policies.at(-1);
    if (last && sizeOf(documentOf([...last, statement])) <= POLICY_CHARACTERS) last.push(statement);
    else policies.push([statement]);
  }
  return policies;
}

export const sizeOf = (document: object): number => JSON.stringify(document).length;
