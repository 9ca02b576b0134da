import type { PlatformParts } from "../../../src/model/platform";
import { partsOf as valueParts, portOf, referencesIn, render } from "../../../src/model/reference";
import type { Reference } from "../../../src/model/reference";
import { NOT_SET } from "../../../src/platforms/kdcube/environment/not-set";
import { images as imagesOf } from "../../../src/platforms/kdcube/images";
import { together } from "../../../src/platforms/kdcube/environment/variables";
import { EVERY_CHOICE, inputOf, partsOf, variablesOf } from "./fixtures";
import { COMPOSE, FRONTEND, INGRESS, LATER, METRICS, PROC, PROXYLOGIN, SETUP, SHARED } from "./names";

const all = EVERY_CHOICE.map((choice) => partsOf(choice));
const workloads = (parts: PlatformParts) => Object.entries({ ...parts.services, ...parts.jobs, ...parts.tasks });
const everyWorkload = all.flatMap((parts) => workloads(parts).map(([name, workload]) => ({ name, workload, parts })));

/** All names that a container, or a process in its place, finds under any settings. */
const namesOf = (container: string): Set<string> =>
  new Set(
    everyWorkload
      .filter(({ name }) => name === container)
      .flatMap(({ name, parts, workload }) => [
        ...Object.keys(variablesOf(parts, name)),
        ...Object.keys(workload.asProcess?.environment ?? {}),
      ]),
  );
const missing = (wanted: readonly string[], has: ReadonlySet<string>) =>
  wanted.filter((name) => !has.has(name) && !(name in NOT_SET));

describe("every variable that the seed era reads", () => {
  it.each([
    ["chat-ingress", [...SHARED, ...INGRESS]],
    ["chat-proc", [...SHARED, ...PROC]],
    ["metrics", METRICS],
    ["postgres-setup", SETUP],
    ["proxylogin", PROXYLOGIN],
    ["web-ui", FRONTEND],
  ])("of %s is set under some settings, or left out with a reason", (container, wanted) => {
    expect(missing(wanted, namesOf(container))).toEqual([]);
  });

  it("of compose's .env reaches some container, or is left out with a reason", () => {
    const anywhere = new Set(everyWorkload.flatMap(({ name, parts }) => Object.keys(variablesOf(parts, name))));
    expect(missing(COMPOSE, anywhere)).toEqual([]);
  });

  it("counts as many as were transcribed", () => {
    const names = new Set([SHARED, INGRESS, PROC, METRICS, SETUP, PROXYLOGIN, FRONTEND, COMPOSE].flat());
    expect(names.size).toBe(226);
  });

  it("is either set or left out, never both, and nothing is left out that nobody asked for", () => {
    const names = new Set([SHARED, INGRESS, PROC, METRICS, SETUP, PROXYLOGIN, FRONTEND, COMPOSE].flat());
    const set = new Set(everyWorkload.flatMap(({ name, parts }) => Object.keys(variablesOf(parts, name))));
    expect(Object.keys(NOT_SET).filter((name) => set.has(name))).toEqual([]);
    expect(Object.keys(NOT_SET).filter((name) => !names.has(name))).toEqual([]);
    expect(LATER.filter((name) => set.has(name))).toEqual([]);
  });
});

