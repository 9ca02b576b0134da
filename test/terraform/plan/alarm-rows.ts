/*
 * The acceptance list's table of alarms (§4.8), as plans must have it.
 */

const GIB = 2 ** 30;
export type Workspace =
  "prod foundation" | "prod ec2-compose" | "prod ecs-ingress" | "staging foundation" | "staging ecs";

/** What an alarm must be: `AWS/ECS CPUUtilization Average`, `> 80`, `60 x 5 of 5`, and what no data means. */
export interface Expected {
  readonly of: string;
  readonly over: string;
  readonly when: string;
  readonly missing: string;
}
export const expected = (of: string, over: string, when: string, missing: string): Expected => ({
  of,
  over,
  when,
  missing,
});

/** One row of the acceptance list's table of alarms (§4.8), in its order. */
export type Row = readonly [id: string, row: string, wanted: readonly (readonly [Workspace, name: string, Expected])[]];

export const ingress = "kdcube-prod-chat-ingress";
const both = (rest: string, of: Expected): [Workspace, string, Expected][] => [
  ["prod ecs-ingress", `${ingress}-${rest}`, of],
  ["staging ecs", `kdcube-staging-chat-proc-${rest}`, of],
];
const foundations = (name: string, of: Expected): [Workspace, string, Expected][] => [
  ["prod foundation", `kdcube-prod-${name}`, of],
  ["staging foundation", `kdcube-staging-${name}`, of],
];

