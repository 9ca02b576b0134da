import { explainCommand } from "../../src/cli/explain";
import { registry } from "../fixtures/shop/platform";
import { complaints, Workbench } from "../fixtures/workbench";

const shop = new Workbench();
afterAll(() => shop.remove());

// Colours depend on where the tests run; what is said does not.
const plain = (text: string) => text.replaceAll(/\u001b\[\d+m/g, "").split("\n");
const explain = (path: string, target = "shop/prod") => plain(explainCommand(shop.root, registry)(target, path));

describe("ferry explain", () => {
  it.each([
    [
      "services.api.size.memoryMiB",
      [
        "services.api.size.memoryMiB 4096",
        "  set at envs/shop/prod.yaml:26:18",
        "  overrode 2048 envs/shop/base.yaml:11:34",
        "  overrode 1024 default of platform shop",
      ],
    ],
    ["services.web.size.cpu", ["services.web.size.cpu 256", "  default of platform shop"]],
    ["services.web.enabled", ["services.web.enabled true", "  default of ferry"]],
    ["migration.phases.api.state", ["migration.phases.api.state shared", "  set at envs/shop/prod.yaml:44:14"]],
    ["migration.phases.1.state", ["migration.phases.1.state shared", "  set at envs/shop/prod.yaml:44:14"]],
    ["logRetentionDays", ["logRetentionDays 30", "  default of ferry"]],
    [
      "settings.greeting",
      [
        "settings.greeting good morning",
        "  set at envs/shop/base.yaml:14:13",
        "  overrode hello default of platform shop",
      ],
    ],
    ["settings.search", ["settings.search false", "  default of platform shop"]],
    ["settings.limits.other", ["settings.limits.other not set", "  no file sets it, and it has no default"]],
    ["release", ["release releases/1.0.0.yaml", "  set at envs/shop/base.yaml:2:10"]],
    ["release.images.web.tag", ["release.images.web.tag web-1.4.2", "  set at envs/shop/releases/1.0.0.yaml:5:10"]],
    ["registry", ["registry not set", "  no file sets it, and it has no default"]],
    [
      "services.api",
      [
        "services.api",
        "  services.api.size.cpu 512         envs/shop/base.yaml:11:18",
        "  services.api.size.memoryMiB 4096  envs/shop/prod.yaml:26:18",
        "  services.api.scale.min 1          envs/shop/prod.yaml:27:19",
        "  services.api.scale.max 2          envs/shop/prod.yaml:27:27",
        "  services.api.capacity fargate     default of platform shop",
      ],
    ],
  ])("%s", (path, lines) => expect(explain(path)).toEqual(lines));

  it.each([
    ["edg.kind", "1:1 edg.kind: there is no edg; known: adopt, alarms, aws, devenv, edge,"],
    [
      "services.apy.size",
      "23:1 services.apy.size: services has no apy; known: api, exporter, web, worker; did you mean api",
    ],
    [
      "services.api.sizes",
      "24:3 services.api.sizes: services.api has no sizes; known: capacity, enabled, exec, hostPorts",
    ],
    ["services.constructor", "23:1 services.constructor: services has no constructor; known: api"],
    [
      "migration.phases.ap.state",
      "40:3 migration.phases.ap.state: migration.phases has no ap; known: api, web, worker",
    ],
    ["settings.serch", "49:1 settings.serch: settings has no serch; known: greeting, languages, limits, mail, search"],
  ])("%s is none", (path, start) => {
    const [line] = complaints(() => explain(path));
    expect(line).toContain(`envs/shop/prod.yaml:${start}`);
  });

  it("says which release file lacks a key", () =>
    expect(complaints(() => explain("release.platform.rev"))).toEqual([
      "envs/shop/releases/1.0.0.yaml:1:1 release.platform.rev: release.platform has no rev; known: ref; did you mean ref",
    ]));

  it.each(["shop", "shop/prd", "shop/base", "", "/"])("knows no environment %j", (target) => {
    expect(complaints(() => explain("target", target))[0]).toContain(`there is no environment ${target}`);
  });
});
