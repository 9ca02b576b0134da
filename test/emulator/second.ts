import type { Deployment } from "../../src/deployment";
import type { JsonObject } from "../helpers/json";
import { objectAt, textAt } from "../helpers/json";
import { secretName } from "../../src/targets/aws-names";
import type { EmulatedAccount } from "./account";

/**
 * An environment beside the first in the same account, on its network and its database, as a team has it that pays for
 * one of each: everything else is its own.
 */
export async function secondOf(account: EmulatedAccount, first: Deployment, domain: string): Promise<Deployment> {
  const foundation = `kdcube-${first.environment.environment}-foundation`;
  const attributes = (type: string, name: string): JsonObject => account.attributes(foundation, type, name);
  const zones = first.environment.aws?.network.zones ?? [];
  const subnets = (tier: string): string[] =>
    zones.map((zone) => textAt(attributes("aws_subnet", `network_${tier}-${zone}`), "id"));
  const arn = await account.secretArn(secretName(first.environment, "postgres-password"));
  return {
    ...first,
    environment: {
      ...first.environment,
      environment: "second",
      edge: { ...first.environment.edge, domain },
      adopt: {
        network: {
          vpcId: textAt(attributes("aws_vpc", "network_vpc"), "id"),
          publicSubnetIds: subnets("public"),
          privateSubnetIds: subnets("private"),
          dataSubnetIds: subnets("data"),
        },
        stores: { postgres: { instance: textAt(attributes("aws_db_instance", "stores_postgres"), "identifier") } },
        secrets: { "postgres-password": arn },
      },
    },
  };
}

/** The ids of what a state holds, by type: what no other state may hold too. */
export const idsOf = (account: EmulatedAccount, workspace: string): string[] =>
  account
    .managed(workspace)
    .flatMap(({ type, instances }) =>
      instances.map((instance) => `${type} ${textAt(objectAt(instance, "attributes"), "id")}`),
    )
    .filter((id) => !id.startsWith("terraform_data "));
