import { inConf, inJson, one, set, type Case } from "../views";

export const networkCases: readonly Case[] = [
  {
    id: 31,
    fine: "prod",
    by: set("chat-proc", "CHAT_PROCESSOR_PORT", "8010"),
    says: /CHAT_PROCESSOR_PORT 8010, but its container opens 8020/,
  },
  {
    id: 32,
    fine: "staging",
    by: (view) => (one(view, "metrics").health = "curl http://127.0.0.1:8002/health"),
    says: /METRICS_PORT 8090, but its probe asks 8002/,
  },
  {
    id: 33,
    fine: "proxied",
    by: set("proxylogin", "HTTP_PORT", undefined),
    says: /proxylogin on ECS has no HTTP_PORT/,
  },
  {
    id: 34,
    fine: "host",
    by: inConf("set $upstream chat-proc:", "set $upstream kb:"),
    says: /passes requests on to kb/,
  },
  {
    id: 35,
    fine: "proxied",
    by: (view) =>
      (view.rendered.addresses = view.rendered.addresses.filter((address) => !address.startsWith("chat-proc"))),
    says: /names chat-proc-ecs\.kdcube-tasks\.internal, which nobody registers/,
  },
  {
    id: 36,
    fine: "prod",
    by: (view) =>
      (view.rendered.openings = view.rendered.openings.filter(
        ({ group, peer }) => !(group === "redis" && peer === "metrics"),
      )),
    says: /metrics calls redis on 6379/,
  },
  {
    id: 37,
    fine: "prod",
    by: (view) =>
      view.rendered.openings.push({
        group: "metrics",
        direction: "in",
        peer: "load-balancer",
        fromPort: 8090,
        toPort: 8090,
      }),
    says: /metrics is open to the load balancer on 8090/,
  },
  {
    id: 40,
    fine: "proxied",
    by: inConf("resolver 169.254.169.253", "resolver 127.0.0.11"),
    says: /has the resolver 127.0.0.11, and must have 169/,
  },
  {
    id: 41,
    fine: "host",
    by: inConf(/set_real_ip_from [^;]+;/, "set_real_ip_from <ALB_CIDR>;"),
    says: /trusts <ALB_CIDR>/,
  },
  {
    id: 42,
    fine: "staging",
    by: set("chat-ingress", "APP_DOMAIN", "YOUR_DOMAIN_NAME"),
    says: /APP_DOMAIN of chat-ingress on ECS holds YOUR_DOMAIN_NAME/,
  },
  {
    id: 43,
    fine: "dev",
    by: inConf("server_tokens off;", "server_name ${APP_DOMAIN};"),
    says: /holds \$\{APP_DOMAIN\}/,
  },
  {
    id: 44,
    fine: "proxied",
    by: (view) => (one(view, "web-proxy").image = "nginx:1.27"),
    says: /needs Lua, and nginx:1.27 has none/,
  },
  {
    id: 45,
    fine: "dev",
    by: inConf("proxy_pass http://$upstream;", "proxy_pass http://metrics:8090;"),
    says: /looks up a name when it starts: proxy_pass http:\/\/metrics:8090/,
  },
  {
    id: 46,
    fine: "staging",
    by: (view) => (view.rendered.rules = view.rendered.rules.filter(({ patterns }) => !patterns.includes("/admin/*"))),
    says: /\/admin\/gateway\/config is answered by web-ui, and must be by chat-ingress/,
  },
  {
    id: 47,
    fine: "dev",
    by: inConf(/proxy_buffering off;/g, "proxy_buffering on;"),
    says: /\/sse\/stream of web-proxy on the laptop: proxy_buffering on/,
  },
  { id: 48, fine: "dev", by: inConf("set $upgrade $websocket;", ""), says: /lacks the upgrade of its location/ },
  {
    id: 49,
    fine: "host",
    by: inConf(/client_max_body_size 500m;/g, "client_max_body_size 100m;"),
    says: /takes 100m, and must take 500m/,
  },
  {
    id: 50,
    fine: "prod",
    by: (view) => (view.rendered.idleTimeoutSec = 60),
    says: /waits 60 s, a route may be silent for 600/,
  },
  {
    id: 54,
    fine: "proxied",
    by: set("chat-proc", "ID_TOKEN_COOKIE_NAME", "LITC"),
    says: /ID_TOKEN_COOKIE_NAME: .*chat-proc on ECS: LITC/,
  },
  {
    id: 58,
    fine: "dev",
    by: inConf("server_tokens off;", "limit_req zone=auth_zone burst=10;"),
    says: /limits by auth_zone, which is not declared/,
  },
  {
    id: 60,
    fine: "proxied",
    by: set("proxylogin", "TOKEN_COOKIES_DOMAIN", "localhost"),
    says: /TOKEN_COOKIES_DOMAIN of proxylogin on ECS is localhost/,
  },
  {
    id: 62,
    fine: "dev",
    by: (view) => (one(view, "web-ui").files["/usr/share/nginx/html/config.json"] = "{}"),
    says: /FRONTEND_CONFIG_JSON and \/usr/,
  },
  {
    id: 63,
    fine: "staging",
    by: inJson(
      "web-ui",
      "FRONTEND_CONFIG_JSON",
      (value) => ((value as unknown as { auth: object }).auth = { authType: "cognito", idTokenHeaderName: "X" }),
    ),
    says: /cognito without oidcConfig.authority, oidcConfig.client_id/,
  },
  {
    id: 67,
    fine: "proxied",
    by: set("proxylogin", "COGNITO_USERPOOLID", undefined),
    says: /has no COGNITO_USERPOOLID/,
  },
  {
    id: 68,
    fine: "host",
    by: set("proxylogin", "STORAGE_TYPE", "memory"),
    says: /STORAGE_TYPE of proxylogin on the host is memory/,
  },
  {
    id: 72,
    fine: "proxied",
    by: set("proxylogin", "HTTP_URLBASE", "https://proxied.example.com/login"),
    says: /HTTP_URLBASE of proxylogin on ECS is/,
  },
];
