"""What the last good release ran: kept beside it, so that a later run can tell an old illness from a new one."""

import json
from pathlib import Path

from definition import Definition
from durable import write_whole
from engine import Container
from release import Place, Release

RECORD = "accepted.json"
"""In a release's folder once it ran: compose's hash of each service, and of each job that has completed."""

Hashes = dict[str, str]


def record(place: Place, release: Release, definition: Definition, jobs_done: Hashes) -> None:
    """
    `jobs_done` are those whose containers say so. One whose container tells of another release's attempt, or that was
    not run, for a reboot runs none, stays known as what it was.
    """
    services = {name: definition.hashes[name] for name in release.host["services"]}
    jobs = {**recorded(place).get("jobs", {}), **jobs_done}
    known = {"services": services, "jobs": {name: jobs[name] for name in release.host["jobs"] if name in jobs}}
    write_whole(release.folder / RECORD, json.dumps(known, indent=2, sort_keys=True) + "\n")


def recorded(place: Place) -> dict[str, Hashes]:
    """Of the last good release. One that cannot be read is as none: nothing is forgiven, and jobs may run again."""
    current = place.current()
    return read(place.releases / current / RECORD) if current else {}


def read(file: Path) -> dict[str, Hashes]:
    try:
        known = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def jobs_accepted(place: Place) -> Hashes:
    """Jobs that have run for the last good release, whatever another release's attempt has left of them since."""
    return recorded(place).get("jobs", {})


def long_ill(place: Place, there: list[Container]) -> Hashes:
    """
    Services of the last good release that are ill now, before anything is done: another release need not cure them.
    After a take-over that did not come to its end nobody can tell, and nobody is forgiven.
    """
    if place.marked() is not None:
        return {}
    known = recorded(place).get("services", {})
    ill = {each.service: each.definition for each in there if is_ill(each)}
    return {name: definition for name, definition in ill.items() if known.get(name) == definition}


def is_ill(found: Container) -> bool:
    """Its check has failed. One that still starts is waited for like any other."""
    return found.runs and not found.one_off and found.health == "unhealthy"
