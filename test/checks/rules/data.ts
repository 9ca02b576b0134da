import { generated } from "../../../src/model/secret";
import { a, inputWith, type Change } from "../platform";
import type { RuleCases } from "./rule";

const { platform } = inputWith({});
const ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:theirs-AbCdEf";
const PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/theirs/password";
const OTHERS = "arn:aws:secretsmanager:eu-west-1:999988887777:secret:theirs-AbCdEf";

const promise = (rpoMinutes: number, rtoMinutes: number, stores: Change["environment"] = {}): Change => ({
  environment: { recovery: { rpoMinutes, rtoMinutes }, ...stores },
});
const sized = (stores: NonNullable<Change["environment"]>["stores"]): Change => ({
  environment: { stores: stores ?? {} },
});
const restored = (store: string, restore: { snapshot: string } | { instance: string; to?: string }): Change =>
  sized({ [store]: { restore } });
const adopting = (
  stores: NonNullable<NonNullable<Change["environment"]>["adopt"]>["stores"],
  secrets: Record<string, string> = { password: ARN },
  environment: Change["environment"] = {},
): Change => ({ environment: { ...environment, adopt: { stores, secrets } } });
const rebuildable = {
  platform: {
    stores: Object.fromEntries(
      Object.entries(platform.stores).map(([name, store]) => [name, { ...store, holds: "rebuildable" as const }]),
    ),
  },
};
const keyed = { platform: { services: { api: a({ secrets: { KEY: { secret: "password", key: "key" } } }) } } };

