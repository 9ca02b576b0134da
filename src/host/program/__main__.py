"""
The host's program: python3 program deploy <release> | boot | list | prune

It is part of each release, so a release is deployed by the program that it was tested with.
Exit code 0: it is as asked. 1: it is not, and the last line says why. 2: asked wrongly.
"""

import sys

# Nothing is written into the folder of a release: it is as its hash says.
sys.dont_write_bytecode = True

import argparse  # noqa: E402
import fcntl  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402

from acceptance import prune  # noqa: E402
from deploy import RolledBack, deploy  # noqa: E402
from process import Failed, held  # noqa: E402
from release import Place, Release, open_release  # noqa: E402
from report import Refused, Report  # noqa: E402
from stopping import Stopped, heed, heed_no_more  # noqa: E402
from boot import boot  # noqa: E402

LOCK_WAIT_SEC = 600
"""A host that has just started brings its release up first."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="program")
    parser.add_argument("--wait", type=float, default=LOCK_WAIT_SEC, help="seconds to wait for another run")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("deploy").add_argument("release")
    for verb in ("boot", "list", "prune"):
        verbs.add_parser(verb)
    asked = parser.parse_args(arguments)
    heed()
    report = Report()
    try:
        release = open_release(Path(__file__).resolve().parent.parent)
        return VERBS[asked.verb](release, report, asked)
    except (Refused, Failed, OSError) as error:
        report.say(f"refused: {error}")
        return 1
    except Stopped as error:
        report.say(f"stopped: {error}")
        return 1


def deploy_verb(release: Release, report: Report, asked: argparse.Namespace) -> int:
    if asked.release != release.id:
        raise Refused(f"this is the program of release {release.id}, not of {asked.release}")
    metrics, region = release.host["metrics"], release.host["region"]
    try:
        with locked(release.root, f"the deployment of {release.id}", asked.wait):
            place = Place(release.root)
            done = deploy(place, release, report)
            report.metric("ReleaseDeployed", metrics, region)
            if done.changed:
                tidy(place, report)
        report.say(done.line)
        return 0
    except RolledBack as error:
        line, name, code = str(error), "ReleaseRolledBack", 1
    except (Refused, Failed, OSError) as error:
        line = f"release {release.id} is refused, and what runs was not touched: {error}"
        name, code = "ReleaseRefused", 1
    except Stopped as error:
        line, name, code = f"release {release.id} was stopped by {error} before it took over", "ReleaseRefused", 1
    except Exception as error:  # noqa: BLE001
        # A fault of this program; its own words may hold anything, but no secret that was read.
        line = f"release {release.id} is refused by a fault of the program: {error!r}"
        name, code = "ReleaseRefused", 1
    report.metric(name, metrics, region)
    report.say(line)
    return code


def tidy(place: Place, report: Report) -> None:
    """The release runs, and CloudWatch knows: who ends this part ends nothing else."""
    try:
        heed()
        prune(place, report)
        heed_no_more()
    except (Stopped, Exception) as error:  # noqa: BLE001
        report.say(f"warning: not everything old was removed, the rest goes another day: {error!r}")


def boot_verb(release: Release, report: Report, asked: argparse.Namespace) -> int:
    try:
        with locked(release.root, "the start of the host", asked.wait):
            line = boot(Place(release.root), report)
    except Exception as error:  # noqa: BLE001
        report.metric("ReleaseRefused", release.host["metrics"], release.host["region"])
        report.say(f"the host did not come back with its release: {error}")
        return 1
    report.say(line)
    return 0


def list_verb(release: Release, report: Report, _asked: argparse.Namespace) -> int:
    place = Place(release.root)
    current = place.current()
    for name, at in place.all():
        ran = "never became healthy" if at is None else time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(at))
        report.say(f"{name}  {ran}{'  runs now' if name == current else ''}")
    return 0


def prune_verb(release: Release, report: Report, _asked: argparse.Namespace) -> int:
    with locked(release.root, "the removal of what is old", 0):
        prune(Place(release.root), report)
    report.say("what is old was removed")
    return 0


@contextmanager
def locked(root: Path, what: str, wait_sec: float) -> Iterator[None]:
    """One run at a time on a host. The lock goes with the process, however it ends."""
    with (root / "deploy.lock").open("a+", encoding="utf-8") as file:
        until = time.monotonic() + wait_sec
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    file.seek(0)
                    raise Refused(f"another run has the host: {file.read().strip()}") from None
                time.sleep(0.5)
        file.truncate(0)
        file.write(f"{what}\n")
        file.flush()
        held.add(file.fileno())
        try:
            yield
        finally:
            held.clear()


VERBS = {"deploy": deploy_verb, "boot": boot_verb, "list": list_verb, "prune": prune_verb}

sys.exit(main(sys.argv[1:]))
