import type { Kdcube } from "../input";
import { cookieVariables } from "./auth";
import { together, type Variables } from "./variables";

/** What its login guard must find; only with delegated login is there one (kdcube reference §2.3, Lua). */
export const webProxyVariables = ({ settings: { auth } }: Kdcube): Variables =>
  together({ environment: auth.type === "delegated" ? cookieVariables(auth) : {} });
