import type { Deployment } from "../../src/deployment";
import { logGroupName } from "../../src/targets/aws-names";
import type { World } from "./host-world";

/** As they may stand in JSON too. */
const spellings = (value: string): string[] => [...new Set([value, JSON.stringify(value).slice(1, -1)])];
const texts = (world: World): string[] => Object.values(world.secrets).flatMap(spellings);
const holds = (world: World, text: string): string[] =>
  Object.entries(world.secrets).flatMap(([name, value]) =>
    spellings(value).some((it) => text.includes(it)) ? [name] : [],
  );

/** The files below these folders of the host that hold a secret, the part that is an id left out; sorted, each once. */
export async function filesThatHold(world: World, folders: readonly string[]): Promise<string[]> {
  const lines = texts(world).map((text) => Buffer.from(text).toString("base64"));
  const found = await world.host.unrecorded(
    [
      "patterns=$(mktemp -p /run)",
      ...lines.map((line) => `printf '%s\\n' "$(echo ${line} | base64 -d)" >>$patterns`),
      `grep -rlIF --file=$patterns ${folders.join(" ")} 2>/dev/null; grep -rlF --file=$patterns ${folders.join(" ")} 2>/dev/null; rm $patterns`,
    ].join("\n"),
  );
  const paths = found.output.trim().split("\n").filter(Boolean);
  return [
    ...new Set(paths.map((path) => path.replace(/\/[0-9a-f]{64}\//, "/*/").replace(/(?<=\/runc-process)\d+$/, "*"))),
  ].sort();
}

/** Images of the host's engine whose configuration or history holds a secret. */
export async function imagesThatHold(world: World): Promise<string[]> {
  const ids = (await world.host.tell("docker image ls --quiet --no-trunc | sort -u")).split("\n");
  const found = await Promise.all(
    ids.map(async (id) => {
      const { output } = await world.host.unrecorded(
        `docker image inspect ${id}; docker image history --no-trunc ${id}`,
      );
      return holds(world, output).map((name) => `${id} ${name}`);
    }),
  );
  return found.flat();
}

/** Secrets in what was printed: by containers into CloudWatch, by the program and the document, by the engine. */
export async function logsThatHold(world: World, { environment, platform }: Deployment): Promise<string[]> {
  const groups = [...Object.keys(platform.services), ...Object.keys(platform.jobs)];
  const logs = await Promise.all(
    groups.map(async (name) => {
      const body = { logGroupName: logGroupName(environment, name) };
      const { events } = await world.account.emulator.call("logs", "Logs_20140328.FilterLogEvents", body);
      const lines = (events as { message: string }[]).map(({ message }) => message);
      // A group without a line would prove nothing; the stand-in for clamd has no words.
      if (lines.length === 0 && name !== "clamav") return [`${name} has logged nothing`];
      return holds(world, lines.join("\n")).map((secret) => `${name} ${secret}`);
    }),
  );
  const rest = holds(world, [...world.host.printed, await world.host.engineLog()].join("\n"));
  return [...logs.flat(), ...rest.map((secret) => `printed ${secret}`)];
}
