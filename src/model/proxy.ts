/** No load balancer keeps an idle connection longer. Source: AWS, Application Load Balancer attributes, idle_timeout. */
export const ALB_IDLE_MAX_SEC = 4000;

/** How long a proxy of ours keeps one: longer than any load balancer would, or that one sends into one that closes. */
export const PROXY_KEEP_ALIVE_SEC = ALB_IDLE_MAX_SEC + 60;

/**
 * What a proxy must know besides the route table: the platform says it, because it is the same wherever the proxy runs.
 * The text that comes of it is an nginx (OpenResty) configuration, see rendering/nginx.ts.
 */
export interface ProxySettings {
  /** Where it listens, in its container. */
  readonly port: number;
  /** Answered by the proxy itself, so that its probe says nothing about anybody else. */
  readonly healthPath: string;
  /** The largest request body of a route that does not say one. */
  readonly bodyMiB: number;
  /** On every answer, in the place of what a service may have sent under the same name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Who may pass a route with `login`. @default - nobody is asked: the application looks at the token itself */
  readonly login?: LoginGuard;
}

/**
 * A session is a row of cookies that stand in for tokens. The guard takes them to a service that knows the tokens, and
 * passes the request on with the cookies that come back.
 */
export interface LoginGuard {
  /** A route of exposure `internal` whose answer sets the cookies. */
  readonly unmask: string;
  /** All of these must be there; who has them already is not asked again. */
  readonly cookies: readonly string[];
}
