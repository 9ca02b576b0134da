import type { Deployment } from "../deployment";
import type { ProxySettings } from "../model/proxy";
import type { Resolve } from "../model/reference";
import { nginxConfiguration } from "../rendering/nginx";

/** A proxy behind the load balancer of its own network, whose word on the client's address is taken. */
export const awsProxyConfiguration = (
  { environment, platform }: Deployment,
  settings: ProxySettings,
  { resolver, resolve }: { readonly resolver: string; readonly resolve: Resolve },
): string =>
  nginxConfiguration({
    platform,
    settings,
    place: { resolver, trusted: environment.aws ? [environment.aws.network.cidr] : [] },
    resolve,
  });
