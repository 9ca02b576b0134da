"""Networks: one with other options has another name, so what runs on the old one keeps it until it is made anew."""

import json
from typing import Any

from engine import PROJECT
from process import Failed, run
from release import Place
from report import Report

LABEL = "ferry.networks"


def label(config: dict[str, Any], service: dict[str, Any]) -> str:
    """The names of a service's networks. Compose's hash of a definition has only what the file calls them."""
    known = config.get("networks", {})
    return ",".join(sorted(known.get(key, {}).get("name", key) for key in service.get("networks") or {}))


def forget_unused(place: Place, report: Report) -> None:
    """Removes networks of the project that none of its containers is on, stopped ones and jobs that ended included."""
    current = place.current()
    if current is None:
        return
    mine = f"label={PROJECT}={place.open(current).project}"
    there = set(run(["docker", "network", "ls", "--format", "{{.Name}}", "--filter", mine], timeout=60).split())
    ids = run(["docker", "ps", "--all", "--quiet", "--no-trunc", "--filter", mine], timeout=60).split()
    found = json.loads(run(["docker", "inspect", *ids], timeout=60)) if ids else []
    used = {name for each in found for name in each["NetworkSettings"]["Networks"]}
    for unused in sorted(there - used):
        try:
            run(["docker", "network", "rm", unused], timeout=60)
            report.say(f"removed the network {unused}, which nothing is on")
        except Failed as failed:
            report.say(f"warning: network {unused} stays: {failed.reason}")
