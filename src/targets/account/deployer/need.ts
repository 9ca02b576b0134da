/** Which policy it goes into; one is read at a time. */
export type Topic = "network" | "compute" | "data" | "identity" | "signals" | "state";

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Where a resource will be, and what is called what there. */
export interface Where {
  readonly account: string;
  readonly region: string;
  readonly platform: string;
  /** `<platform>-<environment>` */
  readonly prefix: string;
  /** Physical names of a Terraform type's argument (`aws_lb.name`) in this environment, as patterns of IAM. */
  readonly names: (attribute: string) => readonly string[];
}

/** What Terraform must be allowed for one type. */
export interface Need {
  readonly topic: Topic;
  readonly actions: readonly string[];
  /**
   * ARNs from the service on, `rds:db:{aws_db_instance.identifier}`: an argument in braces stands for the names it has,
   * as patterns, and with an exclamation mark for these names themselves.
   * None: the actions know no resource, or are made before there is one.
   */
  readonly on: readonly string[];
  readonly when?: (where: Where) => Condition;
  /** Refused, whatever else the deployer is given. @default - allowed */
  readonly effect?: "Deny";
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Actions on ARNs, both separated by blanks. */
export const need =
  (topic: Topic) =>
  (actions: string, on: string, when?: Need["when"]): Need => ({
    topic,
    actions: words(actions),
    on: words(on),
    ...(when && { when }),
  });

/**
 * Actions that know no resource (Service Authorization Reference: no resource type), or that only list: a policy with
 * anything but `*` would never match.
 */
export const look =
  (topic: Topic) =>
  (actions: string, when?: Need["when"]): Need => ({ topic, actions: words(actions), on: [], ...(when && { when }) });

/** What carries the platform's tag, which the provider's default tags put on everything. */
export const ours = ({ platform }: Where): Condition => ({ StringEquals: { "aws:ResourceTag/platform": platform } });

/** What is made with the platform's tag. */
export const asOurs = ({ platform }: Where): Condition => ({ StringEquals: { "aws:RequestTag/platform": platform } });

/** A role of the environment's own may be given to these services and to no other. */
export const passes = (...services: readonly string[]): Need => ({
  topic: "identity",
  actions: ["iam:PassRole"],
  on: ["iam:role/{aws_iam_role.name}"],
  when: () => ({ StringEquals: { "iam:PassedToService": services.map((service) => `${service}.amazonaws.com`) } }),
});

/** The role that a service makes for itself when it is first used in an account. */
export const linked = (...services: readonly string[]): Need => ({
  topic: "identity",
  actions: ["iam:CreateServiceLinkedRole"],
  on: services.map((service) => `iam:role/aws-service-role/${service}.amazonaws.com/*`),
  when: () => ({ StringEquals: { "iam:AWSServiceName": services.map((service) => `${service}.amazonaws.com`) } }),
});

/** A key is used by the services that hold the data, never by the deployer's own hand. */
export const via =
  (...services: readonly string[]): NonNullable<Need["when"]> =>
  ({ region }) => ({
    StringEquals: { "kms:ViaService": services.map((service) => `${service}.${region}.amazonaws.com`) },
  });

/** A list by name, state or prefix, which IAM reads as a call on all of them. */
export const READ_ALARMS: Need = need("signals")("cloudwatch:DescribeAlarms", "cloudwatch:alarm:*");

/** Never done, on anything, not even where somebody attaches a policy that allows it. */
export const never =
  (topic: Topic) =>
  (actions: string): Need => ({ topic, actions: words(actions), on: [], effect: "Deny" });

export type Table = Readonly<Record<string, readonly Need[]>>;
