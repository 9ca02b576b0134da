import { asOurs, linked, look, need, ours, passes, via, type Need, type Table } from "./need";

const at = need("network");
const see = look("network");

const ec2 = (types: string): string =>
  types
    .split(" ")
    .map((type) => `ec2:${type}/*`)
    .join(" ");

/** Making names the new thing and what it is put into, which an environment may have adopted: no tag is asked for. */
const make = (actions: string, types: string): Need => at(actions, ec2(types));
/** Changing and removing is for what carries the platform's tag. */
const change = (actions: string, types: string): Need => at(actions, ec2(types), ours);

/** Calls that tag what they make. */
const TAGGING = [
  "AllocateAddress",
  "AuthorizeSecurityGroupEgress",
  "AuthorizeSecurityGroupIngress",
  "CreateFlowLogs",
  "CreateInternetGateway",
  "CreateLaunchTemplate",
  "CreateNatGateway",
  "CreateRouteTable",
  "CreateSecurityGroup",
  "CreateSubnet",
  "CreateVolume",
  "CreateVpc",
  "CreateVpcEndpoint",
  "RunInstances",
] as const;

/** Tags are given by the call that makes the thing, and changed on what is ours already. */
const tags = (...types: readonly string[]): readonly Need[] =>
  types.flatMap((type) => [
    at("ec2:CreateTags", ec2(type), () => ({ StringEquals: { "ec2:CreateAction": TAGGING } })),
    change("ec2:CreateTags ec2:DeleteTags", type),
  ]);

/** A VPC brings these along without a tag, so the first thing done to one is to tag it. */
const claim = (type: string): Need =>
  at("ec2:CreateTags", ec2(type), (where) => ({ ...asOurs(where), Null: { "aws:ResourceTag/platform": "true" } }));

/** A disk has a data key of its own under ours. Source: Amazon EBS, "How Amazon EBS encryption works", permissions. */
const ENCRYPTED = need("data")(
  "kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo",
  "kms:key/*",
  via("ec2"),
);

/** From a template whose image is a public parameter. */
export const RUN_INSTANCES: readonly Need[] = [
  make("ec2:RunInstances", "instance image snapshot volume network-interface subnet security-group launch-template"),
  ...tags("instance", "volume", "network-interface"),
  ENCRYPTED,
  at("ssm:GetParameters", "ssm:public-parameter/aws/service/*"),
  passes("ec2"),
];

const rule = (action: string): readonly Need[] => [
  change(`ec2:Authorize${action} ec2:Revoke${action}`, "security-group"),
  make(`ec2:Authorize${action}`, "security-group-rule"),
  change("ec2:ModifySecurityGroupRules", "security-group"),
  change("ec2:ModifySecurityGroupRules", "security-group-rule"),
  ...tags("security-group-rule"),
  see("ec2:DescribeSecurityGroupRules ec2:DescribeSecurityGroups"),
];

