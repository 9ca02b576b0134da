import type { Route } from "../../model/route";
import type { Kdcube } from "./input";

/**
 * The longest that a stream, a socket or a slow answer stays open: nginx's own figure for them. Where the platform's
 * files say 86400, this stands too: no load balancer waits longer than 4000 (kdcube reference §5.2).
 */
const LONG_SEC = 600;
const SHORT_SEC = 30;

/** A stream is there for as long as the longest turn, whose answer it carries. */
const streamSec = ({ settings: { proc } }: Kdcube): number => Math.max(LONG_SEC, proc.taskTimeoutSec);

/** Where the proxy swaps the cookies of a session for its tokens. */
export const UNMASK = "/auth/unmask";

type Row = Omit<Route, "exposure" | "traffic"> & Partial<Pick<Route, "exposure" | "traffic">>;

const route = (row: Row): Route => ({ exposure: "public", traffic: "request", ...row });

/** Who answers what. The seeds' rows are as the seeds write them; no handler of the application lives under /chatbot. */
export const routes = (input: Kdcube): Route[] => [
  route({ order: 10, path: "/", exact: true, redirect: { to: `${input.settings.ui.prefix}/chat`, status: 301 } }),
  ...[...seeds, ...api(streamSec(input))].map((row) =>
    guarded(row) && input.settings.auth.type === "delegated" ? { ...row, login: true } : row,
  ),
  ...(input.settings.auth.type === "delegated" ? login : []),
  // Last, and so an API path that is missing above answers with the UI and 200 (kdcube reference §2.2).
  route({ order: 900, path: "/", service: "web-ui" }),
];

const guarded = ({ exposure }: Route): boolean => exposure === "public";

/** Seed 001 §2 and seed 002 §7. The first must stand above the second. */
const seeds: readonly Route[] = [
  route({ order: 20, path: "/chatbot/api/integrations/", service: "chat-proc", bodyMiB: 50 }),
  route({ order: 30, path: "/chatbot/api/", service: "chat-ingress", bodyMiB: 50 }),
  route({ order: 40, path: "/metrics", service: "metrics", exposure: "internal" }),
];

/** What the application answers (kdcube reference §2.1 and §2.2); rows without a handler, such as /api/chat/, are not here. */
const api = (stream: number): readonly Route[] => [
  route({ order: 50, path: "/sse/", service: "chat-ingress", traffic: "stream", bodyMiB: 20, timeoutSec: stream }),
  route({ order: 60, path: "/profile", exact: true, service: "chat-ingress", timeoutSec: SHORT_SEC }),
  route({ order: 70, path: "/monitoring", service: "chat-ingress", timeoutSec: SHORT_SEC }),
  route({
    order: 80,
    path: "/cb/socket.io/",
    service: "chat-ingress",
    traffic: "socket",
    timeoutSec: stream,
    rewrite: { to: "/socket.io/" },
  }),
  route({
    order: 90,
    path: "/api/cb/resources",
    service: "chat-ingress",
    traffic: "stream",
    bodyMiB: 500,
    timeoutSec: stream,
  }),
  route({
    order: 100,
    path: "/api/cb/conversations",
    service: "chat-ingress",
    traffic: "stream",
    bodyMiB: 500,
    timeoutSec: stream,
  }),
  route({ order: 110, path: "/api/integrations/", service: "chat-proc", bodyMiB: 50 }),
  route({ order: 120, path: "/api/opex/", service: "chat-ingress", bodyMiB: 50, timeoutSec: LONG_SEC }),
  route({ order: 130, path: "/api/admin/control-plane", service: "chat-ingress", bodyMiB: 50, timeoutSec: LONG_SEC }),
  route({ order: 140, path: "/admin/integrations/", service: "chat-proc", bodyMiB: 50 }),
  route({ order: 150, path: "/admin/", service: "chat-ingress", bodyMiB: 50 }),
];

/** proxylogin has all of its own under /v1/. Unmasking is for the proxy alone: its answer holds the real tokens. */
const login: readonly Route[] = [
  route({
    order: 160,
    path: UNMASK,
    service: "proxylogin",
    exposure: "internal",
    rewrite: { to: "/v1/unmask" },
  }),
  route({
    order: 170,
    path: "/auth/",
    service: "proxylogin",
    traffic: "stream",
    timeoutSec: LONG_SEC,
    rewrite: { to: "/v1/" },
  }),
];
