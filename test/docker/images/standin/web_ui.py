"""The single-page application: config.json, and the page for whatever else is asked."""

import os
from pathlib import Path

from aiohttp import web

from service import serve

NAME = "web-ui"
CONFIG = Path("/usr/share/nginx/html/config.json")


async def config(_: web.Request) -> web.Response:
    if not CONFIG.exists():
        return web.json_response({"service": NAME, "error": "no config.json"}, status=404)
    return web.Response(text=CONFIG.read_text(), content_type="application/json", headers={"Cache-Control": "no-store"})


async def page(request: web.Request) -> web.Response:
    return web.Response(text=f"<!doctype html><title>{NAME}</title><p>{request.method}</p>", content_type="text/html")


def main() -> None:
    # Fails, as the real entrypoint does, where a config.json is mounted read-only as well.
    if given := os.environ.get("FRONTEND_CONFIG_JSON"):
        CONFIG.parent.mkdir(parents=True, exist_ok=True)
        CONFIG.write_text(given)
    routes = (web.get("/config.json", config), web.route("*", "/{path:.*}", page))
    serve(NAME, 80, owns=(), routes=routes, health=None)