/** The network and its machines. Source: Service Authorization Reference, Amazon EC2; the provider's calls for each type. */
export const EC2: Table = {
  aws_vpc: [
    make("ec2:CreateVpc", "vpc"),
    change("ec2:ModifyVpcAttribute ec2:DeleteVpc", "vpc"),
    ...tags("vpc"),
    make("ec2:DescribeVpcAttribute", "vpc"),
    see("ec2:DescribeVpcs ec2:DescribeNetworkAcls ec2:DescribeRouteTables"),
    see("ec2:DescribeSecurityGroups"),
  ],
  aws_subnet: [
    make("ec2:CreateSubnet", "subnet vpc"),
    change("ec2:ModifySubnetAttribute ec2:DeleteSubnet", "subnet"),
    ...tags("subnet"),
    see("ec2:DescribeSubnets ec2:DescribeNetworkInterfaces"),
  ],
  aws_internet_gateway: [
    make("ec2:CreateInternetGateway", "internet-gateway"),
    change("ec2:AttachInternetGateway ec2:DetachInternetGateway", "internet-gateway vpc"),
    change("ec2:DeleteInternetGateway", "internet-gateway"),
    ...tags("internet-gateway"),
    see("ec2:DescribeInternetGateways"),
  ],
  aws_eip: [
    make("ec2:AllocateAddress", "elastic-ip"),
    change("ec2:ReleaseAddress", "elastic-ip"),
    ...tags("elastic-ip"),
    see("ec2:DescribeAddresses ec2:DescribeAddressesAttribute"),
  ],
  aws_nat_gateway: [
    make("ec2:CreateNatGateway", "natgateway subnet elastic-ip"),
    change("ec2:DeleteNatGateway", "natgateway"),
    ...tags("natgateway"),
    see("ec2:DescribeNatGateways ec2:DescribeAddresses"),
  ],
  aws_route_table: [
    make("ec2:CreateRouteTable", "route-table vpc"),
    change("ec2:DeleteRouteTable", "route-table"),
    ...tags("route-table"),
    see("ec2:DescribeRouteTables"),
  ],
  aws_route: [
    change("ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute", "route-table"),
    see("ec2:DescribeRouteTables"),
  ],
  aws_route_table_association: [
    change("ec2:AssociateRouteTable ec2:DisassociateRouteTable", "route-table subnet"),
    change("ec2:ReplaceRouteTableAssociation", "route-table subnet"),
    see("ec2:DescribeRouteTables"),
  ],
  aws_default_security_group: [
    claim("security-group"),
    ...tags("security-group"),
    change("ec2:RevokeSecurityGroupIngress ec2:RevokeSecurityGroupEgress", "security-group"),
    see("ec2:DescribeSecurityGroups ec2:DescribeSecurityGroupRules"),
  ],
  aws_security_group: [
    make("ec2:CreateSecurityGroup", "security-group vpc"),
    // AWS lets a new one call out to everywhere; the provider takes that away.
    change("ec2:RevokeSecurityGroupEgress ec2:RevokeSecurityGroupIngress ec2:DeleteSecurityGroup", "security-group"),
    ...tags("security-group"),
    see("ec2:DescribeSecurityGroups ec2:DescribeSecurityGroupRules ec2:DescribeNetworkInterfaces"),
  ],
  aws_vpc_security_group_ingress_rule: rule("SecurityGroupIngress"),
  aws_vpc_security_group_egress_rule: rule("SecurityGroupEgress"),
  aws_vpc_endpoint: [
    make("ec2:CreateVpcEndpoint", "vpc-endpoint vpc subnet security-group route-table"),
    make("ec2:ModifyVpcEndpoint", "subnet security-group route-table"),
    change("ec2:ModifyVpcEndpoint ec2:DeleteVpcEndpoints", "vpc-endpoint"),
    ...tags("vpc-endpoint"),
    see("ec2:DescribeVpcEndpoints ec2:DescribeVpcEndpointServices ec2:DescribePrefixLists"),
    // A private name of an interface endpoint is a zone that AWS ties to the VPC in the caller's name.
    at("route53:AssociateVPCWithHostedZone", "route53:hostedzone/*"),
  ],
  aws_flow_log: [
    make("ec2:CreateFlowLogs", "vpc-flow-log vpc"),
    change("ec2:DeleteFlowLogs", "vpc-flow-log"),
    ...tags("vpc-flow-log"),
    see("ec2:DescribeFlowLogs logs:CreateLogDelivery logs:DeleteLogDelivery"),
    passes("vpc-flow-logs"),
  ],
  aws_launch_template: [
    make("ec2:CreateLaunchTemplate", "launch-template"),
    change("ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate", "launch-template"),
    change("ec2:DeleteLaunchTemplate ec2:DeleteLaunchTemplateVersions", "launch-template"),
    ...tags("launch-template"),
    see("ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions"),
  ],
  aws_instance: [
    ...RUN_INSTANCES,
    change("ec2:StartInstances ec2:StopInstances ec2:TerminateInstances ec2:ModifyInstanceAttribute", "instance"),
    change("ec2:ModifyInstanceMetadataOptions ec2:MonitorInstances ec2:UnmonitorInstances", "instance"),
    make("ec2:DescribeInstanceAttribute", "instance"),
    see("ec2:DescribeInstances ec2:DescribeInstanceTypes ec2:DescribeVolumes"),
    change("ec2:ModifyInstanceMaintenanceOptions", "instance"),
    at("iam:GetInstanceProfile", "iam:instance-profile/{aws_iam_instance_profile.name}"),
    change(
      "ec2:AssociateIamInstanceProfile ec2:DisassociateIamInstanceProfile ec2:ReplaceIamInstanceProfileAssociation",
      "instance",
    ),
    see("ec2:DescribeIamInstanceProfileAssociations ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions"),
    // An alarm that recovers it acts in a role of CloudWatch's own. Source: CloudWatch, "Permissions for alarms with EC2 actions".
    linked("events"),
    see("ec2:DescribeInstanceCreditSpecifications ec2:DescribeTags ec2:DescribeImages ec2:DescribeVpcs"),
    see("ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:DescribeSecurityGroups"),
  ],
  aws_ebs_volume: [
    make("ec2:CreateVolume", "volume"),
    change("ec2:ModifyVolume ec2:DeleteVolume", "volume"),
    ENCRYPTED,
    ...tags("volume"),
    see("ec2:DescribeVolumes ec2:DescribeVolumesModifications"),
  ],
  aws_volume_attachment: [
    change("ec2:AttachVolume ec2:DetachVolume", "instance volume"),
    see("ec2:DescribeVolumes ec2:DescribeInstances"),
  ],
};
