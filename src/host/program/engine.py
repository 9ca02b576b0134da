"""The engine: what runs, and whether it is healthy."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from process import Failed, run

PROJECT = "com.docker.compose.project"
SERVICE = "com.docker.compose.service"
HASH = "com.docker.compose.config-hash"
ONE_OFF = "com.docker.compose.oneoff"

UNNAMED = re.compile("[0-9a-f]{64}")
"""How the engine calls a volume that nobody gave a name."""

POLL_SEC = 0.5
SETTLED_SEC = 3.0
"""One without a health check counts as healthy when it has run for so long."""
RESTARTS = 3
"""One that the engine had to start so often again is not given the rest of its patience."""


class Unhealthy(Exception):
    """Why a container is not what its health check asks for."""


@dataclass(frozen=True)
class Container:
    """One container of the project, as the engine tells it."""

    id: str
    name: str
    service: str
    definition: str
    one_off: bool
    status: str
    exit_code: int
    health: str | None
    restarts: int
    stop_sec: int
    image: str
    ports: frozenset[str]
    sources: frozenset[str]
    volumes: frozenset[str]

    @property
    def runs(self) -> bool:
        return self.status == "running"

    @property
    def well(self) -> bool:
        return self.runs and self.health in {None, "healthy"}


def containers(project: str) -> list[Container]:
    ids = run(["docker", "ps", "--all", "--quiet", "--no-trunc", "--filter", f"label={PROJECT}={project}"], timeout=60)
    return inspected(ids.split())


def inspected(ids: list[str]) -> list[Container]:
    return [container(each) for each in json.loads(run(["docker", "inspect", *ids], timeout=60))] if ids else []


def container(raw: dict[str, Any]) -> Container:
    labels, state = raw["Config"]["Labels"] or {}, raw["State"]
    health = (state.get("Health") or {}).get("Status")
    bindings, mounts = raw["HostConfig"].get("PortBindings") or {}, raw.get("Mounts") or []
    return Container(
        id=raw["Id"],
        name=raw["Name"].lstrip("/"),
        service=labels.get(SERVICE, ""),
        definition=labels.get(HASH, ""),
        one_off=labels.get(ONE_OFF, "False").lower() == "true",
        status=state["Status"],
        exit_code=state["ExitCode"],
        health=None if health == "none" else health,
        restarts=raw.get("RestartCount", 0),
        stop_sec=raw["Config"].get("StopTimeout") or 10,
        image=raw["Image"],
        ports=frozenset(each["HostPort"] for some in bindings.values() for each in some or []),
        sources=frozenset(each["Source"] for each in mounts if each["Type"] == "bind"),
        volumes=frozenset(name for each in mounts if UNNAMED.fullmatch(name := each.get("Name", ""))),
    )


def wait_healthy(container_id: str, patience_sec: float) -> float:
    """Seconds until its own health check passed."""
    begun = time.monotonic()
    while True:
        found = inspected([container_id])[0]
        waited = time.monotonic() - begun
        if found.runs and found.health == "healthy":
            return waited
        if found.runs and found.health is None and waited > SETTLED_SEC:
            return waited
        if found.health == "unhealthy":
            raise Unhealthy("its health check failed")
        if found.status in {"exited", "dead", "created"} and waited > SETTLED_SEC:
            raise Unhealthy(f"it ended with exit code {found.exit_code}")
        if found.restarts >= RESTARTS:
            raise Unhealthy(f"it ended {found.restarts} times, the last time with exit code {found.exit_code}")
        if waited > patience_sec:
            raise Unhealthy(f"it was not healthy after {patience_sec:.0f} seconds")
        time.sleep(POLL_SEC)


def stop(found: Container) -> None:
    """With the grace that it was made with."""
    run(["docker", "stop", found.id], timeout=found.stop_sec + 60)


def remove(found: Container) -> None:
    """Stopped, and removed with its own volumes."""
    if found.runs:
        stop(found)
    run(["docker", "rm", "--force", "--volumes", found.id], timeout=60)


@contextmanager
def renewing(project: str, service: str) -> Iterator[None]:
    """Compose gives a container that it makes anew fresh volumes, and leaves those of the old one behind: they go."""
    before = {name for each in containers(project) if each.service == service for name in each.volumes}
    try:
        yield
    finally:
        kept = {name for each in containers(project) for name in each.volumes} if before else set()
        for name in sorted(before - kept):
            try:
                run(["docker", "volume", "rm", "--force", name], timeout=60)
            except Failed:
                # In use after all, or gone already: no deployment fails for it.
                continue


def remove_trials(project: str) -> None:
    """Whatever a run that was killed left beside the services."""
    for left in containers(project):
        if left.one_off and left.name.startswith(trial_name(project, "")):
            put_away(project, left.name)


def put_away(project: str, name: str) -> None:
    """Stopped as gently as a service is, for it may have begun something; and gone in every case."""
    for found in containers(project):
        if found.name == name:
            try:
                remove(found)
            except Failed:
                run(["docker", "rm", "--force", "--volumes", found.id], timeout=60)


def trial_name(project: str, service: str) -> str:
    return f"{project}-trial-{service}"
