"""The processor's way to run code: a container next to it, started over the mounted socket with the host's paths."""

import os
import shutil
import uuid
from pathlib import Path

from aiohttp import ClientSession, UnixConnector, web

from stores import storage_path

DOCKER_SOCKET = Path("/var/run/docker.sock")
PROGRAM = 'print(open("/workspace/work/input.txt").read(), file=open("output.txt", "w"), end="")'


async def docker_engine() -> None:
    async with engine() as session, session.get("/version") as response:
        response.raise_for_status()


def engine() -> ClientSession:
    return ClientSession("http://docker", connector=UnixConnector(str(DOCKER_SOCKET)))


async def exec_check(_: web.Request) -> web.Response:
    """200 if each HOST_… names to the engine the directory that is mounted here; else 500 and what went wrong."""
    found = {variable: await outcome(inside, os.environ[variable]) for variable, inside in mounted().items()}
    good = found and all(result == "ok" for result in found.values())
    return web.json_response({"service": "chat-proc", **found}, status=200 if good else 500)


def mounted() -> dict[str, Path]:
    places = {
        "HOST_EXEC_WORKSPACE_PATH": Path(os.environ.get("EXEC_WORKSPACE_ROOT", "/exec-workspace")),
        "HOST_KDCUBE_STORAGE_PATH": storage_path(),
    }
    return {variable: path for variable, path in places.items() if os.environ.get(variable)}


async def outcome(inside: Path, outside: str) -> str:
    name = f"exec-check-{uuid.uuid4().hex}"
    work, out = inside / name / "work", inside / name / "out"
    try:
        work.mkdir(parents=True)
        out.mkdir()
        (work / "main.py").write_text(PROGRAM)
        (work / "input.txt").write_text(name)
        await run(f"{outside}/{name}")
        return "ok" if (out / "output.txt").read_text() == name else "the program's output is another's"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(inside / name, ignore_errors=True)


async def run(folder: str) -> None:
    """As the real processor runs it, but for mounts that do not create what is missing."""
    container = {
        "Image": os.environ.get("PY_CODE_EXEC_IMAGE", "py-code-exec:latest"),
        "HostConfig": {
            "NetworkMode": os.environ.get("PY_CODE_EXEC_NETWORK_MODE", "host"),
            "ReadonlyRootfs": True,
            "CapAdd": ["SYS_ADMIN"],
            "Tmpfs": {"/tmp": "rw,noexec,nosuid,size=64m"},
            "Mounts": [bound(folder, "work"), bound(folder, "out")],
        },
    }
    async with engine() as session:
        created = await ask(session, "POST", "/containers/create", container)
        path = f"/containers/{created['Id']}"
        try:
            await ask(session, "POST", f"{path}/start")
            ended = await ask(session, "POST", f"{path}/wait")
            if ended["StatusCode"]:
                raise RuntimeError(f"py-code-exec ended with {ended['StatusCode']}")
        finally:
            await ask(session, "DELETE", f"{path}?force=1")


def bound(folder: str, name: str) -> dict[str, str]:
    return {"Type": "bind", "Source": f"{folder}/{name}", "Target": f"/workspace/{name}"}


async def ask(session: ClientSession, method: str, path: str, body: object = None) -> dict:
    async with session.request(method, path, json=body) as response:
        answer = await response.json() if response.content_type == "application/json" else {}
        if response.status >= 400:
            raise RuntimeError(answer.get("message", response.reason))
        return answer
