"""The take-over: one service after the other becomes what its definition says, each healthy before the next."""

from dataclasses import dataclass

from accepted import Hashes, is_ill
from definition import Definition
from engine import Container, Unhealthy, containers, remove, renewing, stop, wait_healthy
from jobs import is_done, run_job
from process import Failed
from release import Release
from report import Refused, Report, Row

UP_SEC = 180
NOT_HEALTHY = "unchanged, not healthy"


class NotHealthy(Exception):
    """A take-over that has to be taken back: which service, and why."""


@dataclass
class Plan:
    """What differs between a definition and what runs."""

    changed: list[str]
    jobs: list[str]
    gone: list[Container]
    ill: list[str]
    """Not healthy before this run, in the last good release as in this one: not this run's to cure."""

    @property
    def empty(self) -> bool:
        return not (self.changed or self.jobs or self.gone)


def plan(
    release: Release,
    definition: Definition,
    there: list[Container],
    *,
    forgiven: Hashes | None = None,
    jobs_done: Hashes | None = None,
) -> Plan:
    """In the order in which it has to be done. An ill service that is not forgiven counts as changed."""
    services, jobs, hashes = release.host["services"], release.host["jobs"], definition.hashes
    order = [name for name in definition.order() if name in services or name in jobs]
    unhealthy = {each.service for each in there if is_ill(each)}
    ill = {name for name in unhealthy if name in services and (forgiven or {}).get(name) == hashes[name]}
    done = {name for name, known in (jobs_done or {}).items() if known == hashes.get(name)}

    def stays(name: str) -> bool:
        return runs_as(definition, name, there) and (name in ill or name not in unhealthy)

    return Plan(
        changed=[name for name in order if name in services and not stays(name)],
        jobs=[name for name in order if name in jobs and name not in done and not is_done(definition, name, there)],
        gone=[each for each in there if each.service not in order and not each.one_off],
        ill=[name for name in order if name in ill and stays(name)],
    )


def runs_as(definition: Definition, name: str, there: list[Container]) -> bool:
    own = [each for each in there if each.service == name and not each.one_off]
    return len(own) == 1 and own[0].runs and own[0].definition == definition.hashes[name]


def take_over(release: Release, definition: Definition, todo: Plan, env: dict[str, str], report: Report) -> list[Row]:
    """Raises NotHealthy at the first that does not come up."""
    rows = make_way(release, definition, todo)
    for name in definition.order():
        if name in todo.jobs:
            try:
                rows.append(Row(name, f"job, done in {run_job(release, definition, name, env, report):.0f} s"))
            except Refused as refused:
                raise NotHealthy(str(refused)) from refused
        elif name in release.host["services"]:
            rows.append(bring_up(release, definition, name, todo, env, report))
    return rows + clear(todo)


def restore(release: Release, definition: Definition, todo: Plan, env: dict[str, str], report: Report) -> list[Row]:
    """The same for a release that ran before: without jobs, and to its end, for one ill service is no reason to leave
    the others down. Raises NotHealthy with all that did not come up."""
    rows = make_way(release, definition, todo)
    faults: list[str] = []
    for name in definition.order():
        if name in release.host["services"]:
            try:
                rows.append(bring_up(release, definition, name, todo, env, report))
            except (NotHealthy, Failed) as fault:
                report.say(f"not as it was: {fault}")
                faults.append(str(fault))
    rows += clear(todo)
    if faults:
        raise NotHealthy("; ".join(faults))
    return rows


def make_way(release: Release, definition: Definition, todo: Plan) -> list[Row]:
    """What goes or changes keeps running until its turn, unless it holds a port that another service needs."""
    rows: list[Row] = []
    for old in containers(release.project):
        wanted = {port for name in release.host["services"] if name != old.service for port in definition.ports(name)}
        if old.one_off or not old.ports & wanted:
            continue
        if old.service in todo.changed and old.status in {"running", "restarting"}:
            stop(old)
        elif old.id in {each.id for each in todo.gone}:
            remove(old)
            todo.gone = [each for each in todo.gone if each.id != old.id]
            rows.append(Row(old.service, "removed"))
    return rows


def clear(todo: Plan) -> list[Row]:
    for old in todo.gone:
        remove(old)
    return [Row(old.service, "removed") for old in todo.gone]


def bring_up(
    release: Release, definition: Definition, name: str, todo: Plan, env: dict[str, str], report: Report
) -> Row:
    patience = float(release.host["services"][name]["patienceSec"])
    if name in todo.changed:
        report.say(f"{name} starts")
        grace = float(release.host["services"][name]["stopGraceSec"])
        up = ["up", "--detach", "--no-deps", "--no-build", "--pull", "never", "--renew-anon-volumes", name]
        if runs_as(definition, name, containers(release.project)):
            # Ill, though as it should be: compose would leave it.
            up.insert(1, "--force-recreate")
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
        if name in todo.ill:
            report.say(f"warning: {name} was not healthy before this run, and is not now: {fault}")
            return Row(name, NOT_HEALTHY)
        raise NotHealthy(f"{name}: {fault}") from fault
    return Row(name, "restarted", seconds) if name in todo.changed else Row(name, "unchanged")
