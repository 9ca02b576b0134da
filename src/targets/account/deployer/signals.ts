import { asOurs, look, need, ours, passes, READ_ALARMS, type Need, type Table } from "./need";

const at = need("signals");
const see = look("signals");
const data = need("data");

const LOG_GROUP = "logs:log-group:{aws_cloudwatch_log_group.name}";
const ALARM_TAGS = "cloudwatch:TagResource cloudwatch:UntagResource cloudwatch:ListTagsForResource";
const TOPIC = "sns:{aws_sns_topic.name}";
const RULE = "events:rule/{aws_cloudwatch_event_rule.name}";
const PARAMETER = "ssm:parameter/{aws_ssm_parameter.name}";
const DOCUMENT = "ssm:document/{aws_ssm_document.name}";
/** Documents that AWS keeps, of the kinds that we run. */
const AWS_DOCUMENTS = "ssm:public-document/AWS-* ssm:public-document/AmazonCloudWatch-*";
const BASELINE = "ssm:patchbaseline/*";
const SSM_TAGS = "ssm:AddTagsToResource ssm:RemoveTagsFromResource ssm:ListTagsForResource";
// AWS puts a hyphen and six characters behind a secret's name.
const SECRET = "secretsmanager:secret:{aws_secretsmanager_secret.name}-*";

const alarm = (type: string, put: string): readonly Need[] => [
  at(`${put} cloudwatch:DeleteAlarms ${ALARM_TAGS}`, `cloudwatch:alarm:{${type}.alarm_name}`),
  READ_ALARMS,
];

/** What is said, counted and told, and what is kept quiet. Source: Service Authorization Reference, by service. */
export const SIGNALS: Table = {
  aws_cloudwatch_log_group: [
    at(
      `logs:CreateLogGroup logs:DeleteLogGroup logs:PutRetentionPolicy logs:DeleteRetentionPolicy logs:AssociateKmsKey
       logs:DisassociateKmsKey logs:TagResource logs:UntagResource logs:ListTagsForResource`,
      `${LOG_GROUP} ${LOG_GROUP}:*`,
    ),
    see("logs:DescribeLogGroups"),
  ],
  aws_cloudwatch_log_metric_filter: [
    at("logs:PutMetricFilter logs:DeleteMetricFilter logs:DescribeMetricFilters", `${LOG_GROUP} ${LOG_GROUP}:*`),
  ],
  aws_cloudwatch_log_resource_policy: [
    see("logs:PutResourcePolicy logs:DeleteResourcePolicy logs:DescribeResourcePolicies"),
  ],
  aws_cloudwatch_query_definition: [
    see("logs:PutQueryDefinition logs:DescribeQueryDefinitions logs:DeleteQueryDefinition"),
  ],
  aws_cloudwatch_metric_alarm: alarm("aws_cloudwatch_metric_alarm", "cloudwatch:PutMetricAlarm"),
  aws_cloudwatch_composite_alarm: alarm("aws_cloudwatch_composite_alarm", "cloudwatch:PutCompositeAlarm"),
  aws_cloudwatch_dashboard: [
    at(
      "cloudwatch:PutDashboard cloudwatch:GetDashboard cloudwatch:DeleteDashboards",
      "cloudwatch-dashboard:{aws_cloudwatch_dashboard.dashboard_name}",
    ),
  ],
  aws_cloudwatch_event_rule: [
    at(
      `events:PutRule events:DescribeRule events:EnableRule events:DisableRule events:DeleteRule events:TagResource
       events:UntagResource events:ListTagsForResource`,
      RULE,
    ),
  ],
  // A target that is called under a role would have it handed over; ours let the rule in by their own policy.
  aws_cloudwatch_event_target: [at("events:PutTargets events:RemoveTargets events:ListTargetsByRule", RULE)],
  aws_scheduler_schedule: [
    at(
      "scheduler:CreateSchedule scheduler:GetSchedule scheduler:UpdateSchedule scheduler:DeleteSchedule",
      "scheduler:schedule/default/{aws_scheduler_schedule.name}",
    ),
    passes("scheduler"),
  ],
  aws_sns_topic: [
    at(
      `sns:CreateTopic sns:GetTopicAttributes sns:SetTopicAttributes sns:DeleteTopic sns:TagResource sns:UntagResource
       sns:ListTagsForResource`,
      TOPIC,
    ),
  ],
  aws_sns_topic_policy: [at("sns:GetTopicAttributes sns:SetTopicAttributes", TOPIC)],
  aws_sns_topic_subscription: [
    at("sns:Subscribe", TOPIC),
    see("sns:GetSubscriptionAttributes sns:SetSubscriptionAttributes sns:Unsubscribe"),
  ],
  aws_ssm_parameter: [
    data(`ssm:PutParameter ssm:GetParameter ssm:GetParameters ssm:DeleteParameter ${SSM_TAGS}`, PARAMETER),
    look("data")("ssm:DescribeParameters"),
  ],
  aws_ssm_document: [
    at(
      `ssm:CreateDocument ssm:UpdateDocument ssm:UpdateDocumentDefaultVersion ssm:DescribeDocument ssm:GetDocument
       ssm:DescribeDocumentPermission ssm:DeleteDocument ${SSM_TAGS}`,
      DOCUMENT,
    ),
  ],
  aws_ssm_association: [
    at(
      "ssm:CreateAssociation ssm:UpdateAssociation ssm:DeleteAssociation",
      `${DOCUMENT} ${AWS_DOCUMENTS} ssm:association/* ec2:instance/*`,
    ),
    at("ssm:DescribeAssociation", `${DOCUMENT} ${AWS_DOCUMENTS} ssm:association/*`),
    at(SSM_TAGS, "ssm:association/*"),
  ],
  aws_ssm_patch_baseline: [
    see("ssm:CreatePatchBaseline", asOurs),
    at("ssm:GetPatchBaseline", BASELINE),
    at("ssm:UpdatePatchBaseline ssm:DeletePatchBaseline", BASELINE, ours),
    at(SSM_TAGS, BASELINE),
  ],
  aws_ssm_patch_group: [
    at("ssm:RegisterPatchBaselineForPatchGroup ssm:DeregisterPatchBaselineForPatchGroup", BASELINE, ours),
    see("ssm:DescribePatchGroups"),
  ],
  aws_secretsmanager_secret: [
    data(
      `secretsmanager:CreateSecret secretsmanager:DescribeSecret secretsmanager:UpdateSecret secretsmanager:DeleteSecret
       secretsmanager:GetResourcePolicy secretsmanager:TagResource secretsmanager:UntagResource`,
      SECRET,
    ),
  ],
  aws_secretsmanager_secret_policy: [
    data(
      "secretsmanager:PutResourcePolicy secretsmanager:GetResourcePolicy secretsmanager:DeleteResourcePolicy secretsmanager:ValidateResourcePolicy",
      SECRET,
    ),
  ],
  aws_secretsmanager_secret_version: [
    data(
      `secretsmanager:PutSecretValue secretsmanager:GetSecretValue secretsmanager:DescribeSecret
       secretsmanager:UpdateSecretVersionStage secretsmanager:ListSecretVersionIds`,
      SECRET,
    ),
  ],
};
