import type { Applied } from "./derive";
import { AWS_MANAGED } from "./managed";
import { POLICY_CHARACTERS, sizeOf } from "./policies";

export interface Bounded {
  readonly platform: string;
  readonly account: string;
  readonly workspaces: readonly Applied[];
  /** ARN of the bucket that every workspace keeps its state in. */
  readonly stateBucketArn: string;
}

interface Attached {
  readonly address: string;
  readonly actions: readonly string[];
  /** Services that a role of the environment is handed to. */
  readonly passedTo: readonly string[];
}

const PASS = "iam:PassRole";

/** Who may do these could be anybody: no role of a workspace is given one, whatever its policy says. */
const NEVER = /^(?:iam|organizations|account|sts):|^\*/i;

/** Everything in IAM that changes something; to hand on a role and to look are left. */
const CHANGES_OF_IAM = [
  ...["Add", "Attach", "Change", "Create", "Deactivate", "Delete", "Detach", "Disable", "Enable", "Put", "Remove"],
  ...["Reset", "Resync", "Set", "Tag", "Untag", "Update", "Upload"],
].map((verb) => `iam:${verb}*`);

/**
 * The most that a role made by the deployer may ever do: what the roles of the workspaces have now, on anything, and
 * nothing of identities, accounts and states. Source: IAM, "Permissions boundaries for IAM entities". Throws where a
 * role has what no boundary may allow, or a managed policy of which nobody said what is in it.
 */
export function boundaryOf({ platform, account, workspaces, stateBucketArn }: Bounded): object {
  const attached = workspaces.flatMap(({ name, json }) => [
    ...policiesIn(name, json.resource?.["aws_iam_role_policy"]),
    ...managedIn(name, json.resource?.["aws_iam_role_policy_attachment"]),
  ]);
  const refused = attached.find(({ actions }) => actions.some((action) => NEVER.test(action)));
  if (refused) {
    const action = refused.actions.find((each) => NEVER.test(each));
    throw new Error(`${refused.address} allows ${action}, which no role of a workspace may have`);
  }
  const actions = sorted(attached.flatMap((each) => each.actions));
  const services = sorted(attached.flatMap(({ passedTo }) => passedTo));
  const environments = sorted(workspaces.map(({ environment }) => environment));
  const document = {
    Version: "2012-10-17",
    Statement: [
      ...(actions.length > 0 ? [{ Effect: "Allow", Action: actions, Resource: "*" }] : []),
      ...(services.length > 0
        ? [
            {
              Effect: "Allow",
              Action: PASS,
              Resource: environments.map((each) => `arn:aws:iam::${account}:role/${platform}-${each}-*`),
              Condition: { StringEquals: { "iam:PassedToService": services } },
            },
          ]
        : []),
      // Said although nothing above allows it: what is added there by mistake is still refused, the boundary's own end too.
      { Effect: "Deny", Action: ["account:*", ...CHANGES_OF_IAM, "organizations:*"], Resource: "*" },
      // States hold what every environment is; a backup of any bucket or a role with all buckets stops here.
      { Effect: "Deny", Action: "s3:*", Resource: [stateBucketArn, `${stateBucketArn}/*`] },
    ],
  };
  const size = sizeOf(document);
  if (size > POLICY_CHARACTERS)
    throw new Error(`the boundary of roles has ${size} characters, and IAM allows ${POLICY_CHARACTERS}`);
  return document;
}

type Blocks = Readonly<Record<string, unknown>> | undefined;

/** Roles' own policies. A reference in them may hold quotes, and which resource it is does not matter here. */
function policiesIn(workspace: string, blocks: Blocks): Attached[] {
  return Object.entries((blocks ?? {}) as Record<string, { readonly policy?: unknown }>).flatMap(
    ([name, { policy }]) => {
      if (typeof policy !== "string") return [];
      const { Statement: statements } = JSON.parse(policy.replaceAll(/\$\{[^{}]*\}/g, "reference")) as {
        readonly Statement: readonly {
          readonly Action: string | readonly string[];
          readonly Condition?: { readonly StringEquals?: Readonly<Record<string, string | readonly string[]>> };
        }[];
      };
      return statements.map(({ Action, Condition }) => {
        const all = [Action].flat();
        const passed = [Condition?.StringEquals?.["iam:PassedToService"] ?? []].flat();
        // One that may be handed to any service stays among the actions, where it is refused.
        const passedTo = all.includes(PASS) ? passed : [];
        const actions = all.filter((action) => action !== PASS || passed.length === 0);
        return { address: `${workspace}: aws_iam_role_policy.${name}`, actions, passedTo };
      });
    },
  );
}

function managedIn(workspace: string, blocks: Blocks): Attached[] {
  return Object.entries((blocks ?? {}) as Record<string, { readonly policy_arn?: unknown }>).flatMap(
    ([name, { policy_arn: arn }]) => {
      if (typeof arn !== "string") return [];
      const address = `${workspace}: aws_iam_role_policy_attachment.${name}`;
      const policy = /^arn:aws:iam::aws:policy\/(?:.+\/)?([^/]+)$/.exec(arn)?.[1] ?? "";
      const actions = Object.hasOwn(AWS_MANAGED, policy) ? AWS_MANAGED[policy] : undefined;
      if (actions) return [{ address, actions, passedTo: [] }];
      throw new Error(
        `${address} attaches ${arn}, and the boundary does not know what it allows; add it to managed.ts`,
      );
    },
  );
}

const sorted = (words: readonly string[]): string[] => [...new Set(words)].sort();
