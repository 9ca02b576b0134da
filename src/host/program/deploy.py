"""A deployment, from a fetched release to the running one; and the way back."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import images
import networks
import storage
from definition import FILE, Definition, forget_unused, load, read_config, resolve
from engine import containers, remove_trials
from jobs import run_job
from process import Failed
from release import Place, Release, check_whole, has_run
from report import Refused, Report, Row
from secret_store import env_file, in_memory, private, read_all, write
from takeover import NotHealthy, Plan, plan, take_over
from trial import tried, try_out


class RolledBack(Exception):
    """The release did not become healthy; its text says what runs now."""


@dataclass(frozen=True)
class Prepared:
    """A release whose every need is on the host; nothing that runs was touched for it."""

    release: Release
    staging: Path
    definition: Definition
    ids: dict[str, str]
    env: dict[str, str]


def deploy(place: Place, release: Release, report: Report) -> str:
    """The line that says how it went."""
    remove_trials(release.project)
    finish_what_was_left(place, report)
    check_whole(release)
    make_room(place, release, report)
    try:
        ready = prepare(release, report, pull=not has_run(release.folder))
        todo = plan(release, ready.definition, containers(release.project))
        if todo.empty and place.current() == release.id:
            accept(place, ready)
            return f"release {release.id} runs already: nothing changed"
        try_first(place, ready, todo, report)
        rows = take_or_go_back(place, ready, report)
    finally:
        shutil.rmtree(staging_of(release), ignore_errors=True)
        forget_refused(place, release)
    report.table(rows)
    restarted = sum(row.outcome == "restarted" for row in rows)
    prune(place, report)
    return f"release {release.id} runs: {restarted} of {len(release.host['services'])} services were restarted"


def staging_of(release: Release) -> Path:
    return release.secrets / f"staging-{release.id}"


def make_room(place: Place, release: Release, report: Report) -> None:
    try:
        storage.check_room(release)
    except Refused:
        prune(place, report)
        storage.check_room(release)


def prepare(release: Release, report: Report, *, pull: bool) -> Prepared:
    """Files, secrets, images, definition. Without `pull`, images are what they were when the release ran."""
    storage.prepare(release, report)
    if not in_memory(release.secrets):
        raise Refused(f"{release.secrets} is not in memory, and secrets are never on a disk")
    private(release.secrets)
    staging = private(staging_of(release))
    manifest = json.loads((release.folder / "secrets.json").read_text("utf-8"))
    env_files, files = read_all(manifest, release.host["region"], report)
    for name, values in env_files.items():
        write(staging / name, env_file(values))
    for name, value in files.items():
        write(staging / name, value)
    env = images.docker_environment(release.secrets, release.host.get("credentialHelpers", {}))
    config = read_config(release, staging, env)
    wanted = images.images_of(config)
    ids = {} if pull else images.as_before(release.folder)
    ids |= images.pull(release, [image for image in wanted if image not in ids], env, report)
    return Prepared(release, staging, resolve(release, config, staging, ids, env), ids, env)


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


def take_or_go_back(place: Place, ready: Prepared, report: Report) -> list[Row]:
    """The release runs and is the last good one, or the one before runs again."""
    release = ready.release
    place.mark(release.id)
    try:
        todo = plan(release, ready.definition, containers(release.project))
        rows = take_over(release, ready.definition, todo, ready.env, report, with_jobs=True)
        accept(place, ready)
    except BaseException as error:
        reason = str(error) if isinstance(error, NotHealthy | Failed) else f"it was interrupted: {error!r}"
        report.say(f"release {release.id} is taken back: {reason}")
        raise RolledBack(go_back(place, release.id, reason, report)) from error
    place.unmark()
    return rows


def go_back(place: Place, failed: str, reason: str, report: Report) -> str:
    before = place.current()
    if before is None:
        place.unmark()
        nothing = "there is no earlier one to go back to, and what started is left as it is"
        return f"release {failed} failed: {reason}; {nothing}"
    try:
        report.table(bring_back(place, before, report))
    except Exception as error:  # noqa: BLE001
        # Whatever it is, who reads this must know what runs. The marker stays: the next run tries again.
        return f"release {failed} failed: {reason}; release {before} COULD NOT BE BROUGHT BACK: {error}"
    place.unmark()
    return f"release {failed} was rolled back to {before}, which is healthy: {reason}"


def bring_back(place: Place, release_id: str, report: Report) -> list[Row]:
    """With what it had in memory, so that it needs neither the registry nor the secret store; else anew."""
    release = place.open(release_id)
    kept = release.secrets / release_id / FILE
    if kept.exists():
        storage.prepare(release, report)
        images.as_before(release.folder)
        env = images.docker_environment(release.secrets, release.host.get("credentialHelpers", {}))
        definition = load(release.project, kept, env)
        todo = plan(release, definition, containers(release.project))
        return take_over(release, definition, todo, env, report, with_jobs=False)
    try:
        ready = prepare(release, report, pull=False)
        todo = plan(release, ready.definition, containers(release.project))
        rows = take_over(release, ready.definition, todo, ready.env, report, with_jobs=False)
        accept(place, ready)
        return rows
    finally:
        shutil.rmtree(staging_of(release), ignore_errors=True)


def accept(place: Place, ready: Prepared) -> None:
    """It is the last good one from now on: its memory is kept, that of others is not."""
    release, own = ready.release, ready.release.secrets / ready.release.id
    images.remember(release.folder, ready.ids)
    shutil.rmtree(own, ignore_errors=True)
    private(own)
    (ready.staging / FILE).rename(own / FILE)
    place.move_current(release)
    shutil.rmtree(ready.staging, ignore_errors=True)
    for other in release.secrets.glob("[0-9a-f]" * 16):
        if other.name != release.id:
            shutil.rmtree(other)
    forget_unused(release.root, release.secrets, own / FILE)


def forget_refused(place: Place, release: Release) -> None:
    """What was settled for a release that does not run."""
    kept = release.secrets / (place.current() or "none") / FILE
    if kept.exists() and place.marked() is None:
        forget_unused(release.root, release.secrets, kept)


def finish_what_was_left(place: Place, report: Report) -> None:
    """A run that was killed in its take-over: what ran before it is brought back before anything else."""
    if (left := place.marked()) is None:
        return
    report.say(f"an earlier run was killed while release {left} took over")
    if (before := place.current()) is not None:
        try:
            bring_back(place, before, report)
        except NotHealthy as error:
            raise RolledBack(f"release {before}, the last good one, COULD NOT BE BROUGHT BACK: {error}") from error
        report.say(f"release {before} is back")
    place.unmark()


def prune(place: Place, report: Report) -> None:
    """Releases and images beyond the last ones. A deployment does not fail for it."""
    try:
        if gone := place.prune():
            report.say(f"removed {len(gone)} releases: {', '.join(gone)}")
        images.prune([place.releases / kept for kept in place.kept()], report)
        networks.forget_unused(place, report)
    except (Failed, OSError) as error:
        report.say(f"warning: not everything old was removed: {error}")
