import type { Json, JsonObject } from "./json";

/** One value of another workspace, as its outputs interface describes it. */
export interface FixtureOutput {
  readonly name: string;
  readonly type: "string" | "list";
  readonly example: Json;
}

/** A state that holds outputs and nothing else, as a remote-state source reads it. Source: Terraform, state version 4. */
export const fixtureState = (outputs: readonly FixtureOutput[]): JsonObject => ({
  version: 4,
  terraform_version: "1.11.0",
  serial: 1,
  lineage: "fixture",
  outputs: Object.fromEntries(
    outputs.map(({ name, type, example }) => [
      name,
      { value: example, type: type === "list" ? ["list", "string"] : "string" },
    ]),
  ),
  resources: [],
  check_results: null,
});
