"""A deployment, from a fetched release to the running one."""

from dataclasses import dataclass

import storage
from acceptance import accept, forget_refused, prune, settle
from accepted import Hashes, jobs_accepted, long_ill
from engine import containers, remove_trials
from jobs import run_job
from prepared import Prepared, prepare
from process import Failed
from release import Place, Release, check_whole, has_run
from report import Refused, Report, Row
from stopping import heed_no_more
from takeover import NotHealthy, Plan, plan, take_over
from trial import tried, try_out
from way_back import finish_what_was_left, go_back


class RolledBack(Exception):
    """The release did not become healthy; its text says what runs now."""


@dataclass(frozen=True)
class Deployed:
    """It runs. `line` says how it went; where nothing changed there is nothing old to remove."""

    line: str
    changed: bool


def deploy(place: Place, release: Release, report: Report) -> Deployed:
    remove_trials(release.project)
    finish_what_was_left(place, report)
    check_whole(release)
    make_room(place, release, report)
    try:
        ready = prepare(release, report, pull=not has_run(release.folder))
        forgiven = long_ill(place, containers(release.project))
        todo = what_to_do(place, ready, forgiven)
        if todo.empty and place.current() == release.id:
            heed_no_more()
            accept(place, ready)
            settle(place, report)
            ill = f"; not healthy, as before: {', '.join(todo.ill)}" if todo.ill else ""
            return Deployed(f"release {release.id} runs already: nothing changed{ill}", changed=False)
        try_first(place, ready, todo, report)
        rows = take_or_go_back(place, ready, forgiven, report)
    finally:
        forget_refused(place, release, report)
    report.table(rows)
    restarted = sum(row.outcome == "restarted" for row in rows)
    of = f"{restarted} of {len(release.host['services'])} services were restarted"
    return Deployed(f"release {release.id} runs: {of}", changed=True)


def make_room(place: Place, release: Release, report: Report) -> None:
    try:
        storage.check_room(release)
    except Refused:
        prune(place, report)
        storage.check_room(release)


def what_to_do(place: Place, ready: Prepared, forgiven: Hashes) -> Plan:
    there = containers(ready.release.project)
    return plan(ready.release, ready.definition, there, forgiven=forgiven, jobs_done=jobs_accepted(place))


def try_first(place: Place, ready: Prepared, todo: Plan, report: Report) -> None:
    """Jobs that need no service which is still to come, then each service that may run twice beside the old one."""
    release, definition = ready.release, ready.definition
    there = containers(release.project)
    running = {each.service for each in there if each.runs}
    for name in todo.jobs:
        if all(need in running or need in release.host["jobs"] for need in definition.needs[name]):
            run_job(release, definition, name, ready.env, report)
    if place.current() is None:
        return
    for name in tried(release, definition, todo.changed, there):
        try_out(release, definition, name, ready.env, report)


def take_or_go_back(place: Place, ready: Prepared, forgiven: Hashes, report: Report) -> list[Row]:
    """The release runs and is the last good one, or the one before runs again."""
    release, before = ready.release, place.current()
    place.mark(release.id)
    try:
        todo = what_to_do(place, ready, forgiven)
        rows = take_over(release, ready.definition, todo, ready.env, report)
        heed_no_more()
        accept(place, ready)
    except BaseException as error:
        reason = str(error) if isinstance(error, NotHealthy | Failed) else f"it was interrupted: {error!r}"
        report.say(f"release {release.id} is taken back: {reason}")
        raise RolledBack(go_back(place, release.id, before, reason, report, forgiven)) from error
    settle(place, report)
    return rows
