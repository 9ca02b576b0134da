import type { LoginGuard } from "../model/proxy";
import type { Route } from "../model/route";
import { block, checkedPath } from "./nginx-text";

/** In each location that asks for a session. */
export const ASK_FOR_SESSION = "access_by_lua_block { ask_for_session() }";

/** The row that the guard asks. It alone is proxied though it is internal, and to the guard's own requests only. */
export function unmaskRoute(routes: readonly Route[], { unmask }: LoginGuard): Route {
  const route = routes.find(({ path, exposure }) => path === unmask && exposure === "internal");
  if (!route?.service) throw new Error(`the login guard asks ${unmask}, which is no internal route with a service`);
  return route;
}

/**
 * The guard, once for all locations (kdcube reference §2.3). It finds out whether there is a session, not whether it is
 * good: the service that answers looks at the tokens itself. A preflight carries no cookies, so it is not asked for any.
 */
export const loginGuard = ({ unmask, cookies }: LoginGuard): string[] =>
  block(
    "init_by_lua_block",
    `local needed = { ${cookies.map(luaName).join(", ")} }

-- Of "a=1; b=2"; a cookie without a value is not there.
local function all_in(cookies)
  local found = {}
  for name in cookies:gmatch("([^=;%s]+)=[^;]+") do found[name] = true end
  for _, name in ipairs(needed) do
    if not found[name] then return false end
  end
  return true
end

function ask_for_session()
  if ngx.req.get_method() == "OPTIONS" then return end
  local sent = ngx.var.http_cookie
  if sent and all_in(sent) then return end

  local answer = ngx.location.capture("${checkedPath(unmask)}")
  local lines = answer.header["Set-Cookie"]
  if answer.status ~= 200 or not lines then return ngx.exit(401) end

  local given = {}
  for i, line in ipairs(type(lines) == "table" and lines or { lines }) do given[i] = line:match("^[^;]*") end
  local cookies = table.concat(given, "; ")
  if not all_in(cookies) then return ngx.exit(401) end
  ngx.req.set_header("Cookie", sent and sent .. "; " .. cookies or cookies)
end`.split("\n"),
  );

/** As RFC 6265 writes a cookie's name, less what a Lua string or its pattern would read another way. */
function luaName(name: string): string {
  if (!/^[\w.-]+$/.test(name)) throw new Error(`${JSON.stringify(name)} is no name of a session's cookie`);
  return `"${name}"`;
}
