"""The way back: the last good release as it ran, after a take-over that failed, that was killed, or after a reboot."""

import shutil

import images
import storage
from acceptance import accept, kept_definition, settle
from accepted import Hashes
from definition import load
from engine import containers
from prepared import prepare, staging_of
from release import Place
from report import Report, Row
from takeover import NOT_HEALTHY, plan, restore


def bring_back(place: Place, release_id: str, report: Report, forgiven: Hashes | None = None) -> list[Row]:
    """
    With what it had in memory, so that it needs neither the registry nor the secret store; else anew. Services that are
    `forgiven` were ill before; every other one that is ill is made anew.
    """
    release = place.open(release_id)
    kept = kept_definition(release.secrets, release_id)
    if kept.exists():
        storage.prepare(release, report)
        images.as_before(release.folder)
        env = images.docker_environment(release.secrets, release.host.get("credentialHelpers", {}))
        definition = load(release.project, kept, env)
        todo = plan(release, definition, containers(release.project), forgiven=forgiven)
        return restore(release, definition, todo, env, report)
    try:
        ready = prepare(release, report, pull=False)
        todo = plan(release, ready.definition, containers(release.project), forgiven=forgiven)
        rows = restore(release, ready.definition, todo, ready.env, report)
        accept(place, ready)
        return rows
    finally:
        shutil.rmtree(staging_of(release), ignore_errors=True)


def go_back(place: Place, failed: str, before: str | None, reason: str, report: Report, forgiven: Hashes) -> str:
    """The line that says what runs now."""
    if before is None:
        place.unmark()
        nothing = "there is no earlier one to go back to, and what started is left as it is"
        return f"release {failed} failed: {reason}; {nothing}"
    try:
        rows = bring_back(place, before, report, forgiven)
        report.table(rows)
        if place.current() != before:
            place.move_current(place.open(before))
    except Exception as error:  # noqa: BLE001
        # Whatever it is, who reads this must know what runs. The marker stays: the next run tries again.
        return f"release {failed} failed: {reason}; release {before} COULD NOT BE BROUGHT BACK: {error}"
    settle(place, report)
    return f"release {failed} was rolled back to {before}, {health(rows)}: {reason}"


def health(rows: list[Row]) -> str:
    ill = sorted(row.service for row in rows if row.outcome == NOT_HEALTHY)
    return f"which runs, but {', '.join(ill)} was not healthy before and is not now" if ill else "which is healthy"


def finish_what_was_left(place: Place, report: Report) -> None:
    """
    A take-over that did not come to its end, by a kill or because the way back failed: what ran before it is brought
    back first. Where that cannot be, the release that is asked for may still be the cure, so the run goes on; the
    marker stays until a release is accepted.
    """
    if (left := place.marked()) is None:
        return
    report.say(f"an earlier run did not come to its end while release {left} took over")
    if (before := place.current()) is not None:
        try:
            bring_back(place, before, report)
        except Exception as error:  # noqa: BLE001
            report.say(f"warning: release {before}, the last good one, COULD NOT BE BROUGHT BACK: {error}")
            return
        report.say(f"release {before} is back")
    place.unmark()
