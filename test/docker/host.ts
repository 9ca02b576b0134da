import { spawn } from "node:child_process";
import { docker, eventually, logs, type Sandbox } from "./engine";

/**
 * An engine in a container needs all but a few capabilities. Asked for one by one, because an engine that is itself
 * confined has no SYS_RESOURCE to give; nothing here wants it.
 */
const AS_MACHINE = [
  ...["--cap-add", "ALL", "--cap-drop", "SYS_RESOURCE", "--device-cgroup-rule", "a *:* rwm"],
  ...["seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"].flatMap((it) => ["--security-opt", it]),
];

/** What root's own services of systemd are given, and so what SSM's agent gives to a command: no HOME among it. */
const SERVICE_PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin";

/** From a file that names its own shell or leaves it to `sh`, as the agent and cloud-init do it. */
const AS_SCRIPT =
  'script=$(mktemp); cat >"$script"; chmod u+x "$script"; env -i "$@" sh -c "$script" </dev/null; s=$?; rm "$script"; exit $s';

export interface Ran {
  readonly status: number | null;
  /** Both streams. */
  readonly output: string;
  readonly seconds: number;
}

export interface Machine {
  /** Of our recipe, with what the surroundings put into it. */
  readonly image: string;
  /** Where its set-up will mount the data volume. */
  readonly root: string;
  /** The id of the data volume, and how much it holds. */
  readonly volumeId: string;
  readonly diskMiB: number;
  /** The name of the machine that answers for EC2's metadata service. */
  readonly metadata: string;
  /** Options of its dockerd, beside the daemon.json of its set-up. */
  readonly engine: readonly string[];
}

/** The EC2 host: an engine of its own, memory that a reboot clears, and a data disk that it does not. */
export class Host {
  /** All that was ever printed on it, for looking for what must not be there. */
  readonly printed: string[] = [];

  private constructor(
    private readonly container: string,
    readonly machine: Machine,
  ) {}

  static async start(sandbox: Sandbox, machine: Machine): Promise<Host> {
    const { image, volumeId, diskMiB, metadata, engine } = machine;
    const container = await sandbox.start("host", {
      image,
      options: [...AS_MACHINE, "--tmpfs", "/run", "--volume", "/disk"],
      command: ["machine", volumeId, String(diskMiB), metadata, ...engine],
    });
    const host = new Host(container, machine);
    await host.up();
    return host;
  }

  /** Where its published ports are reached. */
  async address(): Promise<string> {
    return docker("inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", this.container);
  }

  /** As SSM's agent or systemd would run it: as root, with a bare environment. */
  async run(script: string, timeoutSec = 600): Promise<Ran> {
    const ran = await this.unrecorded(script, timeoutSec);
    this.printed.push(ran.output);
    return ran;
  }

  /** For who looks for secrets: what this prints is not among what was printed. */
  unrecorded(script: string, timeoutSec = 600): Promise<Ran> {
    const started = performance.now();
    const child = spawn(
      "docker",
      [
        "exec",
        "--interactive",
        this.container,
        "sh",
        "-c",
        AS_SCRIPT,
        "sh",
        SERVICE_PATH,
        "timeout",
        String(timeoutSec),
      ],
      { stdio: ["pipe", "pipe", "pipe"] },
    );
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stdin.end(script);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status) => {
        const output = Buffer.concat(chunks).toString();
        resolve({ status, output, seconds: (performance.now() - started) / 1000 });
      });
    });
  }

  /** What a script prints that must succeed. */
  async tell(script: string): Promise<string> {
    const { status, output } = await this.run(script);
    if (status !== 0) throw new Error(`${script}\nended with ${status}:\n${output}`);
    return output.trim();
  }

  /** Container → its id, of those that run, by compose's name for the service. */
  async running(): Promise<Readonly<Record<string, string>>> {
    const format = '{{.Label "com.docker.compose.service"}} {{.ID}}';
    const text = await this.tell(`docker ps --no-trunc --format '${format}'`);
    return pairs(text);
  }

  /** Service → `running healthy`, `exited 0`. */
  async states(): Promise<Readonly<Record<string, string>>> {
    const format =
      '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.ExitCode}}{{end}}';
    const text = await this.tell(
      `docker ps --all --quiet | xargs --no-run-if-empty docker inspect --format '${format}'`,
    );
    return pairs(text);
  }

  /** Takes the data disk's room but for so much, for as long as `during` takes. */
  async withRoom<T>(leftMiB: number, during: () => Promise<T>): Promise<T> {
    const ballast = `${this.machine.root}/ballast`;
    await this.tell(
      `left=$(df --output=avail --block-size=1M ${this.machine.root} | tail -1); fallocate --length $((left - ${leftMiB}))M ${ballast}`,
    );
    try {
      return await during();
    } finally {
      await this.tell(`rm ${ballast}`);
    }
  }

  /** Down with all of it, and up again: memory is gone, no process is left, the disks are as they were. */
  async reboot(): Promise<void> {
    await docker("stop", "--time", "20", this.container);
    await docker("start", this.container);
    await this.up();
  }

  /** What its dockerd has printed. */
  engineLog = async (): Promise<string> => (await this.unrecorded("cat /var/log/dockerd.log")).output;

  private async up(): Promise<void> {
    const isUp = (): Promise<string> => docker("exec", this.container, "test", "-e", "/run/machine-is-up");
    await eventually(isUp, 60).catch(async (error: unknown) => {
      throw new Error(`${(await logs(this.container)).slice(-3000)}\n${String(error)}`);
    });
  }
}

/** The first word of each line → the rest of it, sorted. */
const pairs = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split("\n")
      .filter(Boolean)
      .map((line): [string, string] => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)])
      .sort(),
  );
