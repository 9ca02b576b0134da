import { OPEN_FILES } from "../model/hardening";

/** What a host is told when it starts for the first time. Names only: no release and no secret. */
export interface HostSetupInput {
  /** The name of the compose project, and of the host's units: `shop-prod`. */
  readonly project: string;
  /** Where the data volume is mounted: `/opt/shop-prod`. */
  readonly root: string;
  /** `vol-…`, or what Terraform fills in for it. */
  readonly volumeId: string;
}

/** A unit or a setting, by its path on the host. */
export type HostFiles = Readonly<Record<string, string>>;

/**
 * The first boot of an Ubuntu 24.04 host, as a shell script for cloud-init: it prepares, and a release comes later.
 * Every step may run again. Everything is from Ubuntu's own repositories, but the AWS CLI, which is AWS's own snap. The
 * image itself brings Python 3, the SSM agent (a snap) and unattended upgrades, which take security updates by default.
 */
export const hostSetup = (input: HostSetupInput): string =>
  `${[head(input), dataVolume(input), settings(input), packages(), start(input)].join("\n\n")}\n`;

/** The host's own units and settings; all but the first is in place before the engine is installed. */
export const hostFiles = ({ project, root }: HostSetupInput): HostFiles => ({
  "/etc/docker/daemon.json": `${JSON.stringify(daemon(root), null, 2)}\n`,
  // Without its disk the engine would begin again with an empty folder.
  "/etc/systemd/system/docker.service.d/data.conf": `[Unit]\nRequiresMountsFor=${root}\n`,
  [`/etc/systemd/journald.conf.d/${project}.conf`]: "[Journal]\nSystemMaxUse=500M\n",
  [`/etc/systemd/system/${project}-boot.service`]: bootUnit({ project, root }),
  [`/etc/systemd/system/${project}-prune.service`]: pruneUnit({ project, root }),
  [`/etc/systemd/system/${project}-prune.timer`]: pruneTimer(project),
});

type Names = Pick<HostSetupInput, "project" | "root">;

/** There when the set-up has come to its end; on the root disk, so that another host begins without it. */
export const setUpMarker = (project: string): string => `/var/lib/${project}/set-up`;

/** What is run as `ExecStart` after a reboot. */
export const bootCommand = ({ root }: Pick<HostSetupInput, "root">): string =>
  `/usr/bin/python3 ${root}/current/program boot`;

/** After a reboot there are no secrets: whoever needs them waits for this. */
export const bootUnit = ({ project, root }: Names): string =>
  unit({
    Unit: {
      Description: `Bring up what ${project} ran before the reboot`,
      Requires: "docker.service",
      Wants: "network-online.target",
      // The AWS CLI is a snap.
      After: "docker.service network-online.target snapd.service",
      RequiresMountsFor: root,
      // A host that has no release yet has nothing to bring up.
      ConditionPathExists: `${root}/current/program/__main__.py`,
    },
    Service: { Type: "oneshot", ExecStart: bootCommand({ root }), TimeoutStartSec: "1h" },
    Install: { WantedBy: "multi-user.target" },
  });

export const pruneUnit = ({ project, root }: Names): string =>
  unit({
    Unit: {
      Description: `Remove what no kept release of ${project} needs`,
      After: "docker.service",
      ConditionPathExists: `${root}/current/program/__main__.py`,
    },
    Service: { Type: "oneshot", ExecStart: `/usr/bin/python3 ${root}/current/program prune` },
  });

const pruneTimer = (project: string): string =>
  unit({
    Unit: { Description: `Daily: remove what no kept release of ${project} needs` },
    Timer: { OnCalendar: "daily", RandomizedDelaySec: "1h", Persistent: "true" },
    Install: { WantedBy: "timers.target" },
  });

const unit = (sections: Readonly<Record<string, Readonly<Record<string, string>>>>): string =>
  Object.entries(sections)
    .map(([name, entries]) => `[${name}]\n${lines(Object.entries(entries).map(([key, value]) => `${key}=${value}`))}`)
    .join("\n");

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");

/**
 * `live-restore`: containers outlive an update of the engine. The default log driver is for what names none: files that
 * are turned over. Engines since 29 keep images with containerd, which is on the root disk: here they lie on the data
 * disk with the rest. Source: Docker, "Daemon configuration overview", "Live restore", "JSON File logging driver",
 * "containerd image store".
 */
