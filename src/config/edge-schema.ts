import * as z from "zod";
import { EDGES } from "../model/platform";
import { ALB_IDLE_MAX_SEC } from "../model/proxy";
import { name } from "./name-schema";

/** Source: AWS WAF, baseline rule groups, AWSManagedRulesCommonRuleSet. */
const CORE_RULES = [
  "CrossSiteScripting_BODY",
  "CrossSiteScripting_COOKIE",
  "CrossSiteScripting_QUERYARGUMENTS",
  "CrossSiteScripting_URIPATH",
  "EC2MetaDataSSRF_BODY",
  "EC2MetaDataSSRF_COOKIE",
  "EC2MetaDataSSRF_QUERYARGUMENTS",
  "EC2MetaDataSSRF_URIPATH",
  "GenericLFI_BODY",
  "GenericLFI_QUERYARGUMENTS",
  "GenericLFI_URIPATH",
  "GenericRFI_BODY",
  "GenericRFI_QUERYARGUMENTS",
  "GenericRFI_URIPATH",
  "NoUserAgent_HEADER",
  "RestrictedExtensions_QUERYARGUMENTS",
  "RestrictedExtensions_URIPATH",
  "SizeRestrictions_BODY",
  "SizeRestrictions_Cookie_HEADER",
  "SizeRestrictions_QUERYSTRING",
  "SizeRestrictions_URIPATH",
  "UserAgent_BadBots_HEADER",
] as const;

/** How users reach the platform. */
export const edgeSchema = z.strictObject({
  kind: z.enum(EDGES),
  domain: z.hostname(),
  /** The Route 53 zone of the domain: the certificate, its proof and the record are made there. */
  zoneId: z
    .string()
    .regex(/^Z[A-Z0-9]{5,31}$/, "the id of a Route 53 hosted zone, such as Z0123456789ABCDEFGHIJ")
    .optional(),
  /** An ACM certificate of the domain that exists already, in the environment's region. */
  certificateArn: z
    .string()
    .regex(/^arn:aws[\w-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, "the ARN of an ACM certificate")
    .optional(),
  /** What that certificate calls its domain: `*.example.com` for a wildcard. @default - edge.domain */
  certificateDomain: z
    .string()
    .regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/, "a domain, or one with * as its first label")
    .optional(),
  /** The service that all traffic goes to when kind is proxy. */
  proxy: name.optional(),
  /** The web application firewall. @default - on */
  firewall: z
    .strictObject({
      /** false only where another one stands in front. */
      enabled: z.boolean().default(true),
      /** Of one address, in five minutes. Source: AWS WAF, rate-based rule. */
      requestsPer5Min: z.int().min(100).max(2_000_000_000).default(3000),
      /** Rules of AWS's core set that only count, where what they refuse is what users do. @default - none */
      counted: z.array(z.enum(CORE_RULES)).optional(),
    })
    .optional(),
  /** How long a connection may be silent. @default - a minute more than the longest that a route allows, at most 4000 */
  idleTimeoutSec: z.int().min(1).max(ALB_IDLE_MAX_SEC).optional(),
  /** Let listener rules rewrite paths; needs AWS provider 6. */
  rewrites: z.boolean().default(false),
});
