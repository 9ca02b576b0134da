/** In the order in which they are printed: what everything else needs comes first. */
const TOPICS = [
  "engine",
  "terraform",
  "ports",
  "images",
  "paths",
  "disk",
  "memory",
  "leftovers",
  "keys",
  "rest",
] as const;
export type Topic = (typeof TOPICS)[number];

/** fine: nothing to do; fault: an apply would fail; advice: it would not, but the reader may be surprised. */
export type Mark = "fine" | "fault" | "advice";

/** One line about the machine. */
export interface Finding {
  readonly topic: Topic;
  readonly mark: Mark;
  /** `port 5432` */
  readonly what: string;
  readonly detail: string;
  /** What to type, or what to change where. */
  readonly remedy?: string;
}

/** The three marks of one topic, so that a judgement reads as a list of sentences. */
export const about = (topic: Topic) => ({
  fine: (what: string, detail: string): Finding => ({ topic, mark: "fine", what, detail }),
  fault: (what: string, detail: string, remedy: string): Finding => ({ topic, mark: "fault", what, detail, remedy }),
  advice: (what: string, detail: string, remedy?: string): Finding => ({
    topic,
    mark: "advice",
    what,
    detail,
    ...(remedy !== undefined && { remedy }),
  }),
});

/** By topic; within one, as it was found. */
export const inOrder = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic));
