import { Testing } from "cdktf";
import { DatabaseEvents } from "../../src/modules/database-events";
import type { JsonObject } from "../helpers/json";
import { objectAt } from "../helpers/json";

describe("what a database tells", () => {
  const text = Testing.synthScope((stack) => {
    new DatabaseEvents(stack, "events", {
      name: "shop-test-db",
      topicArn: "arn:aws:sns:eu-west-1:111122223333:ticket",
      identifier: "shop-test-db",
      parameterGroupName: "shop-test-db-parameters",
    });
  });
  const told = Object.values(objectAt(JSON.parse(text) as JsonObject, "resource", "aws_db_event_subscription")).map(
    (each) => objectAt(each),
  );

  // Security Hub RDS.20 to RDS.22 ask for these categories at least.
  it.each([
    ["db-instance", ["maintenance", "configuration change", "failure"]],
    ["db-parameter-group", ["configuration change"]],
    ["db-security-group", ["configuration change", "failure"]],
  ])("R10: of its %s", (type, categories) => {
    const [subscription, ...more] = told.filter((each) => each["source_type"] === type);
    expect(more).toEqual([]);
    expect(subscription?.["event_categories"]).toEqual(expect.arrayContaining(categories));
    expect(subscription?.["sns_topic"]).toMatch(/:ticket$/);
  });

  it("is of this database alone, as far as AWS can tell them apart", () => {
    const sources = told.map((each) => each["source_ids"]).filter((each) => each !== undefined);
    expect(sources).toEqual([["shop-test-db"], ["shop-test-db-parameters"]]);
  });
});
