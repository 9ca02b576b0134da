import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbListenerRule } from "@cdktf/provider-aws/lib/lb-listener-rule";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { pathPatterns, type Route } from "../model/route";

/** TLS 1.2 and 1.3 with forward secrecy. Source: AWS, Application Load Balancer security policies. */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** A year. Browsers that were here once never ask over HTTP again. Source: RFC 6797, max-age. */
const HSTS = "max-age=31536000";

/** Where each kind of log goes in the bucket of the logs. */
export const LOG_PREFIXES = { access: "access", connections: "connections" } as const;

export interface LoadBalancerProps {
  readonly name: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly certificateArn: string;
  readonly idleTimeoutSec: number;
  /** After this a client opens a new connection. Shorter where shares change: only a new one is weighed anew. */
  readonly clientKeepAliveSec: number;
  readonly logBucket: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The public door: HTTPS with TLS 1.2 or newer, HTTP sent there, and 404 for what no rule knows. */
export class LoadBalancer extends Construct {
  readonly arn: string;
  /** As the metrics name it: `app/<name>/<id>`. */
  readonly arnSuffix: string;
  readonly listenerArn: string;
  readonly dnsName: string;
  /** The hosted zone of AWS's own name for it. */
  readonly zoneId: string;
  /** Of the certificate that it shows, for who watches its end; none where that is another's to watch. */
  readonly certificateArn: string | undefined;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const balancer = new Lb(this, "Resource", {
      name: props.name,
      loadBalancerType: "application",
      internal: false,
      subnets: [...props.subnetIds],
      securityGroups: [props.securityGroupId],
      // Must exceed the longest stream: a balancer that closes first cuts conversations short.
      idleTimeout: props.idleTimeoutSec,
      clientKeepAlive: props.clientKeepAliveSec,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      // What a client says of itself stays in front; our own readers believe the last entry alone.
      xffHeaderProcessingMode: "append",
      enableXffClientPort: false,
      enableWafFailOpen: false,
      enableDeletionProtection: true,
      accessLogs: { bucket: props.logBucket, prefix: LOG_PREFIXES.access, enabled: true },
      connectionLogs: { bucket: props.logBucket, prefix: LOG_PREFIXES.connections, enabled: true },
      dependsOn: [...props.dependsOn],
    });
    new LbListener(this, "http", {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } }],
    });
    const https = new LbListener(this, "https", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: TLS_POLICY,
      certificateArn: props.certificateArn,
      defaultAction: [{ type: "fixed-response", fixedResponse: NOT_FOUND }],
      routingHttpResponseStrictTransportSecurityHeaderValue: HSTS,
      routingHttpResponseServerEnabled: false,
    });
    this.arn = balancer.arn;
    this.zoneId = balancer.zoneId;
    this.listenerArn = https.arn;
    this.dnsName = balancer.dnsName;
    this.arnSuffix = balancer.arnSuffix;
    this.certificateArn = props.certificateArn;
  }
}

const NOT_FOUND = { contentType: "text/plain", statusCode: "404", messageBody: "not found" };

/** A row of the route table that no service answers: it sends the caller elsewhere. */
export function redirectRule(scope: Construct, listenerArn: string, priority: number, route: Route): LbListenerRule {
  if (!route.redirect) throw new Error(`route ${route.path} is no redirect`);
  return new LbListenerRule(scope, `route-${route.order}`, {
    listenerArn,
    priority,
    condition: [{ pathPattern: { values: pathPatterns(route) } }],
    action: [{ type: "redirect", redirect: { path: route.redirect.to, statusCode: `HTTP_${route.redirect.status}` } }],
    tags: { Name: route.path },
  });
}

/** A path that is refused at the door: without this rule a broader one would answer for it. */
export function refusalRule(scope: Construct, listenerArn: string, priority: number, route: Route): LbListenerRule {
  return new LbListenerRule(scope, `route-${route.order}`, {
    listenerArn,
    priority,
    condition: [{ pathPattern: { values: pathPatterns(route) } }],
    action: [{ type: "fixed-response", fixedResponse: NOT_FOUND }],
    tags: { Name: route.path },
  });
}

/** One place that answers a route, and how much of it. */
export interface Share {
  readonly targetGroupArn: string;
  /** 0 to 100. */
  readonly weight: number;
}

export interface ForwardRuleProps {
  readonly listenerArn: string;
  readonly priority: number;
  readonly route: Route;
  readonly shares: readonly Share[];
  /** Keeps a browser with the generation it met first, while two answer. */
  readonly sticky: boolean;
  /** Asked for with `edge.rewrites`: the block exists in AWS provider 6 alone. */
  readonly rewrite?: { readonly from: string; readonly to: string } | undefined;
}

/** A route to one service, always as a list of weighted groups so that a step changes weights and nothing else. */
export function forwardRule(scope: Construct, props: ForwardRuleProps): LbListenerRule {
  const { route, shares, sticky } = props;
  return new LbListenerRule(scope, `route-${route.order}`, {
    listenerArn: props.listenerArn,
    priority: props.priority,
    condition: [{ pathPattern: { values: pathPatterns(route) } }],
    action: [
      {
        type: "forward",
        forward: {
          targetGroup: shares.map(({ targetGroupArn, weight }) => ({ arn: targetGroupArn, weight })),
          stickiness: { enabled: sticky, duration: STICKY_SEC },
        },
      },
    ],
    ...(props.rewrite && {
      transform: [
        {
          type: "url-rewrite",
          urlRewriteConfig: { rewrite: { regex: props.rewrite.from, replace: props.rewrite.to } },
        },
      ],
    }),
    tags: { Name: route.path },
  });
}

const STICKY_SEC = 3600;
