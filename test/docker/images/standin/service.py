"""An HTTP service that says how it is, who answered, and what reached it."""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from fnmatch import fnmatch
from pathlib import Path

from aiohttp import web

Check = Callable[[], Awaitable[None]]
Job = Callable[[asyncio.Event], Awaitable[None]]

#: A probe gives up after five seconds; the reason must be out before.
CHECK_SEC = 4


def serve(
    name: str,
    port: int,
    *,
    owns: Iterable[str],
    checks: Iterable[Check] = (),
    routes: Iterable[web.RouteDef] = (),
    jobs: Iterable[Job] = (),
    health: str | None = "/health",
    grace_sec: float = 15,
) -> None:
    """`owns`: patterns of paths that are answered with what was seen; any other is 404. A job ends with its event."""
    log_to_file()
    app = web.Application()
    if health:
        app.add_routes([web.get(health, health_of(name, checks))])
    app.add_routes(routes)
    if owns:
        app.router.add_route("*", "/{path:.*}", echo(name, owns))
    for job in jobs:
        app.cleanup_ctx.append(beside(job))
    web.run_app(app, port=port, shutdown_timeout=grace_sec, print=lambda *_: logging.info("%s on %d", name, port))


def log_to_file() -> None:
    """The real ones end at once when LOG_DIR cannot be written."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stdout)]
    if folder := os.environ.get("LOG_DIR"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        handlers.append(logging.FileHandler(Path(folder, f"{os.environ.get('LOG_FILE_PREFIX', 'standin')}.log")))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)


def health_of(name: str, checks: Iterable[Check]):
    async def reason(check: Check) -> tuple[str, str] | None:
        try:
            await asyncio.wait_for(check(), CHECK_SEC)
            return None
        except asyncio.TimeoutError:
            return check.__name__, f"no answer in {CHECK_SEC} s"
        except Exception as error:
            return check.__name__, f"{type(error).__name__}: {error}"

    async def handler(_: web.Request) -> web.Response:
        reasons = dict(filter(None, await asyncio.gather(*map(reason, checks))))
        if reasons:
            logging.warning("unhealthy: %s", reasons)
        return web.json_response({"service": name, "reasons": reasons}, status=503 if reasons else 200)

    return handler


def echo(name: str, owns: Iterable[str]):
    async def handler(request: web.Request) -> web.Response:
        owned = any(fnmatch(request.path, pattern) for pattern in owns)
        return web.json_response({"service": name, **await seen(request)}, status=200 if owned else 404)

    return handler


async def seen(request: web.Request) -> dict[str, object]:
    """Nothing of the body is kept: uploads of half a gigabyte are sent too."""
    length = 0
    async for chunk in request.content.iter_any():
        length += len(chunk)
    named = ("host", "cookie", "authorization", "origin", "content-type", "connection")
    return {
        "method": request.method,
        "path": request.path,
        "query": dict(request.query),
        "headers": {
            key.lower(): value
            for key, value in request.headers.items()
            if key.lower() in named or key.lower().startswith("x-")
        },
        "bodyLength": length,
        "peer": request.remote,
    }


def beside(job: Job):
    """Runs it while the service is up; what it has in hand when the service ends, it may finish."""

    async def context(_: web.Application):
        stopping = asyncio.Event()
        task = asyncio.create_task(again(job, stopping))
        yield
        stopping.set()
        await task

    return context


async def again(job: Job, stopping: asyncio.Event) -> None:
    """A store that is away for a while, or a configuration that does not parse, is told and tried again."""
    while not stopping.is_set():
        try:
            await job(stopping)
        except Exception as error:
            logging.warning("%s: %s: %s", job.__name__, type(error).__name__, error)
            await asyncio.sleep(1)
