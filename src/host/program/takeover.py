"""The take-over: one service after the other becomes what its definition says, each healthy before the next."""

from dataclasses import dataclass, field

from definition import Definition
from engine import Container, Unhealthy, containers, remove, renewing, wait_healthy
from jobs import is_done, run_job
from process import Failed
from release import Release
from report import Refused, Report, Row

UP_SEC = 180


class NotHealthy(Exception):
    """A take-over that has to be taken back: which service, and why."""


@dataclass
class Plan:
    """What differs between a definition and what runs."""

    changed: list[str]
    jobs: list[str]
    gone: list[Container]
    ill: set[str] = field(default_factory=set)

    @property
    def empty(self) -> bool:
        return not (self.changed or self.jobs or self.gone)


def plan(release: Release, definition: Definition, there: list[Container]) -> Plan:
    """In the order in which it has to be done."""
    services, jobs = release.host["services"], release.host["jobs"]
    order = [name for name in definition.order() if name in services or name in jobs]
    return Plan(
        changed=[name for name in order if name in services and not runs_as(definition, name, there)],
        jobs=[name for name in order if name in jobs and not is_done(definition, name, there)],
        gone=[each for each in there if each.service not in order and not each.one_off],
        ill={each.service for each in there if each.runs and not each.well},
    )


def runs_as(definition: Definition, name: str, there: list[Container]) -> bool:
    own = [each for each in there if each.service == name and not each.one_off]
    return len(own) == 1 and own[0].runs and own[0].definition == definition.hashes[name]


def take_over(
    release: Release, definition: Definition, todo: Plan, env: dict[str, str], report: Report, with_jobs: bool
) -> list[Row]:
    """Raises NotHealthy at the first that does not come up."""
    rows = make_way(release, definition, todo)
    for name in definition.order():
        if name in todo.jobs and with_jobs:
            try:
                rows.append(Row(name, f"job, done in {run_job(release, definition, name, env, report):.0f} s"))
            except Refused as refused:
                raise NotHealthy(str(refused)) from refused
        elif name in release.host["services"]:
            rows.append(bring_up(release, definition, name, todo, env, report))
    for old in todo.gone:
        remove(old)
        rows.append(Row(old.service, "removed"))
    return rows


def make_way(release: Release, definition: Definition, todo: Plan) -> list[Row]:
    """What goes keeps running to the end, unless it holds a port that another one needs."""
    wanted = {port for name in release.host["services"] for port in definition.ports(name)}
    first = [each for each in todo.gone if each.ports & wanted]
    for old in first:
        remove(old)
        todo.gone.remove(old)
    return [Row(old.service, "removed") for old in first]


def bring_up(
    release: Release, definition: Definition, name: str, todo: Plan, env: dict[str, str], report: Report
) -> Row:
    patience = float(release.host["services"][name]["patienceSec"])
    if name in todo.changed:
        report.say(f"{name} starts")
        grace = float(release.host["services"][name]["stopGraceSec"])
        up = ["up", "--detach", "--no-deps", "--no-build", "--pull", "never", "--renew-anon-volumes", name]
        try:
            with renewing(release.project, name):
                definition.compose(*up, timeout=grace + UP_SEC, env=env)
        except Failed as failed:
            raise NotHealthy(f"{name} does not start: {failed.reason}") from failed
    own = [each for each in containers(release.project) if each.service == name and not each.one_off]
    if len(own) != 1:
        raise NotHealthy(f"{name} has {len(own)} containers, and should have one")
    try:
        seconds = wait_healthy(own[0].id, patience)
    except Unhealthy as fault:
        if name not in todo.changed and name in todo.ill:
            report.say(f"warning: {name} was not healthy before this run, and is not now: {fault}")
            return Row(name, "unchanged, not healthy")
        raise NotHealthy(f"{name}: {fault}") from fault
    return Row(name, "restarted", seconds) if name in todo.changed else Row(name, "unchanged")
