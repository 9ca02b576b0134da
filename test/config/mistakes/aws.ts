import type { Mistake } from "./mistake";
import { BASE, PROD } from "./mistake";

const SCRAPERS =
  "a private network with no bits behind its mask, such as 10.9.0.0/16 (inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10), or a security group such as sg-0123456789abcdef0";

/** Names and addresses of what is on AWS, in a form that it does not have there. */
export const aws: readonly Mistake[] = [
  {
    mistake: "too few items",
    file: PROD,
    from: "zones: [a, b, c]",
    to: "zones: [a]",
    lines: [
      "envs/shop/prod.yaml:13:12 aws.network.zones: got a list of 1; allowed: a list of 2 to 3, each item one letter, such as a",
    ],
  },
  {
    mistake: "an item of the wrong form",
    file: PROD,
    from: "zones: [a, b, c]",
    to: "zones: [a, eu-west-1b]",
    lines: ['envs/shop/prod.yaml:13:16 aws.network.zones.1: got "eu-west-1b"; allowed: one letter, such as a'],
  },
  {
    mistake: "a domain with a scheme",
    file: BASE,
    from: "domain: shop.example.com",
    to: "domain: https://shop.example.com",
    lines: [
      'envs/shop/base.yaml:6:11 edge.domain: got "https://shop.example.com"; allowed: a host name such as app.example.com',
    ],
  },
  {
    mistake: "a region that is none",
    file: PROD,
    from: "region: eu-west-1",
    to: "region: europe",
    lines: ['envs/shop/prod.yaml:10:11 aws.region: got "europe"; allowed: an AWS region such as eu-west-1'],
  },
  {
    mistake: "a network without its size",
    file: PROD,
    from: "cidr: 10.30.0.0/16",
    to: "cidr: 10.30.0.0",
    lines: [
      'envs/shop/prod.yaml:12:11 aws.network.cidr: got "10.30.0.0"; allowed: a range of IPv4 addresses such as 10.0.0.0/16',
    ],
  },
  {
    mistake: "one zone twice",
    file: PROD,
    from: "zones: [a, b, c]",
    to: "zones: [a, b, a]",
    lines: ["envs/shop/prod.yaml:13:12 aws.network.zones: names a zone twice; allowed: each zone once"],
  },
  {
    mistake: "a network that the tiers do not fit into",
    file: PROD,
    from: "cidr: 10.30.0.0/16",
    to: "cidr: 10.30.0.0/26",
    lines: [
      "envs/shop/prod.yaml:12:11 aws.network.cidr: got 10.30.0.0/26; allowed: /16 to /20, such as 10.20.0.0/16, or adopt.network with one that exists",
    ],
  },
  {
    mistake: "a network with something behind its mask",
    file: PROD,
    from: "cidr: 10.30.0.0/16",
    to: "cidr: 10.30.1.0/16",
    lines: [
      "envs/shop/prod.yaml:12:11 aws.network.cidr: got 10.30.1.0/16; allowed: a network of /16 to /28 with no bits behind its mask, such as 10.20.0.0/16",
    ],
  },
  {
    mistake: "scrapers that are no private networks",
    file: PROD,
    from: "  region: eu-west-1\n",
    to: "  region: eu-west-1\n  scrapers: [10.999.0.0/16, 100.1.0.0/16, 172.99.0.0/16, 192.1.0.0/16]\n",
    lines: [
      `envs/shop/prod.yaml:11:14 aws.scrapers.0: got "10.999.0.0/16"; allowed: ${SCRAPERS}`,
      `envs/shop/prod.yaml:11:29 aws.scrapers.1: got "100.1.0.0/16"; allowed: ${SCRAPERS}`,
      `envs/shop/prod.yaml:11:43 aws.scrapers.2: got "172.99.0.0/16"; allowed: ${SCRAPERS}`,
      `envs/shop/prod.yaml:11:58 aws.scrapers.3: got "192.1.0.0/16"; allowed: ${SCRAPERS}`,
    ],
  },
  {
    mistake: "a scraper with something behind its mask",
    file: PROD,
    from: "  region: eu-west-1\n",
    to: "  region: eu-west-1\n  scrapers: [10.9.5.0/16]\n",
    lines: [`envs/shop/prod.yaml:11:14 aws.scrapers.0: got "10.9.5.0/16"; allowed: ${SCRAPERS}`],
  },
  {
    mistake: "a scraper twice",
    file: PROD,
    from: "  region: eu-west-1\n",
    to: "  region: eu-west-1\n  scrapers: [10.9.0.0/16, sg-0123456789abcdef0, 10.9.0.0/16]\n",
    lines: ["envs/shop/prod.yaml:11:13 aws.scrapers: names one twice; allowed: each once"],
  },
  {
    mistake: "a cluster under no name of a cluster",
    file: PROD,
    from: "profile: production",
    to: 'profile: production\nadopt: { cluster: "bad name!" }',
    lines: [
      'envs/shop/prod.yaml:4:19 adopt.cluster: got "bad name!"; allowed: the name of an ECS cluster, such as shared',
    ],
  },
  {
    mistake: "a bucket under no name of a bucket",
    file: PROD,
    from: "profile: production",
    to: "profile: production\nadopt: { stores: { files: { bucket: Bad_Bucket } } }",
    lines: [
      'envs/shop/prod.yaml:4:37 adopt.stores.files.bucket: got "Bad_Bucket"; allowed: the name of an S3 bucket, such as shared-storage',
    ],
  },
  {
    mistake: "an instance under no name of an instance",
    file: PROD,
    from: "profile: production",
    to: "profile: production\nadopt: { stores: { db: { instance: theirs--db } } }",
    lines: [
      'envs/shop/prod.yaml:4:36 adopt.stores.db.instance: got "theirs--db"; allowed: the identifier of an RDS instance, such as shared-postgres',
    ],
  },
  {
    mistake: "a replication group whose name is too long",
    file: PROD,
    from: "profile: production",
    to: "profile: production\nadopt: { stores: { queue: { replicationGroup: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa } } }",
    lines: [
      'envs/shop/prod.yaml:4:47 adopt.stores.queue.replicationGroup: got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; allowed: the id of a replication group of ElastiCache, such as shared-redis',
    ],
  },
];
