import { boundaryArn } from "../../../config/account";
import { RUN_INSTANCES } from "./ec2";
import {
  asOurs,
  linked,
  look,
  need,
  never,
  ours,
  passes,
  READ_ALARMS,
  type Condition,
  type Need,
  type Table,
  type Where,
} from "./need";

const at = need("compute");
const see = look("compute");
const iam = need("identity");

const CLUSTER = "ecs:cluster/{aws_ecs_cluster.name}";
const SERVICE = "ecs:service/{aws_ecs_cluster.name}/*";
const GROUP = "autoscaling:autoScalingGroup:*:autoScalingGroupName/{aws_autoscaling_group.name}";
const ROLE = "iam:role/{aws_iam_role.name}";
const TAGS = "ecs:TagResource ecs:UntagResource ecs:ListTagsForResource";
const DISCOVERY_TAGS: readonly Need[] = [
  see("servicediscovery:TagResource", asOurs),
  see("servicediscovery:UntagResource servicediscovery:ListTagsForResource"),
];

const forEcs = (): Condition => ({ StringEquals: { "application-autoscaling:service-namespace": "ecs" } });
const ECS_SCALING = "application-autoscaling:scalable-target/*";

/** A role may be given the managed policies that its workspaces name, and no other. */
const namedPolicies = ({ account, prefix, names }: Where): Condition => ({
  ArnLike: {
    "iam:PolicyARN": names("aws_iam_role_policy_attachment.policy_arn").map((name) =>
      name.startsWith("arn:") ? name : `arn:aws:iam::${account}:policy/${prefix}-*`,
    ),
  },
});

/** A role without the account's boundary could be given what its deployer has not. */
const bounded = ({ account, platform }: Where): Condition => ({
  StringEquals: { "iam:PermissionsBoundary": boundaryArn(platform, account) },
});

/** The records of the environment's own private zone. */
const privateNames = ({ names }: Where): Condition => ({
  "ForAllValues:StringLike": {
    "route53:ChangeResourceRecordSetsNormalizedRecordNames": names(
      "aws_service_discovery_private_dns_namespace.name",
    ).map((name) => `*.${name}`),
  },
});