export const ROWS: readonly Row[] = [
  ["AL1", "ECS CPU", both("cpu", expected("AWS/ECS CPUUtilization Average", "> 80", "60 x 5 of 5", "breaching"))],
  [
    "AL2",
    "ECS memory",
    both("memory", expected("AWS/ECS MemoryUtilization Average", "> 80", "60 x 5 of 5", "breaching")),
  ],
  [
    "AL4",
    "running tasks below the least",
    [
      [
        "prod ecs-ingress",
        `${ingress}-running-tasks`,
        expected("ECS/ContainerInsights RunningTaskCount Average", "< 2", "60 x 5 of 5", "breaching"),
      ],
      [
        "staging ecs",
        "kdcube-staging-metrics-running-tasks",
        expected("ECS/ContainerInsights RunningTaskCount Average", "< 1", "60 x 5 of 5", "breaching"),
      ],
    ],
  ],
  [
    "AL6",
    "ephemeral storage",
    both(
      "ephemeral-storage",
      expected("ECS/ContainerInsights TaskEphemeralStorageUtilization Average", "> 80", "60 x 5 of 5", "notBreaching"),
    ),
  ],
  [
    "AL10",
    "errors of the balancer's own",
    foundations(
      "load-balancer-5xx",
      expected(
        "IF(errors > 10 AND 100 * errors > MAX([errors * 0, requests]), 1, 0) errors=AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum requests=AWS/ApplicationELB RequestCount Sum",
        "> 0",
        "60 x 3 of 5",
        "notBreaching",
      ),
    ),
  ],
  [
    "AL11",
    "errors of a target group",
    [
      ...both(
        "5xx",
        expected(
          "100 * errors / requests errors=AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum requests=AWS/ApplicationELB RequestCount Sum",
          "> 1",
          "60 x 2 of 3",
          "notBreaching",
        ),
      ),
      [
        "prod ec2-compose",
        "kdcube-prod-host-chat-proc-5xx",
        expected(
          "100 * errors / requests errors=AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum requests=AWS/ApplicationELB RequestCount Sum",
          "> 1",
          "60 x 2 of 3",
          "notBreaching",
        ),
      ],
    ],
  ],
  [
    "AL12",
    "unhealthy hosts; longer for what starts slowly",
    [
      [
        "prod ecs-ingress",
        `${ingress}-unhealthy-hosts`,
        expected("AWS/ApplicationELB UnHealthyHostCount Maximum", ">= 1", "60 x 4 of 4", "notBreaching"),
      ],
      [
        "staging ecs",
        "kdcube-staging-chat-proc-unhealthy-hosts",
        expected("AWS/ApplicationELB UnHealthyHostCount Maximum", ">= 1", "60 x 5 of 5", "notBreaching"),
      ],
    ],
  ],
  [
    "AL13",
    "healthy hosts",
    both("healthy-hosts", expected("AWS/ApplicationELB HealthyHostCount Minimum", "< 1", "60 x 2 of 2", "breaching")),
  ],
  [
    "AL14",
    "response time",
    [
      [
        "staging ecs",
        "kdcube-staging-web-ui-response-time",
        expected("AWS/ApplicationELB TargetResponseTime p95", "> 2", "60 x 5 of 5", "notBreaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-web-ui-response-time",
        expected("AWS/ApplicationELB TargetResponseTime p95", "> 2", "60 x 5 of 5", "notBreaching"),
      ],
    ],
  ],
  [
    "AL15",
    "connections refused, and failed to targets",
    [
      ...foundations(
        "load-balancer-rejected-connections",
        expected("AWS/ApplicationELB RejectedConnectionCount Sum", "> 0", "60 x 3 of 3", "notBreaching"),
      ),
      ...foundations(
        "load-balancer-target-connection-errors",
        expected("AWS/ApplicationELB TargetConnectionErrorCount Sum", "> 5", "60 x 3 of 3", "notBreaching"),
      ),
    ],
  ],
  [
    "AL16",
    "database CPU",
    foundations("postgres-cpu", expected("AWS/RDS CPUUtilization Average", "> 90", "60 x 5 of 5", "breaching")),
  ],
  [
    "AL17",
    "database connections, 90 % of max_connections",
    [
      [
        "prod foundation",
        "kdcube-prod-postgres-connections",
        expected("AWS/RDS DatabaseConnections Average", "> 360", "60 x 5 of 5", "breaching"),
      ],
      [
        "staging foundation",
        "kdcube-staging-postgres-connections",
        expected("AWS/RDS DatabaseConnections Average", "> 180", "60 x 5 of 5", "breaching"),
      ],
    ],
  ],
  [
    "AL18",
    "free memory, 25 % of the class",
    [
      [
        "prod foundation",
        "kdcube-prod-postgres-memory",
        expected("AWS/RDS FreeableMemory Average", `< ${2 * GIB}`, "60 x 15 of 15", "breaching"),
      ],
      [
        "staging foundation",
        "kdcube-staging-postgres-memory",
        expected("AWS/RDS FreeableMemory Average", `< ${GIB}`, "60 x 15 of 15", "breaching"),
      ],
    ],
  ],
  [
    "AL19",
    "free storage, 10 % of what is allocated",
    [
      [
        "prod foundation",
        "kdcube-prod-postgres-storage",
        expected("AWS/RDS FreeStorageSpace Minimum", `< ${10 * GIB}`, "60 x 5 of 5", "breaching"),
      ],
      [
        "staging foundation",
        "kdcube-staging-postgres-storage",
        expected("AWS/RDS FreeStorageSpace Minimum", `< ${2 * GIB}`, "60 x 5 of 5", "breaching"),
      ],
    ],
  ],
  [
    "AL20",
    "burst that is left",
    [
      ...foundations(
        "postgres-byte-balance",
        expected("AWS/RDS EBSByteBalance% Average", "< 10", "60 x 3 of 3", "missing"),
      ),
      ...foundations(
        "postgres-io-balance",
        expected("AWS/RDS EBSIOBalance% Average", "< 10", "60 x 3 of 3", "missing"),
      ),
    ],
  ],
  [
    "AL21",
    "latency of the disk",
    [
      ...foundations("postgres-read-latency", expected("AWS/RDS ReadLatency p90", "> 0.02", "60 x 5 of 5", "missing")),
      ...foundations(
        "postgres-write-latency",
        expected("AWS/RDS WriteLatency p90", "> 0.02", "60 x 5 of 5", "missing"),
      ),
    ],
  ],
  ["AL22", "load", foundations("postgres-load", expected("AWS/RDS DBLoad Average", "> 2", "60 x 15 of 15", "missing"))],
  [
    "AL24",
    "transaction ids",
    foundations(
      "postgres-transaction-ids",
      expected("AWS/RDS MaximumUsedTransactionIDs Average", "> 1000000000", "60 x 1 of 1", "missing"),
    ),
  ],
  [
    "AL25",
    "engine CPU of each node",
    [
      ...foundations(
        "redis-001-engine-cpu",
        expected("AWS/ElastiCache EngineCPUUtilization Average", "> 90", "60 x 5 of 5", "missing"),
      ),
      [
        "prod foundation",
        "kdcube-prod-redis-002-engine-cpu",
        expected("AWS/ElastiCache EngineCPUUtilization Average", "> 90", "60 x 5 of 5", "missing"),
      ],
    ],
  ],
  [
    "AL26",
    "CPU of each node, 90 / vCPU",
    foundations("redis-001-cpu", expected("AWS/ElastiCache CPUUtilization Average", "> 45", "60 x 5 of 5", "missing")),
  ],
  [
    "AL27",
    "memory of each node",
    foundations(
      "redis-001-memory",
      expected("AWS/ElastiCache DatabaseMemoryUsagePercentage Average", "> 80", "60 x 5 of 5", "missing"),
    ),
  ],
  [
    "AL28",
    "connections, lag and evictions of each node",
    [
      [
        "prod foundation",
        "kdcube-prod-redis-002-connections",
        expected("AWS/ElastiCache CurrConnections Average", "> 52000", "60 x 10 of 10", "missing"),
      ],
      [
        "staging foundation",
        "kdcube-staging-redis-001-connections",
        expected("AWS/ElastiCache CurrConnections Average", "> 36000", "60 x 10 of 10", "missing"),
      ],
      [
        "prod foundation",
        "kdcube-prod-redis-001-replication-lag",
        expected("AWS/ElastiCache ReplicationLag Average", "> 10", "60 x 15 of 15", "missing"),
      ],
      ...foundations("redis-001-evictions", expected("AWS/ElastiCache Evictions Sum", "> 0", "60 x 5 of 5", "missing")),
    ],
  ],
  [
    "AL29",
    "operations of shared files",
    foundations(
      "exec-workspace-io-limit",
      expected("AWS/EFS PercentIOLimit Average", ">= 95", "60 x 15 of 15", "missing"),
    ),
  ],
  [
    "AL31",
    "ports of the ways out, one in each zone",
    [
      ...["a", "b", "c"].map((zone): [Workspace, string, Expected] => [
        "prod foundation",
        `kdcube-prod-nat-${zone}-port-allocation`,
        expected("AWS/NATGateway ErrorPortAllocation Sum", "> 0", "60 x 15 of 15", "missing"),
      ]),
      [
        "staging foundation",
        "kdcube-staging-nat-a-port-allocation",
        expected("AWS/NATGateway ErrorPortAllocation Sum", "> 0", "60 x 15 of 15", "missing"),
      ],
    ],
  ],
  [
    "AL32",
    "packets dropped",
    [
      [
        "staging foundation",
        "kdcube-staging-nat-a-packets-dropped",
        expected(
          "100 * dropped / (inside + outside) dropped=AWS/NATGateway PacketsDropCount Sum inside=AWS/NATGateway PacketsInFromSource Sum outside=AWS/NATGateway PacketsInFromDestination Sum",
          "> 0.01",
          "60 x 5 of 5",
          "missing",
        ),
      ],
    ],
  ],
  [
    "AL33",
    "the certificate's end",
    foundations(
      "certificate-expiry",
      expected("AWS/CertificateManager DaysToExpiry Minimum", "<= 44", "86400 x 1 of 1", "breaching"),
    ),
  ],
  [
    "AL34",
    "the compose host",
    [
      [
        "prod ec2-compose",
        "kdcube-prod-host-cpu",
        expected("AWS/EC2 CPUUtilization Average", "> 80", "300 x 3 of 3", "missing"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-status",
        expected("AWS/EC2 StatusCheckFailed Maximum", ">= 1", "300 x 2 of 2", "missing"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-volume-status",
        expected("AWS/EC2 StatusCheckFailed_AttachedEBS Maximum", ">= 1", "60 x 10 of 10", "missing"),
      ],
    ],
  ],
  [
    "AL37",
    "the platform's own metrics; waits by role, since no p95 is exported",
    [
      ...foundations(
        "platform-ingress-sse-saturation-percent",
        expected("KDCube/Metrics ingress/sse/saturation_percent Average", "> 80", "60 x 3 of 3", "notBreaching"),
      ),
      ...foundations(
        "platform-proc-queue-utilization-percent",
        expected("KDCube/Metrics proc/queue/utilization_percent Average", "> 80", "60 x 3 of 3", "notBreaching"),
      ),
      ...foundations(
        "platform-proc-queue-avg-wait-seconds-paid",
        expected("KDCube/Metrics proc/queue/avg_wait_seconds/paid Average", "> 3", "60 x 3 of 3", "notBreaching"),
      ),
    ],
  ],
  [
    "AL38",
    "disks and memory of the host, and its releases",
    [
      [
        "prod ec2-compose",
        "kdcube-prod-host-disk-root",
        expected("kdcube/Host disk_used_percent Maximum", "> 85", "300 x 2 of 2", "breaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-disk-data",
        expected("kdcube/Host disk_used_percent Maximum", "> 85", "300 x 2 of 2", "breaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-memory",
        expected("kdcube/Host mem_used_percent Average", "> 85", "300 x 2 of 2", "breaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-host-system-status",
        expected("AWS/EC2 StatusCheckFailed_System Maximum", ">= 1", "60 x 2 of 2", "missing"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-release-rolled-back",
        expected("kdcube/Host ReleaseRolledBack Sum", "> 0", "60 x 1 of 1", "notBreaching"),
      ],
      [
        "prod ec2-compose",
        "kdcube-prod-release-refused",
        expected("kdcube/Host ReleaseRefused Sum", "> 0", "60 x 1 of 1", "notBreaching"),
      ],
    ],
  ],
];

/** Rows that have no alarm in either environment, each with its reason; no metric of theirs may be there. */
export const NOT_APPLYING: readonly (readonly [id: string, metric: RegExp, reason: string])[] = [
  ["AL3", /Reservation$/, "no instances of a cluster; with aws.capacity they are there, see below"],
  ["AL5", /^Task(Cpu|Memory)Utilization$/, "on Fargate the service's own CPU and memory (AL1, AL2) say the same"],
  ["AL7", /ServiceConnect/, "services find each other by Cloud Map, not Service Connect"],
  ["AL8", /^EBSFilesystemUtilization$/, "no task has a volume of EBS"],
  ["AL23", /^ReplicaLag$/, "the second zone is a standby, not a replica that is read"],
  ["AL30", /^BurstCreditBalance$/, "throughput is elastic and has no credits"],
  ["AL35", /^GroupInServiceCapacity$/, "the compose host is one instance, in no group"],
  ["AL36", /^ApproximateAgeOfOldestMessage$/, "the queue is in Redis; its wait is AL37"],
];
