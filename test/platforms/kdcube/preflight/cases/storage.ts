import { inJson, one, set, type Case, type View } from "../views";

const bundle = (change: (fields: Record<string, unknown>) => void) =>
  inJson("chat-proc", "AGENTIC_BUNDLES_JSON", (value) => {
    const { bundles } = value as unknown as { bundles: Record<string, Record<string, unknown>> };
    change(Object.values(bundles)[0]!);
  });

const unit = (view: View, name: string) => view.rendered.units.find((each) => each.name === name)!;

const without = (name: string, action: string) => (view: View) =>
  unit(view, name).allows.forEach((each) => (each.actions = each.actions.filter((other) => other !== action)));

export const storageCases: readonly Case[] = [
  {
    id: 74,
    fine: "dev",
    by: set("chat-ingress", "KDCUBE_STORAGE_PATH", "file:///absolute"),
    says: /neither a bucket nor mounted there|chat-ingress on the laptop: file/,
  },
  {
    id: 75,
    fine: "dev",
    by: set("chat-proc", "HOST_KDCUBE_STORAGE_PATH", "/opt/elsewhere"),
    says: /is \/opt\/elsewhere, mounted is/,
  },
  {
    id: 76,
    fine: "prod",
    by: set("chat-proc", "HOST_EXEC_WORKSPACE_PATH", "/exec-workspace"),
    says: /is \/exec-workspace, mounted at \/exec-workspace is \/opt\/kdcube-prod/,
  },
  {
    id: 77,
    fine: "prod",
    by: (view) => (one(view, "chat-proc", "compose").mounts[0]!.source = "${HOST_REACT_DEBUG_PATH?}"),
    says: /holds \$\{HOST_REACT_DEBUG_PATH\?\}/,
  },
  {
    id: 78,
    fine: "staging",
    by: set("chat-proc", "HOST_BUNDLES_PATH", "/opt/bundles"),
    says: /chat-proc on ECS has HOST_BUNDLES_PATH/,
  },
  {
    id: 79,
    fine: "prod",
    by: (view) => (one(view, "chat-proc", "compose").mounts = []),
    says: /runs code through Docker and has no socket/,
  },
  { id: 80, fine: "prod", by: without("host", "ecr:BatchGetImage"), says: /the host may not pull kdcube-exec-bundled/ },
  {
    id: 81,
    fine: "staging",
    by: set("chat-proc", "FARGATE_CONTAINER_NAME", "exec"),
    says: /FARGATE_CONTAINER_NAME is exec, and the task py-code-exec has py-code-exec/,
  },
  {
    id: 82,
    fine: "staging",
    by: (view) =>
      unit(view, "chat-proc")
        .allows.filter(({ actions }) => actions.includes("iam:PassRole"))
        .forEach((each) => (each.resources = ["*"])),
    says: /its role may pass on \*, and must be allowed exactly/,
  },
  {
    id: 83,
    fine: "staging",
    by: (view) => (view.rendered.openings = view.rendered.openings.filter(({ group }) => group !== "py-code-exec")),
    says: /py-code-exec does not reach Redis on 6379/,
  },
  { id: 86, fine: "staging", by: (view) => (view.rendered.files[0]!.uid = 0), says: /belongs to 0:1000/ },
  { id: 88, fine: "prod", by: (view) => (one(view, "chat-proc").user = "1000:1000"), says: /starts as 1000:1000/ },
  {
    id: 89,
    fine: "staging",
    by: (view) => (unit(view, "chat-proc").volumes[0]!.rootDirectory = "/data"),
    says: /mounts \/data of it/,
  },
  {
    id: 90,
    fine: "staging",
    by: (view) => (one(view, "chat-proc").mounts[0]!.path = "/etc/nginx/nginx.conf"),
    says: /at \/etc\/nginx\/nginx.conf/,
  },
  {
    id: 91,
    fine: "staging",
    by: without("chat-proc", "elasticfilesystem:ClientWrite"),
    says: /lacks elasticfilesystem:ClientWrite/,
  },
  { id: 94, fine: "prod", by: (view) => (view.rendered.hosts[0]!.hopLimit = 1), says: /hop limit of the host is 1/ },
  { id: 95, fine: "prod", by: without("host", "s3:DeleteObject"), says: /chat-proc on the host lacks s3:DeleteObject/ },
  {
    id: 96,
    fine: "prod",
    by: (view) => (unit(view, "chat-ingress").architecture = "ARM64"),
    says: /clamav on ECS is on ARM64/,
  },
  {
    id: 97,
    fine: "prod",
    by: set("chat-ingress", "CLAMAV_HOST", "clamav"),
    says: /chat-ingress on ECS looks for ClamAV at clamav/,
  },
  {
    id: 99,
    fine: "staging",
    by: inJson(
      "chat-proc",
      "AGENTIC_BUNDLES_JSON",
      (value) => ((value as Record<string, unknown>)["default_bundle_id"] = "gone@1-0"),
    ),
    says: /default gone@1-0/,
  },
  {
    id: 100,
    fine: "described",
    broken: "staging",
    by: bundle((fields) => (fields["module"] = "bundle.main")),
    says: /the module bundle.main/,
  },
  { id: 101, fine: "staging", by: bundle((fields) => (fields["git_url"] = "x")), says: /has git_url/ },
  { id: 102, fine: "cloning", by: set("chat-proc", "BUNDLE_GIT_REDIS_LOCK", "0"), says: /clones without a lock/ },
  {
    id: 103,
    fine: "cloning",
    broken: "staging",
    by: set("chat-proc", "BUNDLE_GIT_RESOLUTION_ENABLED", "1"),
    says: /has a path, and is cloned/,
  },
  { id: 104, fine: "prod", by: bundle((fields) => (fields["ref"] = "main")), says: /has the ref main/ },
  {
    id: 105,
    fine: "described",
    by: (view) => (one(view, "chat-proc").files = {}),
    says: /reads its bundles from \/config\/release.yaml, which is not there/,
  },
  {
    id: 106,
    fine: "prod",
    broken: "staging",
    by: () => undefined,
    says: /takes the bundles of this release at every start/,
  },
  {
    id: 108,
    fine: "prod",
    by: set("chat-proc", "PY_CODE_EXEC_IMAGE", "py-code-exec:v0.4.1"),
    says: /and runs code in py-code-exec:v0.4.1/,
  },
  {
    id: 109,
    fine: "cloning",
    by: set("chat-proc", "HOST_BUNDLES_PATH", "/opt/bundles"),
    says: /clones, and has HOST_BUNDLES_PATH/,
  },
];
