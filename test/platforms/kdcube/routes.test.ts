import { covers, routeFor } from "../../../src/model/route";
import { DELEGATED, partsOf } from "./fixtures";

const plain = partsOf().routes;
const delegated = partsOf({ edge: "proxy", settings: { auth: DELEGATED } }).routes;

describe("each path reaches its owner", () => {
  it.each([
    ["/chatbot/chat", "web-ui"],
    ["/chatbot/api/integrations/bundles", "chat-proc"],
    ["/chatbot/api/anything", "chat-ingress"],
    ["/metrics", "metrics"],
    ["/metrics/combined", "metrics"],
    ["/metricsish", "web-ui"],
    ["/sse/stream", "chat-ingress"],
    ["/sse/chat", "chat-ingress"],
    ["/profile", "chat-ingress"],
    ["/profile/picture", "web-ui"],
    ["/monitoring", "chat-ingress"],
    ["/monitoring/system", "chat-ingress"],
    ["/cb/socket.io/", "chat-ingress"],
    ["/api/cb/resources", "chat-ingress"],
    ["/api/cb/resources/upload", "chat-ingress"],
    ["/api/cb/conversations/1", "chat-ingress"],
    ["/api/integrations/bundles/a/widgets", "chat-proc"],
    ["/admin/integrations/bundles", "chat-proc"],
    ["/admin/gateway/config", "chat-ingress"],
    ["/api/opex/total", "chat-ingress"],
    ["/api/admin/control-plane", "chat-ingress"],
    ["/api/admin/control-plane/redis", "chat-ingress"],
    ["/config.json", "web-ui"],
    // Without a handler in the application: what a proxy that has no row for them does (kdcube reference §2.2).
    ["/api/chat/x", "web-ui"],
    ["/api/admin/integrations/x", "web-ui"],
    ["/api/kb/health", "web-ui"],
    ["/auth/login", "web-ui"],
  ])("%s → %s", (path, owner) => expect(routeFor(plain, path)?.service).toBe(owner));

  it.each([
    ["/auth/login", "proxylogin", "/v1/"],
    ["/auth/unmask", "proxylogin", "/v1/unmask"],
  ])("%s → %s at %s with delegated login", (path, owner, rewritten) => {
    expect(routeFor(delegated, path)).toMatchObject({ service: owner, rewrite: { to: rewritten } });
  });
});

describe("the table", () => {
  it("sends / to the chat", () => {
    expect(routeFor(plain, "/")).toMatchObject({ redirect: { to: "/chatbot/chat", status: 301 } });
  });

  it("keeps the exporter and the unmasking inside", () => {
    const inside = delegated.filter(({ exposure }) => exposure === "internal").map(({ path }) => path);
    expect(inside).toEqual(["/metrics", "/auth/unmask"]);
  });

  it("hides no row behind a broader one above it", () => {
    for (const routes of [plain, delegated])
      for (const route of routes)
        expect(routes.filter((above) => above.order < route.order && covers(above, route))).toEqual([]);
  });

  it("keeps streams, sockets and large bodies as the platform's own proxy does", () => {
    expect(routeFor(plain, "/sse/stream")).toMatchObject({ traffic: "stream", timeoutSec: 600, bodyMiB: 20 });
    expect(routeFor(plain, "/cb/socket.io/")).toMatchObject({ traffic: "socket", rewrite: { to: "/socket.io/" } });
    expect(routeFor(plain, "/api/cb/resources/x")).toMatchObject({ traffic: "stream", bodyMiB: 500 });
    expect(routeFor(plain, "/api/integrations/x")).toMatchObject({ bodyMiB: 50 });
  });

  it("has these orders for ever: they are priorities of rules that live", () => {
    expect(delegated.map(({ order, path }) => `${order} ${path}`)).toEqual([
      "10 /",
      "20 /chatbot/api/integrations/",
      "30 /chatbot/api/",
      "40 /metrics",
      "50 /sse/",
      "60 /profile",
      "70 /monitoring",
      "80 /cb/socket.io/",
      "90 /api/cb/resources",
      "100 /api/cb/conversations",
      "110 /api/integrations/",
      "120 /api/opex/",
      "130 /api/admin/control-plane",
      "140 /admin/integrations/",
      "150 /admin/",
      "160 /auth/unmask",
      "170 /auth/",
      "900 /",
    ]);
  });
});
