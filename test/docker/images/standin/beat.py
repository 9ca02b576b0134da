"""Every instance leaves a sign of life in Redis; from the processors' the ingress knows that somebody will answer."""

import asyncio
import os
import uuid

from redis.asyncio import Redis

from gateway import Gateway, gateway
from stores import redis_client


def instance_id(component: str) -> str:
    return os.environ.get("INSTANCE_ID") or f"{component}-{uuid.uuid4().hex[:8]}"


def beat_key(of: Gateway, component: str, instance: str) -> str:
    return of.key(f"heartbeat:{component}:{instance}:{os.getpid()}")


def heartbeat(component: str, instance: str):
    async def beat(stopping: asyncio.Event) -> None:
        of = gateway()
        key = beat_key(of, component, instance)
        ttl = of.config.get("redis", {}).get("heartbeat_ttl", 30)
        async with redis_client() as client:
            while not stopping.is_set():
                await client.set(key, "1", ex=ttl)
                await pause(stopping, float(os.environ.get("HEARTBEAT_INTERVAL", "10")))
            await client.delete(key)

    return beat


async def living(of: Gateway, client: Redis, component: str) -> int:
    return len([key async for key in client.scan_iter(match=of.key(f"heartbeat:{component}:*"))])


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except asyncio.TimeoutError:
        pass
