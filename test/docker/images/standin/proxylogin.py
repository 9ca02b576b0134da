"""Delegated login: the proxy has it exchange a session cookie for the two cookies that hold tokens."""

import os
import sys

from aiohttp import web

from service import serve
from stores import redis

NAME = "proxylogin"
COGNITO = ("CLIENTID", "CLIENTSECRET", "USERPOOLID", "JWKSISSUER", "JWKSSIGNINGKEYURL")
GOOD_SESSION = "good"


def flag(name: str) -> bool:
    return os.environ.get(name, "true").lower() in ("1", "true")


SECURE = flag("TOKEN_COOKIES_SECURE")
PREFIX = "__Secure-" if SECURE else ""


async def unmask(request: web.Request) -> web.Response:
    """`LMTC=good` is a session; any other is none."""
    if request.cookies.get(f"{PREFIX}LMTC") != GOOD_SESSION:
        return web.json_response({"service": NAME, "error": "no session"}, status=401)
    response = web.json_response({"service": NAME})
    for name in ("LATC", "LITC"):
        response.set_cookie(f"{PREFIX}{name}", f"token-of-{GOOD_SESSION}", secure=SECURE, httponly=True)
    return response


def main() -> None:
    missing = [f"COGNITO_{name}" for name in COGNITO if not os.environ.get(f"COGNITO_{name}")]
    if missing:
        sys.exit(f"proxylogin: {', '.join(missing)} must be set")
    in_redis = "redis" in (os.environ.get("STORAGE_TYPE"), os.environ.get("RATELIMITER_STORAGE"))
    serve(
        NAME,
        int(os.environ.get("HTTP_PORT", "80")),
        owns=("/v1/*",),
        checks=[redis] if in_redis else [],
        routes=(web.route("*", "/v1/unmask", unmask),),
        health="/v1/health",
        grace_sec=60,
    )
