import { createHash } from "node:crypto";
import { check } from "../../../src/platforms/kdcube/checks";
import { inputOf, partsOf, variablesOf } from "./fixtures";

const KEYS = ["FRONTEND_CONFIG_JSON", "FRONTEND_CONFIG_S3_URL"];

describe("config.json of the UI", () => {
  const ways = (config: string) => {
    const parts = partsOf({ settings: { storage: "s3", ui: { config } } });
    const ui = parts.services["web-ui"]!;
    const storage = parts.stores["storage"]!;
    return {
      ui,
      objects: storage.kind === "bucket" ? (storage.objects ?? {}) : {},
      used: [
        ...KEYS.filter((key) => key in variablesOf(parts, "web-ui")),
        ...ui.mounts.map(({ kind }) => kind),
        ...ui.grants.map(({ grant }) => grant),
      ],
    };
  };

  it.each([
    ["inline", ["FRONTEND_CONFIG_JSON"]],
    ["mounted", ["config"]],
    ["s3", ["FRONTEND_CONFIG_S3_URL", "readObject"]],
    ["baked", []],
  ])("comes %s in exactly one way", (config, used) => {
    expect(ways(config).used).toEqual(used);
    expect(Object.keys(ways(config).objects)).toEqual(config === "s3" ? ["ui/config.json"] : []);
  });

  it("says the same whichever way it comes", () => {
    const inline = ways("inline").ui.environment["FRONTEND_CONFIG_JSON"];
    expect(ways("s3").objects["ui/config.json"]).toBe(inline);
    expect(ways("mounted").ui.mounts).toEqual([
      { kind: "config", path: "/usr/share/nginx/html/config.json", content: inline },
    ]);
  });

  it("is read from the platform's own bucket, that object alone, and read again when it changes", () => {
    const { ui, objects } = ways("s3");
    expect(ui.environment["FRONTEND_CONFIG_S3_URL"]).toEqual([
      { ref: "store", store: "storage", field: "uri" },
      "/ui/config.json",
    ]);
    expect(ui.grants).toEqual([{ grant: "readObject", store: "storage", key: "ui/config.json" }]);
    const sha256 = createHash("sha256").update(objects["ui/config.json"]!).digest("hex");
    expect(ui.environment["FRONTEND_CONFIG_SHA256"]).toBe(sha256);
  });

  it("needs a bucket to be in one", () => {
    const told = (settings: object) =>
      check(inputOf({ settings })).map(({ path, text }) => `${path.join(".")}: ${text}`);
    expect(told({ ui: { config: "s3" }, storage: "s3" })).toEqual([]);
    expect(told({ ui: { config: "s3" }, storage: "file" })).toEqual([
      "ui.config: s3 is an object in the storage's bucket, and there is none; set storage: s3, or inline",
    ]);
  });
});
