"""The queue worker, and what the platform's bundles answer."""

import asyncio
import json
import logging
import os
from pathlib import Path

from aiohttp import web

from beat import heartbeat, instance_id
from code_exec import DOCKER_SOCKET, docker_engine, exec_check
from gateway import USER_ROLES, gateway, gateway_config
from service import serve
from stores import postgres, put, redis, redis_client, storage

NAME = "chat-proc"
INSTANCE = instance_id("proc")

OWNS = ("/monitoring/processor", "/api/integrations/*", "/admin/integrations/bundles*", "/internal/bundles/*")


def consumer(user_role: str):
    async def consume(stopping: asyncio.Event) -> None:
        of = gateway()
        async with redis_client() as client:
            while not stopping.is_set():
                text = await client.brpoplpush(of.queue(user_role), of.claimed(user_role), timeout=1)
                if text is None:
                    continue
                turn = json.loads(text)
                await client.publish(of.channel(turn["stream_id"]), json.dumps(await answer(turn)))
                await client.lrem(of.claimed(user_role), 1, text)

    return consume


async def answer(turn: dict) -> dict:
    """`seconds` in the turn make it a long one."""
    of = gateway()
    logging.info("turn %s", turn["turn_id"])
    await asyncio.sleep(float(turn.get("seconds", 0)))
    name = f"cb/tenants/{of.tenant}/projects/{of.project}/conversation/{turn['turn_id']}.json"
    stored = await asyncio.to_thread(put, name, json.dumps(turn))
    return {
        "service": NAME,
        "instance": INSTANCE,
        "turn_id": turn["turn_id"],
        "stored": stored,
        "echo": turn["message"],
    }


async def bundles() -> None:
    """AGENTIC_BUNDLES_JSON holds the registry or names a file that does; the default must be one of them."""
    given = os.environ.get("AGENTIC_BUNDLES_JSON", "")
    if not given:
        return
    registry = json.loads(Path(given).read_text() if given.startswith("/") else given)
    if registry["default_bundle_id"] not in registry["bundles"]:
        raise LookupError(f"AGENTIC_BUNDLES_JSON: no bundle {registry['default_bundle_id']}")


def main() -> None:
    env = os.environ.get
    over_socket = (docker_engine,) if DOCKER_SOCKET.exists() else ()
    serve(
        NAME,
        # The older code knows no port of its own and falls back to the ingress's.
        int(env("CHAT_PROCESSOR_PORT") or env("CHAT_APP_PORT") or "8010"),
        owns=OWNS,
        checks=(gateway_config, postgres, redis, storage, bundles, *over_socket),
        routes=(web.get("/exec-check", exec_check),),
        jobs=(heartbeat("proc", INSTANCE), *map(consumer, USER_ROLES)),
    )