/** What runs, and who it is. Source: Service Authorization Reference, by service; the provider's calls for each type. */
export const COMPUTE: Table = {
  aws_ecs_cluster: [
    at(`ecs:CreateCluster ecs:DescribeClusters ecs:UpdateCluster ecs:UpdateClusterSettings ecs:DeleteCluster`, CLUSTER),
    at(TAGS, CLUSTER),
    linked("ecs"),
  ],
  aws_ecs_cluster_capacity_providers: [at("ecs:PutClusterCapacityProviders ecs:DescribeClusters", CLUSTER)],
  aws_ecs_capacity_provider: [
    see("ecs:CreateCapacityProvider", asOurs),
    at(
      `ecs:UpdateCapacityProvider ecs:DeleteCapacityProvider ecs:DescribeCapacityProviders ${TAGS}`,
      "ecs:capacity-provider/{aws_ecs_capacity_provider.name}",
    ),
    // Managed scaling writes a plan for the group in the caller's name.
    at("autoscaling:CreateOrUpdateTags", GROUP),
  ],
  aws_ecs_service: [
    at(`ecs:CreateService ecs:DescribeServices ecs:UpdateService ecs:DeleteService ${TAGS}`, SERVICE),
    at("ecs:ListServiceDeployments", SERVICE),
    at("ecs:DescribeServiceDeployments", "ecs:service-deployment/{aws_ecs_cluster.name}/*"),
  ],
  aws_ecs_task_definition: [
    see("ecs:RegisterTaskDefinition", asOurs),
    at(TAGS, "ecs:task-definition/{aws_ecs_task_definition.family}:*"),
    see("ecs:DescribeTaskDefinition ecs:DeregisterTaskDefinition"),
    passes("ecs-tasks"),
  ],
  aws_autoscaling_group: [
    ...RUN_INSTANCES,
    at(
      `autoscaling:CreateAutoScalingGroup autoscaling:UpdateAutoScalingGroup autoscaling:DeleteAutoScalingGroup
       autoscaling:CreateOrUpdateTags autoscaling:DeleteTags autoscaling:EnableMetricsCollection
       autoscaling:DisableMetricsCollection autoscaling:SetInstanceProtection autoscaling:SuspendProcesses
       autoscaling:ResumeProcesses autoscaling:StartInstanceRefresh autoscaling:CancelInstanceRefresh
       autoscaling:PutLifecycleHook autoscaling:DeleteLifecycleHook`,
      GROUP,
    ),
    see("autoscaling:DescribeAutoScalingGroups autoscaling:DescribeScalingActivities autoscaling:DescribeTags"),
    see("autoscaling:DescribeInstanceRefreshes autoscaling:DescribeLifecycleHooks autoscaling:DescribeWarmPool"),
    see("ec2:DescribeLaunchTemplates ec2:DescribeLaunchTemplateVersions ec2:DescribeSubnets"),
    linked("autoscaling"),
  ],
  aws_autoscaling_lifecycle_hook: [
    at("autoscaling:PutLifecycleHook autoscaling:DeleteLifecycleHook", GROUP),
    see("autoscaling:DescribeLifecycleHooks"),
  ],
  aws_autoscaling_policy: [
    at("autoscaling:PutScalingPolicy autoscaling:DeletePolicy", GROUP),
    see("autoscaling:DescribePolicies"),
  ],
  aws_appautoscaling_target: [
    at(
      "application-autoscaling:RegisterScalableTarget application-autoscaling:DeregisterScalableTarget",
      ECS_SCALING,
      forEcs,
    ),
    at(
      "application-autoscaling:TagResource application-autoscaling:UntagResource application-autoscaling:ListTagsForResource",
      ECS_SCALING,
    ),
    see("application-autoscaling:DescribeScalableTargets"),
    linked("ecs.application-autoscaling"),
  ],
  aws_appautoscaling_policy: [
    at("application-autoscaling:PutScalingPolicy application-autoscaling:DeleteScalingPolicy", ECS_SCALING, forEcs),
    see("application-autoscaling:DescribeScalingPolicies"),
    // Target tracking makes its alarms in the caller's name.
    at(
      "cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms",
      "cloudwatch:alarm:TargetTracking-service/{aws_ecs_cluster.name}/*",
    ),
    READ_ALARMS,
    at("ecs:DescribeServices ecs:UpdateService", SERVICE),
  ],
  aws_appautoscaling_scheduled_action: [
    at("application-autoscaling:PutScheduledAction application-autoscaling:DeleteScheduledAction", ECS_SCALING, forEcs),
    see("application-autoscaling:DescribeScheduledActions"),
  ],
  aws_service_discovery_private_dns_namespace: [
    see("servicediscovery:CreatePrivateDnsNamespace", asOurs),
    // A new one is read before its tags are known everywhere.
    at("servicediscovery:GetNamespace", "servicediscovery:namespace/*"),
    at(
      "servicediscovery:UpdatePrivateDnsNamespace servicediscovery:DeleteNamespace",
      "servicediscovery:namespace/*",
      ours,
    ),
    see("servicediscovery:GetOperation servicediscovery:ListNamespaces"),
    ...DISCOVERY_TAGS,
    see("route53:CreateHostedZone route53:ListHostedZonesByName ec2:DescribeVpcs ec2:DescribeRegions"),
    at("route53:GetHostedZone", "route53:hostedzone/*"),
  ],
  aws_service_discovery_service: [
    at("servicediscovery:CreateService", "servicediscovery:namespace/* servicediscovery:service/*"),
    at("servicediscovery:GetService", "servicediscovery:service/*"),
    at("servicediscovery:UpdateService servicediscovery:DeleteService", "servicediscovery:service/*", ours),
    see("servicediscovery:ListInstances servicediscovery:GetOperation"),
    ...DISCOVERY_TAGS,
  ],
  aws_service_discovery_instance: [
    at("servicediscovery:RegisterInstance servicediscovery:DeregisterInstance", "servicediscovery:service/*", ours),
    see("servicediscovery:GetInstance servicediscovery:GetOperation"),
    at("route53:ChangeResourceRecordSets", "route53:hostedzone/*", privateNames),
    at("route53:GetHostedZone route53:ListResourceRecordSets", "route53:hostedzone/*"),
  ],
  aws_iam_role: [
    iam("iam:CreateRole iam:PutRolePermissionsBoundary", ROLE, bounded),
    never("identity")("iam:DeleteRolePermissionsBoundary"),
    iam(
      `iam:GetRole iam:UpdateRole iam:UpdateRoleDescription iam:UpdateAssumeRolePolicy iam:DeleteRole iam:TagRole
       iam:UntagRole iam:ListRolePolicies iam:ListAttachedRolePolicies iam:ListInstanceProfilesForRole`,
      ROLE,
    ),
  ],
  aws_iam_role_policy: [iam("iam:PutRolePolicy", ROLE, bounded), iam("iam:GetRolePolicy iam:DeleteRolePolicy", ROLE)],
  aws_iam_role_policy_attachment: [
    iam("iam:AttachRolePolicy", ROLE, (where) => ({ ...namedPolicies(where), ...bounded(where) })),
    iam("iam:DetachRolePolicy", ROLE, namedPolicies),
    iam("iam:ListAttachedRolePolicies", ROLE),
  ],
  aws_iam_instance_profile: [
    iam(
      `iam:CreateInstanceProfile iam:GetInstanceProfile iam:DeleteInstanceProfile iam:AddRoleToInstanceProfile
       iam:RemoveRoleFromInstanceProfile iam:TagInstanceProfile iam:UntagInstanceProfile`,
      "iam:instance-profile/{aws_iam_instance_profile.name}",
    ),
    passes("ec2"),
  ],
};
