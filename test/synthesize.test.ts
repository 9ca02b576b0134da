import { synthesize } from "../src/synthesize";
import { complaints } from "./fixtures/workbench";
import { prodAt } from "./helpers/moving";

it("refuses two workspaces of one name, which would overwrite each other", () => {
  const prod = prodAt({});
  const environment = { ...prod.environment, file: "envs/kdcube/other.yaml" };
  expect(complaints(() => synthesize([prod, { ...prod, environment }]))[0]).toBe(
    "envs/kdcube/other.yaml:1:1 its workspace kdcube-prod-foundation is one of envs/kdcube/prod.yaml already; give the environment or the phase another name",
  );
});
