import { linked, look, need, passes, type Table } from "./need";

const at = need("data");
const see = look("data");

const DATABASE = "rds:db:{aws_db_instance.identifier}";
const PARAMETERS = "rds:pg:{aws_db_parameter_group.name}";
const SUBNETS = "rds:subgrp:{aws_db_subnet_group.name}";
const RDS_TAGS = "rds:AddTagsToResource rds:RemoveTagsFromResource rds:ListTagsForResource";

const GROUP = "elasticache:replicationgroup:{aws_elasticache_replication_group.replication_group_id}";
const CACHE = "elasticache:cluster:{aws_elasticache_replication_group.replication_group_id}*";
const CACHE_PARAMETERS = "elasticache:parametergroup:{aws_elasticache_parameter_group.name}";
const CACHE_SUBNETS = "elasticache:subnetgroup:{aws_elasticache_subnet_group.name}";
const CACHE_TAGS = "elasticache:AddTagsToResource elasticache:RemoveTagsFromResource elasticache:ListTagsForResource";

/** Databases and caches. Source: Service Authorization Reference, Amazon RDS and Amazon ElastiCache. */
export const DATABASES: Table = {
  aws_db_instance: [
    at(`rds:CreateDBInstance rds:ModifyDBInstance rds:RebootDBInstance rds:DeleteDBInstance ${RDS_TAGS}`, DATABASE),
    // The provider asks for it by its resource ID, which IAM then reads as its name.
    at("rds:DescribeDBInstances", "rds:db:*"),
    at("rds:CreateDBInstance rds:ModifyDBInstance", `${PARAMETERS} ${SUBNETS} rds:og:default*`),
    // The last snapshot of one that goes; and what `restore:` needs on the day that it is needed.
    at(
      "rds:CreateDBSnapshot rds:AddTagsToResource",
      `${DATABASE} rds:snapshot:{aws_db_instance.final_snapshot_identifier}*`,
    ),
    at(
      "rds:RestoreDBInstanceFromDBSnapshot rds:RestoreDBInstanceToPointInTime",
      `${DATABASE} ${PARAMETERS} ${SUBNETS} rds:og:default* rds:snapshot:*`,
    ),
    at("rds:DescribeDBSnapshots", `${DATABASE} rds:snapshot:*`),
    see("rds:DescribeDBEngineVersions rds:DescribeOrderableDBInstanceOptions"),
    passes("monitoring.rds"),
    linked("rds"),
  ],
  aws_db_parameter_group: [
    at(
      `rds:CreateDBParameterGroup rds:DescribeDBParameterGroups rds:DescribeDBParameters rds:ModifyDBParameterGroup
       rds:ResetDBParameterGroup rds:DeleteDBParameterGroup ${RDS_TAGS}`,
      PARAMETERS,
    ),
  ],
  aws_db_subnet_group: [
    at(
      `rds:CreateDBSubnetGroup rds:DescribeDBSubnetGroups rds:ModifyDBSubnetGroup rds:DeleteDBSubnetGroup ${RDS_TAGS}`,
      SUBNETS,
    ),
    see("ec2:DescribeSubnets ec2:DescribeVpcs ec2:DescribeSecurityGroups"),
  ],
  aws_db_event_subscription: [
    at(
      `rds:CreateEventSubscription rds:DescribeEventSubscriptions rds:ModifyEventSubscription rds:DeleteEventSubscription
       rds:AddSourceIdentifierToSubscription rds:RemoveSourceIdentifierFromSubscription ${RDS_TAGS}`,
      "rds:es:{aws_db_event_subscription.name}",
    ),
  ],
  aws_elasticache_replication_group: [
    at(
      `elasticache:CreateReplicationGroup elasticache:DescribeReplicationGroups elasticache:ModifyReplicationGroup
       elasticache:ModifyReplicationGroupShardConfiguration elasticache:IncreaseReplicaCount
       elasticache:DecreaseReplicaCount elasticache:DeleteReplicationGroup ${CACHE_TAGS}`,
      GROUP,
    ),
    at(
      "elasticache:CreateReplicationGroup elasticache:ModifyReplicationGroup",
      `${CACHE_PARAMETERS} ${CACHE_SUBNETS} elasticache:securitygroup:*`,
    ),
    at(`elasticache:DescribeCacheClusters elasticache:ModifyCacheCluster ${CACHE_TAGS}`, CACHE),
    at(
      "elasticache:CreateSnapshot elasticache:DeleteReplicationGroup elasticache:CreateReplicationGroup elasticache:DescribeSnapshots",
      "elasticache:snapshot:{aws_elasticache_replication_group.final_snapshot_identifier}*",
    ),
    see("elasticache:DescribeCacheEngineVersions"),
    // Its logs are delivered in the caller's name. Source: AWS, ElastiCache, "Log delivery", permissions.
    see(
      `logs:CreateLogDelivery logs:GetLogDelivery logs:UpdateLogDelivery logs:DeleteLogDelivery logs:ListLogDeliveries
       logs:PutResourcePolicy logs:DescribeResourcePolicies logs:DescribeLogGroups`,
    ),
    linked("elasticache"),
  ],
  aws_elasticache_parameter_group: [
    at(
      `elasticache:CreateCacheParameterGroup elasticache:DescribeCacheParameterGroups elasticache:DescribeCacheParameters
       elasticache:ModifyCacheParameterGroup elasticache:ResetCacheParameterGroup elasticache:DeleteCacheParameterGroup
       ${CACHE_TAGS}`,
      CACHE_PARAMETERS,
    ),
  ],
  aws_elasticache_subnet_group: [
    at(
      `elasticache:CreateCacheSubnetGroup elasticache:DescribeCacheSubnetGroups elasticache:ModifyCacheSubnetGroup
       elasticache:DeleteCacheSubnetGroup ${CACHE_TAGS}`,
      CACHE_SUBNETS,
    ),
    see("ec2:DescribeSubnets ec2:DescribeVpcs"),
  ],
};
