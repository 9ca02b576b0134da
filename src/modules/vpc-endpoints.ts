import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";

export interface VpcEndpointsProps {
  readonly name: string;
  readonly vpcId: string;
  readonly region: string;
  /** Last words of the endpoints' names, such as `ecr.api`. */
  readonly apis: readonly string[];
  /** One a zone: an endpoint has an address in each. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
}

/** Doors to AWS's own APIs inside the network, under the names that every SDK asks for anyway. */
export class VpcEndpoints extends Construct {
  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    for (const api of props.apis) {
      new VpcEndpoint(this, api.replaceAll(".", "-"), {
        vpcId: props.vpcId,
        serviceName: `com.amazonaws.${props.region}.${api}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [props.securityGroupId],
        tags: { Name: `${props.name}-${api}` },
      });
    }
  }
}
