import { charge, ofClass, type Charge, type Meter } from "./charge";
import { PRICES } from "./prices";
import { blocksAt, numberAt, textAt, type Block, type Resource, type RootModule } from "./root-module";

const CPU_UNITS = 1024;
const MIB = 1024;

/** Tasks of a service at their least, by what each of them reserves; on instances of our own those are billed. */
const ecsService: Meter = (service, module) => {
  const task = module.referred(service.block["task_definition"], "aws_ecs_task_definition");
  const [strategy] = blocksAt(service.block, "capacity_provider_strategy");
  const provider = textAt(strategy, "capacity_provider") || textAt(service.block, "launch_type") || "FARGATE";
  if (!task || !provider.startsWith("FARGATE")) return [];
  const spot = provider === "FARGATE_SPOT";
  const scaling = module
    .ofType("aws_appautoscaling_target")
    .find(({ block }) => module.referred(block["resource_id"], "aws_ecs_service")?.name === service.name)?.block;
  const least = Math.max(numberAt(service.block, "desired_count", 0), numberAt(scaling, "min_capacity", 0));
  const most = Math.max(least, numberAt(scaling, "max_capacity", least));
  const vcpu = numberAt(task.block, "cpu", 0) / CPU_UNITS;
  const gib = numberAt(task.block, "memory", 0) / MIB;
  const kind = spot ? "Fargate Spot" : "Fargate";
  return [
    { ...charge(`${kind} vCPU`, least * vcpu, spot ? "spotVcpu" : "fargateVcpu"), most: most * vcpu },
    { ...charge(`${kind} GiB of memory`, least * gib, spot ? "spotGiB" : "fargateGiB"), most: most * gib },
  ];
};

const instance: Meter = ({ block }, module) => {
  const template = templateOf(block, module)?.block;
  const type = textAt(block, "instance_type") || textAt(template, "instance_type");
  return [ofClass("EC2 instance", 1, "machine", type), ...volumes(1, 1, template, block)];
};

const group: Meter = ({ block }, module) => {
  const [mixed] = blocksAt(block, "mixed_instances_policy");
  const [specified] = blocksAt(mixed, "launch_template");
  const [specification] = blocksAt(specified, "launch_template_specification");
  const template = (templateOf(block, module) ?? templateOf({ launch_template: specification }, module))?.block;
  const least = Math.max(numberAt(block, "min_size", 0), numberAt(block, "desired_capacity", 0));
  const most = Math.max(least, numberAt(block, "max_size", least));
  const instances = ofClass("EC2 instance", least, "machine", textAt(template, "instance_type"));
  return [{ ...instances, most }, ...volumes(least, most, template)];
};

function templateOf(block: Block, module: RootModule): Resource | undefined {
  const [template] = blocksAt(block, "launch_template");
  const named = template?.["id"] ?? template?.["launch_template_id"] ?? template?.["name"];
  return module.referred(named, "aws_launch_template");
}

/** The disks that come with a machine, whoever describes them. */
function volumes(least: number, most: number, ...blocks: readonly (Block | undefined)[]): Charge[] {
  const sizes = blocks.flatMap((block) => [
    ...blocksAt(block, "block_device_mappings").flatMap((mapping) => blocksAt(mapping, "ebs")),
    ...blocksAt(block, "root_block_device"),
    ...blocksAt(block, "ebs_block_device"),
  ]);
  const gib = sizes.reduce((sum, size) => sum + numberAt(size, "volume_size", 0), 0);
  return gib === 0 ? [] : [{ what: "EBS gp3 GiB", quantity: least * gib, most: most * gib, price: PRICES.volume }];
}

const volume: Meter = ({ block }) => [charge("EBS gp3 GiB", numberAt(block, "size", 0), "volume")];

/** Two disks and the memory of a host: what its agent sends is billed by the metric. */
const AGENT_METRICS = 3;
const association: Meter = ({ block }) =>
  textAt(block, "name") === "AmazonCloudWatch-ManageAgent"
    ? [charge("metric of the host's agent", AGENT_METRICS, "customMetric")]
    : [];

export const COMPUTE_METERS: Readonly<Record<string, Meter>> = {
  aws_ecs_service: ecsService,
  aws_instance: instance,
  aws_autoscaling_group: group,
  aws_ebs_volume: volume,
  aws_ssm_association: association,
};
