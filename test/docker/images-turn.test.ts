import { chmodSync } from "node:fs";
import { ask, type Answer, eventually, serverEvents, type Start, webSocketEcho } from "./engine";
import { whyNoImages } from "./images";
import { BUILD_MS, gateway, ImagesTrial, RUN_MS, SERVICE } from "./images-trial";

jest.setTimeout(RUN_MS);

const noImages = whyNoImages();
if (noImages !== undefined) it.skip(`the test images: ${noImages}`, () => undefined);

(noImages === undefined ? describe : describe.skip)("the test images", () => {
  let trial: ImagesTrial;

  beforeAll(async () => {
    trial = await ImagesTrial.open("images-turn", ["chat-ingress", "chat-proc", "metrics", "py-code-exec"]);
  }, BUILD_MS);

  afterAll(() => trial?.close(), RUN_MS);

  describe("a turn", () => {
    let ingressBase: string;
    let procBase: string;
    let metricsBase: string;

    beforeAll(async () => {
      await trial.prepared("setup-turn");
      chmodSync(trial.folder, 0o777);
      const proc: Start & { publish: number } = {
        image: trial.image("chat-proc"),
        env: {
          ...SERVICE,
          KDCUBE_STORAGE_PATH: "file:///kdcube-storage",
          HOST_KDCUBE_STORAGE_PATH: trial.folder,
          CHAT_PROCESSOR_PORT: "8020",
          PY_CODE_EXEC_IMAGE: trial.image("py-code-exec"),
          AGENTIC_BUNDLES_JSON: '{"default_bundle_id":"a","bundles":{"a":{}}}',
        },
        publish: 8020,
        options: ["-v", `${trial.folder}:/kdcube-storage`, "-v", "/var/run/docker.sock:/var/run/docker.sock"],
      };
      const metrics = { image: trial.image("metrics"), env: { ...SERVICE, METRICS_PORT: "8090" }, publish: 8090 };
      [ingressBase, procBase, metricsBase] = await Promise.all([
        trial.ingress("chat-ingress"),
        trial.started("chat-proc", proc),
        trial.started("metrics", metrics),
      ]);
    }, RUN_MS);

    const say = (base: string, streamId: string): Promise<Answer> =>
      ask(`${base}/sse/chat`, { method: "POST", body: JSON.stringify({ stream_id: streamId, message: "hello" }) });

    it(
      "goes from the ingress through the queue to the processor, and its answer comes back on the open stream",
      async () => {
        for await (const { event, data } of serverEvents(`${ingressBase}/sse/stream?stream_id=one`)) {
          if (event === "ready") {
            const turn = await eventually(async () => accepted(await say(ingressBase, "one")));
            expect(turn.json).toMatchObject({ queue: "acme:assistant:kdcube:chat:prompt:queue:registered" });
          } else {
            expect([event, data]).toEqual(["answer", expect.objectContaining({ service: "chat-proc", echo: "hello" })]);
            break;
          }
        }
      },
      RUN_MS,
    );

    it("is refused where no processor lives", async () => {
      const base = await trial.ingress("lonely", { GATEWAY_CONFIG_JSON: gateway("other") });
      expect(await say(base, "two")).toMatchObject({ status: 503, json: { error: "no_healthy_processes" } });
    });

    it("streams events one by one", async () => {
      const arrived: number[] = [];
      for await (const { event, atMs } of serverEvents(`${ingressBase}/sse/stream?pause=1&count=3`)) {
        if (event === "tick") arrived.push(Math.round(atMs / 1000));
      }
      expect(arrived).toEqual([1, 2, 3]);
    });

    it("answers a WebSocket", async () => {
      const url = `${ingressBase}/socket.io/?EIO=4&transport=websocket`;
      expect(await webSocketEcho(url, "2probe")).toBe("2probe");
    });

    it("exports what waits, and the streams that are open", async () => {
      const metric = async (line: string) => expect((await ask(`${metricsBase}/metrics`)).text).toContain(`${line}\n`);
      for await (const { event } of serverEvents(`${ingressBase}/sse/stream`)) {
        expect(event).toBe("ready");
        await eventually(() => metric("ingress_sse_total_connections 1"));
        break;
      }
      await metric("proc_queue_total 0");
    });

    it("has a processor that is healthy, and runs code next to it on the directory that it has mounted", async () => {
      expect(await ask(`${procBase}/health`)).toMatchObject({ status: 200 });
      expect(await ask(`${procBase}/exec-check`)).toMatchObject({ json: { HOST_KDCUBE_STORAGE_PATH: "ok" } });
    });

    it("tells who answered, and what was passed", async () => {
      const headers = { cookie: "LMTC=good", "x-forwarded-for": "192.0.2.1" };
      const url = "/api/cb/conversations/acme?full=1";
      expect(await ask(`${ingressBase}${url}`, { method: "POST", body: "12345", headers })).toMatchObject({
        status: 200,
        json: {
          service: "chat-ingress",
          method: "POST",
          path: "/api/cb/conversations/acme",
          query: { full: "1" },
          headers,
          bodyLength: 5,
        },
      });
      expect(await ask(`${procBase}${url}`)).toMatchObject({ status: 404, json: { service: "chat-proc" } });
    });
  });
});

function accepted(answer: Answer): Answer {
  if (answer.status !== 202) throw new Error(answer.text);
  return answer;
}
