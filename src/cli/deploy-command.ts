import type { Deployment } from "../deployment";
import { workspacesOf } from "../migration/workspaces";

/** `shop-prod` */
const prefixOf = ({ platform, environment }: { platform: string; environment: string }): string =>
  `${platform}-${environment}`;

/**
 * The command that applies one whole environment in order. A pattern, unless it would also match another environment
 * (`shop-prod-*` is `shop-prod-eu-ecs` too): then every workspace by its name.
 */
export function deployCommand(
  { environment, migration }: Pick<Deployment, "environment" | "migration">,
  all: readonly { readonly platform: string; readonly environment: string }[],
): string {
  const prefix = `${prefixOf(environment)}-`;
  const names = workspacesOf(environment, migration).map(({ name }) => name);
  const ambiguous = all.some((other) => prefixOf(other).startsWith(prefix));
  return `npx cdktf deploy ${ambiguous || names.length === 1 ? names.join(" ") : `'${prefix}*'`}`;
}
