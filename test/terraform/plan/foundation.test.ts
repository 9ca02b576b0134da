import { egressEdges, ingressEdges } from "../../helpers/edges";
import { textAt } from "../../helpers/json";
import type { Plan } from "../../helpers/plan";
import { planBefore } from "../../helpers/planned";
import { secretLiterals } from "../../helpers/secret-literals";
import { whyNoTerraform } from "../../helpers/terraform";
import { deploymentNamed } from "../../helpers/workspaces";

(whyNoTerraform() ? describe.skip : describe)("the plan of the production foundation", () => {
  const deployment = deploymentNamed("kdcube/prod");
  const { services, jobs, tasks } = deployment.platform;
  let plan: Plan;
  planBefore(deployment, "foundation", (made) => (plan = made));

  it("makes everything from nothing", () => {
    expect(plan.count("create")).toBeGreaterThan(130);
    expect(plan.count("delete") + plan.count("update")).toBe(0);
  });

  it("keeps the database private, encrypted, in two zones and hard to lose", () => {
    expect(plan.resource("aws_db_instance.stores_postgres").values).toMatchObject({
      publicly_accessible: false,
      storage_encrypted: true,
      multi_az: true,
      deletion_protection: true,
      skip_final_snapshot: false,
      backup_retention_period: 14,
    });
    expect(plan.references("aws_db_instance.stores_postgres", "kms_key_id")).toContain("aws_kms_key.key.arn");
  });

  it("takes the database's password from an ephemeral, never from state", () => {
    expect(plan.resource("aws_db_instance.stores_postgres").values).toMatchObject({
      password: null,
      password_wo: null,
      password_wo_version: 1,
    });
  });

  it("encrypts the cache both ways and gives it a second copy", () => {
    expect(plan.resource("aws_elasticache_replication_group.stores_redis").values).toMatchObject({
      at_rest_encryption_enabled: "true",
      transit_encryption_enabled: true,
      automatic_failover_enabled: true,
      num_cache_clusters: 2,
    });
  });

  it("lets no bucket be public and encrypts every one", () => {
    const buckets = plan.resources("aws_s3_bucket").length;
    const locks = plan.resources("aws_s3_bucket_public_access_block");
    expect(buckets).toBeGreaterThan(0);
    expect(locks.map(({ values }) => Object.values(values).every((each) => each === true))).toEqual(
      Array.from({ length: buckets }, () => true),
    );
    expect(plan.resources("aws_s3_bucket_server_side_encryption_configuration")).toHaveLength(buckets);
  });

  it("gives no machine a public address of its own", () => {
    expect(plan.resources("aws_subnet").filter(({ values }) => values["map_public_ip_on_launch"] === true)).toEqual([]);
  });

  it("opens two ports of the load balancer to the world, and nothing else", () => {
    const fromOutside = ingressEdges(plan).filter((edge) => edge.startsWith("internet"));
    expect(fromOutside).toEqual(["internet → load-balancer 443", "internet → load-balancer 80"]);
  });

  it("lets those who keep data there reach the stores, and nobody else", () => {
    const callers = (store: string): string[] => ingressEdges(plan).filter((edge) => edge.includes(`→ ${store} `));
    expect(callers("postgres")).toEqual(
      ["chat-ingress", "chat-proc", "host"].map((caller) => `${caller} → postgres 5432`),
    );
    expect(callers("redis")).toEqual(
      ["chat-ingress", "chat-proc", "host", "metrics", "py-code-exec"].map((caller) => `${caller} → redis 6379`),
    );
  });

  it("says each edge on both of its sides", () => {
    // S3 has a list of addresses and no group, so nothing is said at its end.
    const inside = (edge: string): boolean => !/internet|→ s3 /.test(edge);
    expect(egressEdges(plan).filter(inside)).toEqual(ingressEdges(plan).filter(inside));
  });

  it("keeps a log for each thing that writes one, for as long as the environment says", () => {
    const groups = plan.resources("aws_cloudwatch_log_group").map(({ values }) => values);
    const names = Object.keys({ ...services, ...jobs, ...tasks }).map((name) => `/kdcube-prod/${name}`);
    // And one each for the network's flows, the firewall, and what is typed in shells; AWS's own services have theirs.
    const others = [
      "/kdcube-prod/network/flow-log",
      "aws-waf-logs-kdcube-prod",
      "/kdcube-prod/_exec",
      "/kdcube-prod/_session",
    ];
    const own = groups.map((group) => textAt(group, "name")).filter((name) => !name.startsWith("/aws/"));
    expect(own.sort()).toEqual([...names, ...others].sort());
    expect(new Set(groups.map(({ retention_in_days }) => retention_in_days))).toEqual(new Set([365]));
  });

  it("holds no secret as text", () => {
    expect(plan.all.flatMap(({ address, values }) => secretLiterals(values, address))).toEqual([]);
  });
});