describe("each variable", () => {
  it("has one source", () => {
    const twice = () => together({ environment: { A: 1 } }, { secrets: { A: { secret: "a" } } });
    expect(twice).toThrow("A has two sources");
  });

  it("has the same value wherever ingress and processor both have it, but for who they are", () => {
    const own = ["GATEWAY_COMPONENT", "REDIS_CLIENT_NAME", "LOG_FILE_PREFIX"];
    for (const parts of all) {
      const [ingress, proc] = [variablesOf(parts, "chat-ingress"), variablesOf(parts, "chat-proc")];
      for (const name of Object.keys(ingress).filter((each) => each in proc && !own.includes(each)))
        expect([name, proc[name]]).toEqual([name, ingress[name]]);
    }
  });

  it("says the port that the service listens on", () => {
    const { services } = partsOf({ edge: "proxy", settings: { auth: delegated } });
    const said = (service: string, name: string) => services[service]!.environment[name];
    expect(said("chat-ingress", "CHAT_APP_PORT")).toEqual(portOf("chat-ingress"));
    expect(said("chat-proc", "CHAT_PROCESSOR_PORT")).toEqual(portOf("chat-proc"));
    expect(said("metrics", "METRICS_PORT")).toEqual(portOf("metrics"));
    expect(said("proxylogin", "HTTP_PORT")).toEqual(portOf("proxylogin"));
  });

  it("refers only to what the platform has", () => {
    const wrong = everyWorkload.flatMap(({ name, workload, parts }) =>
      Object.entries(workload.environment).flatMap(([variable, value]) =>
        referencesIn(value)
          .filter((reference) => !exists(parts, reference))
          .map(() => `${name}.${variable}`),
      ),
    );
    expect(wrong).toEqual([]);
  });
});

describe("secrets", () => {
  const SECRET_NAME = /PASSWORD$|_API_KEY$|TOKEN$|SECRET|REDIS_URL|_KEY$|HEADER_VALUE|RESOURCES_MEDIUM/;

  it("are in no plain variable, whatever is chosen", () => {
    const plain = everyWorkload.flatMap(({ name, workload }) =>
      Object.keys(workload.environment)
        .filter((variable) => SECRET_NAME.test(variable))
        .map((variable) => `${name}.${variable}`),
    );
    expect(plain).toEqual([]);
  });

  it("never look like one in a literal", () => {
    const looks = /sk-[a-z]+-|-----BEGIN|rediss?:\/\/:[^@]|AKIA[0-9A-Z]{16}|"sid":/;
    const literals = everyWorkload.flatMap(({ name, workload }) =>
      Object.entries(workload.environment)
        .filter(([, value]) => valueParts(value).some((part) => typeof part === "string" && looks.test(part)))
        .map(([variable]) => `${name}.${variable}`),
    );
    expect(literals).toEqual([]);
  });

  it("that are used are declared, and those declared are used", () => {
    for (const parts of all) {
      const used = new Set(
        workloads(parts).flatMap(([, { secrets, mounts }]) => [
          ...Object.values(secrets).map(({ secret }) => secret),
          ...mounts.flatMap((mount) => (mount.kind === "secretFile" ? [mount.secret] : [])),
        ]),
      );
      expect([...used].sort()).toEqual(Object.keys(parts.secrets).sort());
    }
  });

  it("leave the sandbox with none: each run brings its own", () => {
    for (const parts of all) expect(parts.tasks["py-code-exec"]!.secrets).toEqual({});
  });

  it("make REDIS_URL of the store's scheme, password, host and port", () => {
    const url = partsOf().secrets["redis-url"]!;
    if (url.kind !== "composed") throw new Error("not composed");
    const answers: Record<string, string> = { scheme: "rediss", host: "cache.internal", port: "6379" };
    const text = render(url.parts, (reference) =>
      reference.ref === "store" ? answers[reference.field]! : reference.ref === "secret" ? "letters" : "?",
    );
    expect(text).toBe("rediss://:letters@cache.internal:6379/0");
  });
});

const delegated = {
  type: "delegated",
  userPoolId: "eu-west-1_Pool1",
  clientId: "client1",
  passwordReset: { company: "Acme", sender: "noreply@example.com", template: "AcmeReset" },
};

function exists(parts: PlatformParts, reference: Reference): boolean {
  switch (reference.ref) {
    case "address":
      return reference.port in (parts.services[reference.service]?.ports ?? {});
    case "store":
      return reference.store in parts.stores;
    case "task":
      return reference.task in parts.tasks;
    case "secret":
      return reference.secret in parts.secrets;
    case "image":
      return reference.image in imagesOf(inputOf());
    case "hostPath":
    case "path":
    case "proxyConfig":
    case "publicUrl":
    case "region":
      return true;
  }
}
