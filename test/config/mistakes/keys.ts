import type { Mistake } from "./mistake";
import { BASE, DEV, PROD, STAGING } from "./mistake";

/** Keys that the core's schema does not know, and those that it misses. */
export const keys: readonly Mistake[] = [
  {
    mistake: "an unknown key at the top",
    file: DEV,
    from: "profile: development",
    to: "profil: development",
    lines: [
      "envs/shop/dev.yaml:3:1 profil: unknown key; allowed: target, profile, release, state, registry, aws, adopt, edge, devenv, images, logRetentionDays, secrets, recovery, alarms, services, stores, migration, settings; did you mean profile",
    ],
  },
  {
    mistake: "an unknown key deep inside",
    file: PROD,
    from: "      memoryMiB: 4096",
    to: "      memory: 4096",
    lines: [
      "envs/shop/prod.yaml:26:7 services.api.size.memory: unknown key; allowed: cpu, memoryMiB; did you mean memoryMiB",
    ],
  },
  {
    mistake: "a key in the wrong case",
    file: BASE,
    from: "  idleTimeoutSec: 301",
    to: "  idletimeoutsec: 301",
    lines: [
      "envs/shop/base.yaml:7:3 edge.idletimeoutsec: unknown key; allowed: kind, domain, zoneId, certificateArn, certificateDomain, proxy, firewall, idleTimeoutSec, rewrites; did you mean idleTimeoutSec",
    ],
  },
  {
    mistake: "a key that belongs elsewhere",
    file: PROD,
    from: "    scale: { min: 1, max: 2 }",
    to: "    image: shop-app",
    lines: [
      "envs/shop/prod.yaml:27:5 services.api.image: unknown key; allowed: enabled, size, scale, capacity, interruptible, exec, hostPorts",
    ],
  },
  {
    mistake: "a required block removed with null",
    file: PROD,
    from: "edge:\n  certificateArn: arn:aws:acm:eu-west-1:444455556666:certificate/3333-4444",
    to: "edge: null",
    lines: [
      "envs/shop/prod.yaml:20:7 edge: missing; allowed: a map with kind, domain, zoneId, certificateArn, certificateDomain, proxy, firewall, idleTimeoutSec, rewrites",
    ],
  },
  {
    mistake: "a required value left empty",
    file: STAGING,
    from: "  domain: staging.shop.example.com\n",
    to: "  domain:\n",
    lines: ["envs/shop/staging.yaml:17:10 edge.domain: missing; allowed: a host name such as app.example.com"],
  },
  {
    mistake: "a required key missing",
    file: DEV,
    from: "target: devenv\n",
    to: "",
    lines: ["envs/shop/dev.yaml:1:1 target: missing; allowed: devenv, ec2-compose, ecs"],
  },
  {
    mistake: "a service name with capitals",
    file: PROD,
    from: "  api:\n    size:",
    to: "  API:\n    size:",
    lines: [
      'envs/shop/prod.yaml:24:3 services.API: got key "API"; allowed: lower-case letters, digits and hyphens, beginning with a letter',
    ],
  },
  {
    mistake: "a misspelt key that should remove something",
    file: PROD,
    from: "    backupDays: 14",
    to: "    backupDays: 14\n    storageGib:",
    lines: [
      "envs/shop/prod.yaml:33:5 stores.db.storageGib: null removes what an extended file says, and none says this; remove the line, or mend its name",
    ],
  },
];
