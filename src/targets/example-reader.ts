import type { Output } from "./outputs";

/** Answers as a foundation would that has been applied: with the examples of the interface. */
export const exampleReader = {
  text: (output: Output<"string">): string => output.example,
  list: (output: Output<"list">): string[] => [...output.example],
};
