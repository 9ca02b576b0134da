import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Severity } from "../model/metric";
import { physicalName } from "../model/naming";
import { runbookLink, type Runbook } from "../model/runbook";
import { metricAlarm, type AlarmRule } from "../modules/alarm";

/** The address of each severity's topic. */
export type Topics = Readonly<Record<Severity, string>>;

export interface TargetAlarm extends AlarmRule {
  /** What it is about: a service, a store, `load-balancer`. */
  readonly thing: string;
  /** What is wrong with it, as its name ends: `cpu`. */
  readonly what: string;
  readonly severity: Severity;
  readonly runbook: Runbook;
  /** The same in a few words: `CPU above 80 % for five minutes`. */
  readonly says: string;
  /** What AWS itself does about it, by ARN, beside telling somebody. @default - nothing */
  readonly does?: readonly string[];
}

/** The alarms of one workspace: `<platform>-<environment>-<thing>-<what>`, each with a page of what to do. */
export class Alarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly words: readonly [string, ...string[]],
    private readonly topics: Topics,
    /** What must stand before they look. */
    private readonly after?: readonly ITerraformDependable[],
  ) {
    super(scope, id);
  }

  /** Gives the alarm's name, which is known before it stands. */
  add({ thing, what, severity, runbook, says, does = [], ...rule }: TargetAlarm): string {
    const alarm = metricAlarm(this, `${thing}-${what}`, {
      ...rule,
      name: physicalName("other", ...this.words, thing, what),
      description: `${thing} of ${this.words.join("-")}: ${says}. ${runbookLink(runbook)}`,
      actions: [this.topics[severity], ...does],
      okActions: [this.topics[severity]],
      ...(this.after && { dependsOn: this.after }),
    });
    return alarm.alarmName;
  }
}
