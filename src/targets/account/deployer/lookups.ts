import { COMPUTE } from "./compute";
import { EC2 } from "./ec2";
import { EDGE } from "./edge";
import { look, need, type Need, type Table } from "./need";
import { SIGNALS } from "./signals";
import { STORES } from "./stores";

/** Every resource type that the deployer may be asked to make. */
export const RESOURCES: Table = { ...EC2, ...EDGE, ...COMPUTE, ...STORES, ...SIGNALS, terraform_data: [] };

const network = look("network");
const compute = need("compute");
const data = need("data");

const get = (actions: string, on: string): readonly Need[] => [data(actions, on)];

/** What is only looked at: things that an environment adopted, and facts of the account. */
export const LOOKUPS: Table = {
  terraform_remote_state: [],
  aws_caller_identity: [],
  aws_partition: [],
  aws_region: [],
  aws_iam_policy_document: [],
  aws_elb_service_account: [],
  aws_availability_zones: [network("ec2:DescribeAvailabilityZones")],
  aws_ec2_managed_prefix_list: [
    need("network")("ec2:GetManagedPrefixListEntries", "ec2:prefix-list/*"),
    network("ec2:DescribeManagedPrefixLists"),
  ],
  aws_prefix_list: [network("ec2:DescribePrefixLists")],
  aws_ami: [network("ec2:DescribeImages")],
  aws_vpc: [
    need("network")("ec2:DescribeVpcAttribute", "ec2:vpc/*"),
    network("ec2:DescribeVpcs ec2:DescribeRouteTables"),
  ],
  aws_subnet: [network("ec2:DescribeSubnets")],
  aws_subnets: [network("ec2:DescribeSubnets")],
  aws_route_table: [network("ec2:DescribeRouteTables")],
  aws_route_tables: [network("ec2:DescribeRouteTables")],
  aws_security_group: [network("ec2:DescribeSecurityGroups")],
  aws_vpc_endpoint: [network("ec2:DescribeVpcEndpoints ec2:DescribePrefixLists")],
  aws_instance: [
    need("network")("ec2:DescribeInstanceAttribute", "ec2:instance/*"),
    network("ec2:DescribeInstances ec2:DescribeVolumes ec2:DescribeTags"),
  ],
  aws_lb: [
    network("elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeLoadBalancerAttributes"),
    network("elasticloadbalancing:DescribeTags elasticloadbalancing:DescribeListeners"),
  ],
  aws_lb_listener: [
    network("elasticloadbalancing:DescribeListeners elasticloadbalancing:DescribeListenerAttributes"),
    network("elasticloadbalancing:DescribeTags elasticloadbalancing:DescribeLoadBalancers"),
  ],
  aws_route53_zone: [
    need("network")("route53:GetHostedZone route53:ListTagsForResource", "route53:hostedzone/*"),
    network("route53:ListHostedZones route53:ListHostedZonesByName"),
  ],
  aws_acm_certificate: [
    need("network")("acm:DescribeCertificate acm:GetCertificate acm:ListTagsForCertificate", "acm:certificate/*"),
    network("acm:ListCertificates"),
  ],
  aws_ecs_cluster: [
    compute("ecs:DescribeClusters ecs:ListTagsForResource", "ecs:cluster/{data.aws_ecs_cluster.cluster_name}"),
  ],
  aws_iam_role: [need("identity")("iam:GetRole iam:ListRoleTags", "iam:role/{data.aws_iam_role.name}")],
  aws_db_instance: get(
    "rds:DescribeDBInstances rds:ListTagsForResource",
    "rds:db:{data.aws_db_instance.db_instance_identifier}",
  ),
  // Of adopted stores: which one it is, only the store itself says.
  aws_db_subnet_group: get("rds:DescribeDBSubnetGroups", "rds:subgrp:*"),
  aws_elasticache_cluster: get(
    "elasticache:DescribeCacheClusters elasticache:ListTagsForResource",
    "elasticache:cluster:*",
  ),
  aws_elasticache_subnet_group: get(
    "elasticache:DescribeCacheSubnetGroups elasticache:ListTagsForResource",
    "elasticache:subnetgroup:*",
  ),
  aws_elasticache_replication_group: [
    ...get(
      "elasticache:DescribeReplicationGroups elasticache:ListTagsForResource",
      "elasticache:replicationgroup:{data.aws_elasticache_replication_group.replication_group_id}",
    ),
    ...get(
      "elasticache:DescribeCacheClusters",
      "elasticache:cluster:{data.aws_elasticache_replication_group.replication_group_id}*",
    ),
  ],
  aws_s3_bucket: get(
    "s3:ListBucket s3:GetBucketLocation s3:GetBucketPolicy s3:GetBucketTagging",
    "s3:{data.aws_s3_bucket.bucket}",
  ),
  aws_efs_file_system: get(
    "elasticfilesystem:DescribeFileSystems elasticfilesystem:DescribeLifecycleConfiguration elasticfilesystem:ListTagsForResource",
    "elasticfilesystem:file-system/*",
  ),
  aws_efs_access_point: get(
    "elasticfilesystem:DescribeAccessPoints elasticfilesystem:ListTagsForResource",
    "elasticfilesystem:access-point/* elasticfilesystem:file-system/*",
  ),
  aws_efs_mount_target: get(
    "elasticfilesystem:DescribeMountTargets elasticfilesystem:DescribeMountTargetSecurityGroups",
    "elasticfilesystem:file-system/* elasticfilesystem:access-point/*",
  ),
  aws_secretsmanager_secret: get(
    "secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy",
    "secretsmanager:secret:{data.aws_secretsmanager_secret.arn}-* secretsmanager:secret:{data.aws_secretsmanager_secret.name}-*",
  ),
  aws_secretsmanager_secret_version: get(
    "secretsmanager:GetSecretValue secretsmanager:DescribeSecret",
    "secretsmanager:secret:{data.aws_secretsmanager_secret_version.secret_id}-* secretsmanager:secret:{aws_secretsmanager_secret.name}-*",
  ),
  aws_ssm_parameter: get("ssm:GetParameter ssm:GetParameters", "ssm:parameter/{data.aws_ssm_parameter.name}"),
  aws_kms_key: get("kms:DescribeKey kms:GetKeyPolicy kms:GetKeyRotationStatus", "kms:key/*"),
  aws_kms_alias: [...get("kms:DescribeKey", "kms:key/*"), look("data")("kms:ListAliases")],
  aws_ecr_repository: [
    compute("ecr:DescribeRepositories ecr:ListTagsForResource", "ecr:repository/{data.aws_ecr_repository.name}"),
  ],
  aws_ecr_image: [compute("ecr:DescribeImages", "ecr:repository/{data.aws_ecr_image.repository_name}")],
  aws_cloudwatch_log_group: [
    need("signals")("logs:ListTagsForResource", "logs:log-group:{data.aws_cloudwatch_log_group.name}"),
    look("signals")("logs:DescribeLogGroups"),
  ],
  aws_sns_topic: [
    need("signals")("sns:GetTopicAttributes sns:ListTagsForResource", "sns:{data.aws_sns_topic.name}"),
    look("signals")("sns:ListTopics"),
  ],
};

/** What exists while Terraform runs and no longer. */
export const EPHEMERALS: Table = {
  aws_secretsmanager_random_password: [look("data")("secretsmanager:GetRandomPassword")],
  aws_secretsmanager_secret_version: get(
    "secretsmanager:GetSecretValue",
    "secretsmanager:secret:{aws_secretsmanager_secret.name}-* secretsmanager:secret:{ephemeral.aws_secretsmanager_secret_version.secret_id}-*",
  ),
  aws_ssm_parameter: get(
    "ssm:GetParameter",
    "ssm:parameter/{aws_ssm_parameter.name} ssm:parameter/{ephemeral.aws_ssm_parameter.arn}",
  ),
};
