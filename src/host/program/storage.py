"""The data disk and the shared files: room, directories, file systems."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from engine import containers
from process import Failed, run
from release import Release
from report import Refused, Report

MIB = 1024 * 1024


def free_mib(folder: Path) -> int:
    return shutil.disk_usage(folder).free // MIB


def check_room(release: Release) -> None:
    """The engine keeps its images and layers on the same disk: a pull into a full one harms what runs."""
    wanted, free = int(release.host["freeMiB"]), free_mib(release.root)
    if free < wanted:
        raise Refused(
            f"no room on the data disk: {free} MiB are free on {release.root}, {wanted} are needed;"
            " remove what is not needed there, or let the volume grow"
        )


def prepare(release: Release, report: Report) -> None:
    """Every shared store is where the containers mount it."""
    for entry in release.host.get("files", []):
        path = Path(entry["path"])
        if "fileSystemId" in entry:
            point = release.secrets.parent / "file-systems" / entry["store"]
            fresh = not os.path.ismount(point)
            if fresh:
                mount(entry, point, report)
            link(path, point)
            if fresh:
                start_again(release, {str(path), str(point)}, report)
        elif not path.is_dir():
            path.mkdir(parents=True)
            # Containers that share it run as whoever they like, and none of them owns it.
            path.chmod(0o777)


def mount(entry: dict[str, str], point: Path, report: Report) -> None:
    """
    An EFS file system, mounted below /run. After a reboot there is nothing there, so the engine cannot start a
    container on an empty directory in its place: it fails, and `boot` starts it when the file system is back.
    """
    point.mkdir(parents=True, exist_ok=True)
    options = ["tls", "iam", *([f"accesspoint={entry['accessPointId']}"] if "accessPointId" in entry else [])]
    command = ["mount", "-t", "efs", "-o", ",".join(options), f"{entry['fileSystemId']}:/", str(point)]
    try:
        run(command, timeout=180, alone=True)
    except Failed as failed:
        name = f"{entry['fileSystemId']} of {entry['store']}"
        raise Refused(f"file system {name} is not mounted: {failed.reason}") from failed
    finally:
        # A directory that stayed would be mounted in the place of the file system, and it is memory.
        if not os.path.ismount(point):
            with suppress(OSError):
                point.rmdir()
    report.say(f"mounted {entry['fileSystemId']} for {entry['store']}")


def start_again(release: Release, places: set[str], report: Report) -> None:
    """What ran before the file system was there has what lay in its place, and keeps it until it starts again."""
    for each in containers(release.project):
        if each.runs and any(Path(source).is_relative_to(place) for source in each.sources for place in places):
            report.say(f"{each.service} starts again, on the file system")
            run(["docker", "restart", each.id], timeout=each.stop_sec + 60)


def link(path: Path, target: Path) -> None:
    """The name that containers know, and the place that is there only while it is mounted."""
    if path.is_symlink() and path.readlink() == target:
        return
    if path.is_dir() and not path.is_symlink():
        try:
            path.rmdir()
        except OSError as error:
            raise Refused(f"{path} has files of its own; move them into the file system that belongs there") from error
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)
