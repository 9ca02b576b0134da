"""REST, server-sent events and sockets: puts turns into the queue and streams what comes back."""

import asyncio
import json
import logging
import os
import time
import uuid
from collections.abc import AsyncIterator

from aiohttp import WSMsgType, web
from redis.asyncio.client import PubSub

from beat import instance_id, living, pause
from gateway import USER_ROLES, gateway, gateway_config
from service import echo, serve
from stores import clamd, postgres, redis, redis_client, storage

NAME = "chat-ingress"
INSTANCE = instance_id("ingress")
KEEP_ALIVE_SEC = 3

OWNS = (
    "/",
    "/profile",
    "/monitoring/system",
    "/sse/conv_status.get",
    "/socket.io/*",
    "/admin/circuit-breakers*",
    "/admin/gateway/*",
    "/admin/throttling*",
    "/admin/burst*",
    "/api/cb/resources*",
    "/api/cb/conversations*",
    "/api/opex/*",
    "/api/economics/*",
    "/api/admin/control-plane*",
    "/debug/*",
)

open_streams: set[str] = set()


async def stream(request: web.Request) -> web.StreamResponse:
    """
    Open until the client leaves, with a comment every three seconds, as the real one.
    `?pause=15&count=6`: six events with silence between them, and then the end.
    """
    stream_id = request.query.get("stream_id") or uuid.uuid4().hex
    silence, count = float(request.query.get("pause", 0)), int(request.query.get("count", 0))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    async with redis_client() as client, client.pubsub() as answers:
        await answers.subscribe(gateway().channel(stream_id))
        await response.prepare(request)
        open_streams.add(stream_id)
        try:
            await send(response, "ready", {"service": NAME, "stream_id": stream_id})
            ticks = 0
            while request.transport is not None and (not count or ticks < count):
                async for answer in published(answers, silence or KEEP_ALIVE_SEC):
                    await send(response, "answer", json.loads(answer))
                ticks += 1
                if silence:
                    await send(response, "tick", {"number": ticks})
                else:
                    await response.write(b": keep-alive\n\n")
        except ConnectionResetError:
            logging.info("stream %s: the client has left", stream_id)
        finally:
            open_streams.discard(stream_id)
    return response


async def published(answers: PubSub, seconds: float) -> AsyncIterator[str]:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        message = await answers.get_message(ignore_subscribe_messages=True, timeout=left)
        if message:
            yield message["data"]


async def send(response: web.StreamResponse, event: str, data: object) -> None:
    await response.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())


async def chat(request: web.Request) -> web.Response:
    """`{"stream_id", "message", "seconds"?}`; `?role=paid` takes another queue than that of registered users."""
    of, user_role = gateway(), request.query.get("role", "registered")
    if user_role not in USER_ROLES:
        return web.json_response({"service": NAME, "error": f"no role {user_role}"}, status=400)
    turn = {"turn_id": uuid.uuid4().hex, **await request.json()}
    async with redis_client() as client:
        if not await living(of, client, "proc"):
            return web.json_response({"service": NAME, "error": "no_healthy_processes"}, status=503)
        await client.lpush(of.queue(user_role), json.dumps(turn))
    return web.json_response({"service": NAME, "queue": of.queue(user_role), **turn}, status=202)


async def socket(request: web.Request) -> web.StreamResponse:
    """Sends back what it gets; who comes without an upgrade is told as on any other path."""
    connection = web.WebSocketResponse()
    if not connection.can_prepare(request).ok:
        return await echo(NAME, OWNS)(request)
    await connection.prepare(request)
    async for message in connection:
        if message.type == WSMsgType.TEXT:
            await connection.send_str(message.data)
    return connection


async def count_streams(stopping: asyncio.Event) -> None:
    """What the exporter adds up; a process that is gone is forgotten with its key."""
    of = gateway()
    key = of.key(f"sse:connections:{INSTANCE}:{os.getpid()}")
    ttl = of.config.get("redis", {}).get("sse_stats_ttl_seconds", 60)
    async with redis_client() as client:
        while not stopping.is_set():
            await client.set(key, len(open_streams), ex=ttl)
            await pause(stopping, 1)
        await client.delete(key)


def main() -> None:
    serve(
        NAME,
        int(os.environ.get("CHAT_APP_PORT", "8010")),
        owns=OWNS,
        checks=(gateway_config, postgres, redis, storage, clamd),
        routes=(web.get("/sse/stream", stream), web.post("/sse/chat", chat), web.get("/socket.io/{rest:.*}", socket)),
        jobs=(count_streams,),
    )
