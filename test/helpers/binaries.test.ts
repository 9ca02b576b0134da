import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findAwsProvider, findTerraform } from "./binaries";

describe("the search for Terraform and its providers", () => {
  const folder = mkdtempSync(join(tmpdir(), "ferry-binaries-"));
  const file = (path: string): string => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), "");
    return join(folder, path);
  };
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("takes the binary it is told, and reads the version from its name", () => {
    const path = file("terraform-provider-aws_v6.25.0_x5");
    expect(findAwsProvider({ FERRY_AWS_PROVIDER: path })).toEqual({ path, version: "6.25.0" });
  });

  it("says what is wrong with one it is told", () => {
    expect(findAwsProvider({ FERRY_AWS_PROVIDER: "/nowhere/p" })).toEqual({
      missing: "FERRY_AWS_PROVIDER=/nowhere/p is no file",
    });
    const unnamed = file("provider");
    expect(findAwsProvider({ FERRY_AWS_PROVIDER: unnamed })).toEqual({
      missing: `FERRY_AWS_PROVIDER=${unnamed} has no version in its name`,
    });
  });

  it("takes the newest that a plugin directory holds for this machine", () => {
    const machine = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
    const base = "cache/registry.terraform.io/hashicorp/aws";
    file(`${base}/5.9.0/${machine}/terraform-provider-aws_v5.9.0_x5`);
    file(`${base}/9.0.0/windows_386/terraform-provider-aws_v9.0.0_x5`);
    const newest = file(`${base}/5.10.0/${machine}/terraform-provider-aws_v5.10.0_x5`);
    expect(findAwsProvider({ TF_PLUGIN_CACHE_DIR: join(folder, "cache"), HOME: folder })).toEqual({
      path: newest,
      version: "5.10.0",
    });
  });

  it("says in one line that there is no Terraform", () => {
    expect(findTerraform({ PATH: "/nowhere" })).toEqual({ missing: "terraform is not on the PATH" });
  });
});
