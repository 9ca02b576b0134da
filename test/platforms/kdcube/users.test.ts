import { deploymentNamed } from "../../helpers/workspaces";

describe.each(["kdcube/dev", "kdcube/staging", "kdcube/prod"])("who runs in %s", (name) => {
  const { services, jobs, tasks } = deploymentNamed(name).platform;
  const workloads = Object.entries({ ...services, ...jobs, ...tasks });

  it("cannot write to its root, or the reason is said", () => {
    for (const [workload, { user, writesRoot }] of workloads)
      expect([workload, user?.readOnlyRoot ?? false]).toEqual([workload, writesRoot === undefined]);
  });

  it("has scratch for its log files where its root is read-only", () => {
    for (const [workload, { user, mounts }] of workloads)
      if (user?.readOnlyRoot)
        expect([workload, mounts]).toEqual([workload, expect.arrayContaining([{ kind: "scratch", path: "/tmp" }])]);
  });

  it("starts as root where its entrypoint must (kdcube reference check 88)", () => {
    expect(services["chat-proc"]?.user).toBeUndefined();
  });
});