/** Rules about what is kept, for how long, and where. */
export const data: readonly RuleCases[] = [
  {
    id: 62,
    fine: [
      ["development, which promises nothing", { environment: { profile: "development", recovery: undefined } }],
      ["a laptop without", { on: "devenv" }],
    ],
    refused: [
      [
        "production that promises nothing",
        { environment: { recovery: undefined } },
        ["recovery: missing; profile production needs rpoMinutes and rtoMinutes"],
      ],
      [
        "a laptop that does",
        { on: "devenv", environment: { recovery: { rpoMinutes: 1, rtoMinutes: 1 } } },
        ["recovery: a laptop keeps nothing that could be recovered; remove it"],
      ],
    ],
  },
  {
    id: 63,
    fine: [
      ["a day, which every mechanism keeps", promise(1440, 180)],
      ["minutes, where all of it can be made again", { ...promise(1, 1), ...rebuildable }],
      [
        "minutes, where others keep it",
        {
          environment: {
            recovery: { rpoMinutes: 1, rtoMinutes: 1 },
            adopt: { stores: { db: {}, cache: {}, shared: {}, bucket: {} }, secrets: {} },
          },
        },
      ],
    ],
    refused: [
      [
        "an hour for files and a cache that are kept once a day",
        promise(60, 180),
        [
          "recovery.rpoMinutes: 60 is less than cache gives: it loses up to 1440 minutes when data is destroyed (the daily snapshot); keep in cache only what is rebuildable, and say so in the platform, or raise this",
          "recovery.rpoMinutes: 60 is less than shared gives: it loses up to 1440 minutes when data is destroyed (the daily copy in the vault); keep shared in a bucket, whose versions lose nothing, or say in the platform that it is rebuildable, or raise this",
        ],
      ],
      [
        "ten minutes without a database in a second zone",
        {
          ...promise(1440, 65, { stores: { db: { multiAz: false, maxStorageGiB: 100 } } }),
          platform: { stores: { db: platform.stores["db"]! } },
        },
        [
          "recovery.rtoMinutes: 65 is less than db gives: it needs about 70 minutes to be back when an instance or a zone is lost (restore to a point in time, of up to 100 GiB); set stores.db.multiAz: true, or raise this",
          "recovery.rtoMinutes: 65 is less than db gives: it needs about 70 minutes to be back when data is destroyed (restore to a point in time, of up to 100 GiB); a smaller stores.db.maxStorageGiB is read in sooner, or raise this",
        ],
      ],
    ],
  },
  {
    id: 64,
    fine: [
      ["the least", sized({ db: { backupDays: 14 }, cache: { backupDays: 7, replicas: 1 } })],
      ["a day in development", { environment: { profile: "development", stores: { db: { backupDays: 1 } } } }],
      ["what others keep", adopting({ db: { instance: "theirs" } }, { password: ARN })],
    ],
    refused: [
      [
        "a week of a database",
        sized({ db: { backupDays: 7 }, cache: { backupDays: 6 } }),
        [
          "stores.db.backupDays: 7 days; allowed in production: 14 to 35",
          "stores.cache.backupDays: 6 days; allowed in production: 7 to 35",
        ],
      ],
      [
        "one zone",
        sized({ db: { multiAz: false }, cache: { replicas: 0 } }),
        [
          "stores.db.multiAz: false; production needs a second zone: true",
          "stores.cache.replicas: 0; production needs a copy in another zone: 1 or more",
        ],
      ],
      [
        "a copy beside the first",
        sized({ cache: { replicas: 1, multiAz: false } }),
        ["stores.cache.multiAz: false; production needs a second zone: true"],
      ],
    ],
  },
  {
    id: 65,
    fine: [
      ["a snapshot of a database", restored("db", { snapshot: "kept" })],
      ["a point in time", restored("db", { instance: "old", to: "2026-01-31T04:00:00Z" })],
      ["a snapshot of a cache", restored("cache", { snapshot: "kept" })],
    ],
    refused: [
      [
        "a cache at a point in time",
        restored("cache", { instance: "old" }),
        ["stores.cache.restore.instance: a cache knows no point in time; allowed: snapshot"],
      ],
      [
        "a bucket",
        restored("bucket", { snapshot: "kept" }),
        ["stores.bucket.restore: a bucket keeps its versions; bring those back (ferry recovery prints how)"],
      ],
      [
        "a file system",
        restored("shared", { snapshot: "kept" }),
        [
          "stores.shared.restore: EFS is not made from a backup by Terraform; restore it with AWS Backup (ferry recovery prints how), then adopt it or copy the files",
        ],
      ],
      [
        "a volume of a laptop",
        { on: "devenv", environment: { stores: { db: { restore: { snapshot: "kept" } } } } },
        ["stores.db.restore: a laptop's stores are volumes; remove it"],
      ],
    ],
  },
  {
    id: 66,
    fine: [
      [
        "each kind by its own name",
        adopting({
          db: { instance: "theirs" },
          cache: { replicationGroup: "theirs" },
          bucket: { bucket: "theirs" },
          shared: { fileSystem: "fs-0a1b2c3d", accessPoint: "fsap-0a1b2c3d", securityGroupId: "sg-0a1b2c3d" },
        }),
      ],
    ],
    refused: [
      [
        "a bucket for a database",
        adopting({ db: { bucket: "theirs" } }),
        [
          "adopt.stores.db.bucket: a postgres store is not a bucket; allowed: instance, securityGroupId",
          "adopt.stores.db: missing instance; a postgres store is adopted by it",
        ],
      ],
      [
        "files without their group",
        adopting({ shared: { fileSystem: "fs-0a1b2c3d" } }),
        [
          "adopt.stores.shared: missing securityGroupId; a file system does not tell which group its mount targets have",
        ],
      ],
      [
        "a store that is not there",
        adopting({ dbb: { instance: "theirs" } }),
        ["adopt.stores.dbb: there is no store dbb; known: bucket, cache, db, shared; did you mean db"],
      ],
      [
        "one that is sized and refilled as well",
        adopting({ db: { instance: "theirs" } }, undefined, {
          stores: { db: { multiAz: true, restore: { snapshot: "kept" } } },
        }),
        [
          "stores.db.multiAz: db is adopted: who made it decides this; remove it",
          "stores.db.restore: db is adopted: who made it decides this; remove it",
        ],
      ],
      [
        "one whose password would be made here",
        adopting({ db: { instance: "theirs" } }, {}),
        ["adopt.stores.db: its password is there already; name where it is kept: adopt.secrets.password"],
      ],
      [
        "one on a laptop",
        { ...adopting({ db: { instance: "theirs" } }), on: "devenv" },
        ["adopt.stores.db: a laptop has its own stores; remove it"],
      ],
    ],
  },
  {
    id: 67,
    fine: [
      ["a secret", adopting({}, { password: ARN })],
      ["a parameter", adopting({}, { password: PARAMETER })],
    ],
    refused: [
      [
        "a secret that is not there",
        adopting({}, { pasword: ARN }),
        ["adopt.secrets.pasword: there is no secret pasword; known: password, url; did you mean password"],
      ],
      [
        "one of another account",
        adopting({}, { password: OTHERS }),
        ["adopt.secrets.password: is in eu-west-1 of account 999988887777; allowed: eu-west-1 of account 111122223333"],
      ],
      [
        "a parameter without a path",
        adopting({}, { password: PARAMETER.replace("parameter/", "parameters-") }),
        ["adopt.secrets.password: is no parameter with a path; allowed: arn:…:parameter/…"],
      ],
      [
        "a key of a parameter",
        { ...adopting({}, { password: PARAMETER }), ...keyed },
        [
          "adopt.secrets.password: service api reads one key of it, which a parameter cannot give; keep it in Secrets Manager",
        ],
      ],
      [
        "one on a laptop",
        { ...adopting({}), on: "devenv" },
        ["adopt.secrets.password: a laptop takes secrets from TF_VAR_…; remove it"],
      ],
    ],
  },
  {
    id: 68,
    fine: [
      ["parameters for ECS", { environment: { secrets: { kind: "ssm" } } }],
      ["parameters for a host", { on: "compose", environment: { secrets: { kind: "ssm" } } }],
      ["secrets for a host", { on: "compose", environment: { secrets: { kind: "secrets-manager" } } }],
    ],
    refused: [
      [
        "parameters for a laptop",
        { on: "devenv", environment: { secrets: { kind: "ssm" } } },
        ["secrets.kind: ssm is for AWS: a laptop takes secrets from TF_VAR_…; remove it"],
      ],
      [
        "one key of a parameter",
        { environment: { secrets: { kind: "ssm" } }, ...keyed },
        ["secrets.kind: ssm gives a secret whole, but service api reads key key of password; set secrets-manager"],
      ],
      [
        "a secret that is too long",
        { environment: { secrets: { kind: "ssm" } }, platform: { secrets: { password: generated(5000) } } },
        ["secrets.kind: ssm holds 4096 characters, and password has 5000; set secrets-manager"],
      ],
    ],
  },
  {
    id: 69,
    fine: [
      ["another region", { environment: { recovery: { rpoMinutes: 1440, rtoMinutes: 480, copyTo: "eu-central-1" } } }],
    ],
    refused: [
      [
        "the same one",
        { environment: { recovery: { rpoMinutes: 1440, rtoMinutes: 480, copyTo: "eu-west-1" } } },
        ["recovery.copyTo: eu-west-1 is where the originals are; name another region, or remove it"],
      ],
      [
        "nothing to copy",
        {
          environment: { recovery: { rpoMinutes: 1440, rtoMinutes: 480, copyTo: "eu-central-1" } },
          ...rebuildable,
        },
        ["recovery.copyTo: no store made here is kept in the vault, so nothing would be copied; remove it"],
      ],
    ],
  },
];
