"""Adds up in Redis what all instances have left there; the names are those that the real exporter exports."""

import os

from aiohttp import web

from gateway import USER_ROLES, gateway, gateway_config
from service import serve
from stores import postgres, redis, redis_client

NAME = "metrics"

OWNS = ("/metrics/ingress/system", "/metrics/proc/system", "/metrics/combined", "/metrics/export", "/api/events/*")


async def export(_: web.Request) -> web.Response:
    values = await measured()
    return web.Response(text="".join(f"# TYPE {name} gauge\n{name} {value}\n" for name, value in values.items()))


async def measured() -> dict[str, float]:
    of = gateway()
    most_each = of.config.get("limits", {}).get("ingress", {}).get("max_sse_connections_per_instance", 0)
    async with redis_client() as client:
        queued = [await client.llen(of.queue(user_role)) for user_role in USER_ROLES]
        keys = [key async for key in client.scan_iter(match=of.key("sse:connections:*"))]
        open_streams = sum(int(count or 0) for count in (await client.mget(keys) if keys else []))
    most = most_each * len(keys)
    return {
        "proc_queue_total": sum(queued),
        "ingress_sse_total_connections": open_streams,
        "ingress_sse_max_connections": most,
        "ingress_sse_saturation_percent": 100 * open_streams / most if most else 0,
    }


def main() -> None:
    with_postgres = os.environ.get("METRICS_ENABLE_PG_POOL") == "1"
    serve(
        NAME,
        int(os.environ.get("METRICS_PORT", "8090")),
        owns=OWNS,
        checks=(gateway_config, redis, *([postgres] if with_postgres else [])),
        routes=(web.get("/metrics", export),),
    )
