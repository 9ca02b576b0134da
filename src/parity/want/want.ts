import type { Aspect } from "../facts";
import type { Place } from "../places";
import type { RuleId } from "../rules";

/** What a place should have of one thing, and which rules make it so. */
export type Want = {
  /** The model's own text, the same at every place: what is compared between two environments. */
  readonly meaning: string;
  /** Where it comes from, in the model's words. */
  readonly from: string;
} & (Here | NotHere);

export interface Here {
  readonly text: string;
  /** None: as the model says it. */
  readonly rules: readonly RuleId[];
  /** Where a rule allows more than one text. @default - the text and no other */
  readonly holds?: (fact: string) => boolean;
}

export interface NotHere {
  readonly absent: RuleId;
}

export type Named = Readonly<Record<string, Want>>;
export type Wants = Readonly<Partial<Record<Aspect, Named>>>;

/** Where, and for whom. */
export interface Asked {
  readonly place: Place;
  /** A service, a job or a task. */
  readonly name: string;
}

/** What runs for ever, to completion, or when somebody starts it. */
export type Kind = "service" | "job" | "task";

/** As the model says it. */
export const same = (text: string, from = "model"): Want => ({ meaning: text, from, text, rules: [] });

/** The same meaning, said as this place says it. */
export const as = (meaning: string, text: string, rules: readonly RuleId[], from = "model"): Want => ({
  meaning,
  from,
  text,
  rules,
});

export const not = (meaning: string, absent: RuleId, from = "model"): Want => ({ meaning, from, absent });
