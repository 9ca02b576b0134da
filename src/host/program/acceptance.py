"""What makes a release the last good one, and the clean-up after it, for which nothing is taken back."""

import shutil
from pathlib import Path

import images
import networks
from accepted import record
from definition import FILE, forget_unused
from engine import containers
from jobs import is_done
from prepared import Prepared, staging_of
from process import Failed
from release import Place, Release
from report import Refused, Report
from secret_store import private


def accept(place: Place, ready: Prepared) -> None:
    """It is the last good one from now on: its memory is kept. The last step decides; before it nothing has changed."""
    release, definition, own = ready.release, ready.definition, ready.release.secrets / ready.release.id
    there = containers(release.project)
    done = {name: definition.hashes[name] for name in release.host["jobs"] if is_done(definition, name, there)}
    images.remember(release.folder, ready.ids)
    record(place, release, definition, done)
    (ready.staging / FILE).rename(private(own) / FILE)
    place.move_current(release)


def settle(place: Place, report: Report) -> None:
    """No take-over is under way any more, and what only other releases had in memory goes."""
    try:
        place.unmark()
        if (current := place.current()) is None:
            return
        release = place.open(current)
        for other in release.secrets.glob("[0-9a-f]" * 16):
            if other.name != current:
                shutil.rmtree(other)
        forget_unsettled(place, release)
    except (OSError, Refused) as error:
        report.say(f"warning: not everything of other releases was removed: {error}")


def forget_refused(place: Place, release: Release, report: Report) -> None:
    """What was made ready for a release, and what was settled for one that does not run."""
    shutil.rmtree(staging_of(release), ignore_errors=True)
    try:
        if place.marked() is None:
            forget_unsettled(place, release)
    except OSError as error:
        report.say(f"warning: not everything of release {release.id} was removed: {error}")


def forget_unsettled(place: Place, release: Release) -> None:
    kept = kept_definition(release.secrets, place.current() or "none")
    if kept.exists():
        forget_unused(release.root, release.secrets, kept)


def kept_definition(secrets: Path, release_id: str) -> Path:
    return secrets / release_id / FILE


def prune(place: Place, report: Report) -> None:
    """Releases and images beyond the last ones. A deployment does not fail for it."""
    try:
        if gone := place.prune():
            report.say(f"removed {len(gone)} releases: {', '.join(gone)}")
        images.prune([place.releases / kept for kept in place.kept()], report)
        networks.forget_unused(place, report)
    except (Failed, OSError) as error:
        report.say(f"warning: not everything old was removed: {error}")
