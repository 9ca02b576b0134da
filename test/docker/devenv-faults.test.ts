import { appendFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { docker, eventually } from "./engine";
import { figure } from "../helpers/figures";
import {
  CLOSE_MS,
  containerOf,
  ferry,
  MINUTE_MS,
  OPEN_MS,
  openTrial,
  succeed,
  type Trial,
  whyNoTrial,
} from "./devenv-trial";
import { baseImage, buildImages, type ImageNames } from "./images";
import type { Laptop, Ran } from "./laptop";
import { containersOf, type Ports, remains, rewrite, sweep, workspaceOf } from "./trial";

jest.setTimeout(2 * MINUTE_MS);

const NAME = "faults";
const workspace = workspaceOf(NAME);
const container = containerOf(NAME);

const missing = whyNoTrial();
if (missing !== undefined) it.skip(`what goes wrong on a real engine: ${missing}`, () => undefined);

/** In mode infra, which has all that can go wrong and is up in seconds. */
(missing === undefined ? describe : describe.skip)("a devenv that cannot come up", () => {
  let trial: Trial;
  let laptop: Laptop;
  let ports: Ports;
  let names: ImageNames;
  const context = (): string => laptop.bench.path("checkout");
  /** Terraform breaks lines where its frame ends. */
  const said = ({ output }: Ran): string => output.replace(/[\s│╷╵]+/g, " ");
  const doctor = (env: NodeJS.ProcessEnv = {}): string =>
    ferry(laptop, ["doctor", `kdcube/${NAME}`], env).output.replace(/\s+/g, " ");
  const synth = (change: Parameters<typeof rewrite>[2] = (yaml) => yaml): void => {
    rewrite(laptop, NAME, change);
    laptop.synth(`kdcube/${NAME}`);
  };

  beforeAll(async () => {
    trial = await openTrial(NAME, (yaml) => ({
      ...yaml,
      devenv: { ...(yaml["devenv"] as object), mode: "infra" },
    }));
    ({ laptop, ports, names } = trial);
  }, OPEN_MS);

  afterEach(() => {
    trial?.laptop.destroy(workspace);
  });

  afterAll(() => trial?.close(), CLOSE_MS);

  it("names the port that another has; the container it made is in no way, and gone when it is free", async () => {
    const other = await listen(ports.redis);
    try {
      expect(doctor()).toMatch(new RegExp(`✗ port ${ports.redis} taken by .*devenv.hostPorts.redis`));
      const failed = laptop.apply(workspace);
      expect([failed.status, said(failed)]).toEqual([
        1,
        expect.stringContaining(`:${ports.redis}: bind: address already in use`),
      ]);
      expect(said(failed)).toContain("with docker_container.stores_redis");
      expect((await containersOf(NAME))[container("redis")]).toMatch(/^created/);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
    succeed(laptop.apply(workspace));
    expect((await containersOf(NAME))[container("redis")]).toBe("running healthy");
  });

  it("says at plan that there is nothing to build an image from, and makes nothing", async () => {
    synth((yaml) => ({ ...yaml, images: { "kdcube-postgres-setup": { build: { context: "nowhere" } } } }));
    const failed = laptop.apply(workspace);
    expect([failed.status, said(failed)]).toEqual([
      1,
      expect.stringContaining("cannot be built: there is no Dockerfile in ../../../nowhere"),
    ]);
    expect(doctor()).toContain("✗ image kdcube-postgres-setup no folder nowhere");
    expect(await remains(NAME)).toEqual([]);
    synth(({ images: _, ...yaml }) => yaml);
  });

  it("names the image that is not there, before and after", async () => {
    const [image] = names["postgres-setup"]!;
    await docker("rmi", image!);
    try {
      expect(doctor()).toContain(`✗ image kdcube-postgres-setup ${image} is not there`);
      const failed = laptop.apply(workspace);
      expect([failed.status, said(failed)]).toEqual([1, expect.stringContaining(image!)]);
      expect(said(failed)).toContain("with docker_image.images_kdcube-postgres-setup");
    } finally {
      await buildImages({ "postgres-setup": [image!] });
    }
    succeed(laptop.apply(workspace));
  });

  it("says that Docker does not run, in Terraform's words and in the doctor's", () => {
    const off = { DOCKER_HOST: `unix://${laptop.bench.root}/no.sock` };
    const failed = laptop.terraform(workspace, ["apply", "-auto-approve"], off);
    expect([failed.status, said(failed)]).toEqual([1, expect.stringContaining("Cannot connect to the Docker daemon")]);
    expect(doctor(off)).toMatch(/✗ engine nothing answers at unix:\S+ → start Docker/);
  });

  it("names what an apply that was killed has left behind, and comes up once that is gone", async () => {
    const applying = laptop.start("terraform", ["apply", "-auto-approve", "-input=false"], {
      cwd: laptop.folder(workspace),
    });
    await eventually(async () => expect(await containersOf(NAME)).toHaveProperty(container("postgres")));
    applying.kill("SIGKILL");
    await new Promise((resolve) => applying.on("close", resolve));
    expect(doctor()).toMatch(
      new RegExp(`✗ container ${container("postgres")} .*→ docker rm -f ${container("postgres")}`),
    );
    await sweep(NAME);
    succeed(laptop.apply(workspace));
    expect(laptop.plan(workspace)).toEqual({});
  });

  it("builds an image from a checkout, and anew when one of its files changes", async () => {
    cpSync(join(__dirname, "images/standin"), context(), { recursive: true });
    writeFileSync(join(context(), ".dockerignore"), "*.md\n/notes\n");
    const args = { BASE: baseImage(), ROLE: "postgres-setup", RUN_AS: "1000:1000" };
    synth((yaml) => ({ ...yaml, images: { "kdcube-postgres-setup": { build: { context: "checkout", args } } } }));
    expect(doctor()).toContain("✓ image kdcube-postgres-setup built from checkout/Dockerfile");
    const { seconds } = succeed(laptop.apply(workspace));
    figure(`apply with an image built from a checkout: ${seconds.toFixed(1)} s`);
    expect(laptop.plan(workspace)).toEqual({});

    mkdirSync(join(context(), "notes"));
    writeFileSync(join(context(), "notes/today.txt"), "not part of the image");
    writeFileSync(join(context(), "README.md"), "not part of the image");
    expect(laptop.plan(workspace)).toEqual({});

    appendFileSync(join(context(), "__main__.py"), '\nprint("built again")\n');
    expect(laptop.plan(workspace)).toEqual({
      "docker_container.jobs_postgres-setup": "delete+create",
      "docker_image.images_kdcube-postgres-setup": "delete+create",
    });
    succeed(laptop.apply(workspace));
    expect(await docker("logs", container("postgres-setup"))).toContain("built again");
    expect(laptop.plan(workspace)).toEqual({});
    rmSync(context(), { recursive: true });
  });
});

const listen = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
