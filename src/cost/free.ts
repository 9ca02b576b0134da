/**
 * Types of resources that are not billed themselves: settings, permissions, names, and parts whose whole is billed
 * elsewhere (a task definition by its service, a flow log by its log group). What is neither here nor has a meter is
 * listed as having no price.
 */
const FREE: readonly RegExp[] = [
  /^terraform_data$/,
  /^docker_/,
  /^aws_iam_/,
  /^aws_acm_certificate(_validation)?$/,
  /^aws_appautoscaling_(target|policy|scheduled_action)$/,
  /^aws_(autoscaling_(policy|lifecycle_hook|attachment)|launch_template)$/,
  /^aws_backup_(vault|selection|restore_testing_plan|restore_testing_selection|vault_policy|vault_lock_configuration|vault_notifications)$/,
  /^aws_cloudwatch_(event_rule|event_target|log_resource_policy|query_definition)$/,
  /^aws_db_(subnet_group|parameter_group|event_subscription)$/,
  /^aws_(default_security_group|default_network_acl|network_acl|security_group)$/,
  /^aws_ecr_(lifecycle_policy|repository_policy|registry_scanning_configuration)$/,
  /^aws_ecs_(cluster|cluster_capacity_providers|capacity_provider|task_definition|account_setting_default)$/,
  /^aws_efs_(access_point|mount_target|file_system_policy|backup_policy)$/,
  /^aws_elasticache_(subnet_group|parameter_group|user|user_group)$/,
  /^aws_(flow_log|internet_gateway|route|route_table|route_table_association|subnet|vpc)$/,
  /^aws_kms_(alias|grant|key_policy)$/,
  /^aws_lb_(listener|listener_rule|listener_certificate|target_group|target_group_attachment)$/,
  /^aws_route53_record$/,
  /^aws_s3_(bucket_.+|object)$/,
  /^aws_secretsmanager_secret_(version|policy)$/,
  /^aws_service_discovery_service$/,
  /^aws_sns_(topic|topic_policy|topic_subscription)$/,
  /^aws_ssm_(association|document|patch_baseline|maintenance_window.*|default_patch_baseline|patch_group)$/,
  /^aws_(volume_attachment|wafv2_web_acl_association|wafv2_web_acl_logging_configuration|wafv2_ip_set)$/,
  /^aws_vpc_(security_group_(in|e)gress_rule|endpoint_policy|endpoint_route_table_association)$/,
];

export const isFree = (type: string): boolean => FREE.some((pattern) => pattern.test(type));