const daemon = (root: string): object => ({
  "data-root": `${root}/docker`,
  features: { "containerd-snapshotter": false },
  "live-restore": true,
  "log-driver": "json-file",
  "log-opts": { "max-file": "3", "max-size": "10m" },
  "default-ulimits": { nofile: { Name: "nofile", Soft: OPEN_FILES, Hard: OPEN_FILES } },
});

const head = ({ project }: HostSetupInput): string => `#!/bin/bash
# ${project}: prepares this host, once. It carries no release and no secret; a release comes through Systems Manager.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
say() { echo "set-up: $*"; }
die() { say "FAILED: $*"; exit 1; }`;

/**
 * An attached volume is a disk that carries its id in its name. Source: AWS, "Map Amazon EBS volumes to NVMe device
 * names". `blkid --probe` reads the disk itself and ends with 2 where it finds nothing, with 0 for a file system or a
 * partition table, and with 8 where it is not sure: blkid(8).
 */
const dataVolume = ({ root, volumeId }: HostSetupInput): string => `# The data volume: formatted only if it is empty.
volume='${volumeId}'
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(tr -d - <<<"$volume")
for _ in $(seq 120); do [ -e "$device" ] && break; sleep 5; done
[ -e "$device" ] || die "the data volume $volume did not appear in ten minutes"
found=0
blkid --probe "$device" || found=$?
if [ "$found" -eq 2 ]; then
  say "the data volume $volume is empty: a file system is made on it"
  mkfs.ext4 -q -m 1 "$device"
elif [ "$found" -ne 0 ]; then
  die "nobody can tell what is on the data volume $volume (blkid: $found); it is left as it is"
fi
uuid=$(blkid --probe --match-tag UUID --output value "$device") || uuid=''
[ -n "$uuid" ] || die "the data volume $volume has a partition table or no file system that can be mounted; it is left as it is"
mkdir -p ${root}
# The host starts without it too, so that Session Manager gets in; a volume that has grown is filled at the next mount.
if ! grep -q "^UUID=$uuid " /etc/fstab; then
  echo "UUID=$uuid ${root} auto defaults,nofail,x-systemd.device-timeout=5min,x-systemd.growfs 0 2" >> /etc/fstab
  systemctl daemon-reload
fi
mountpoint -q ${root} || mount ${root}
mkdir -p ${root}/docker ${root}/releases ${root}/files`;

const settings = (input: HostSetupInput): string =>
  [
    "# Settings are there before the engine is: it starts with them.",
    ...Object.entries(hostFiles(input)).map(
      ([path, text]) => `install -D -m 0644 /dev/stdin ${path} <<'END'\n${text}END`,
    ),
    "systemctl daemon-reload",
    "systemctl restart systemd-journald",
  ].join("\n");

/** Versions follow Ubuntu's security updates; what a release needs of compose, every version in 24.04 has. */
const packages = (): string => `# Ubuntu's own repositories (noble and noble-updates: main and universe).
apt-get -o Acquire::Retries=5 -o DPkg::Lock::Timeout=600 update
apt-get -o Acquire::Retries=5 -o DPkg::Lock::Timeout=600 install --yes --no-install-recommends \\
  docker.io docker-compose-v2 amazon-ecr-credential-helper
# Snaps are renewed after the weekly updates, not while somebody deploys: Systems Manager's agent is one too.
snap wait system seed.loaded
snap set system refresh.timer=sun,08:00~10:00
# The snap store, published there by AWS: "Installing or updating to the latest version of the AWS CLI".
for again in 30 60 120 0; do
  snap list aws-cli >/dev/null 2>&1 || snap install aws-cli --classic || sleep "$again"
done
snap list aws-cli >/dev/null 2>&1 || die "the AWS CLI could not be installed from the snap store"`;

const start = ({ project }: HostSetupInput): string => `systemctl enable --now docker.service
# If it ran before these settings were here, it takes them now; with live-restore its containers do not notice.
[ "$(docker info --format '{{.LiveRestoreEnabled}}')" = true ] || systemctl restart docker.service
systemctl enable ${project}-boot.service
systemctl enable --now ${project}-prune.timer
install -D /dev/null ${setUpMarker(project)}
say "this host is ready for its first release"`;
