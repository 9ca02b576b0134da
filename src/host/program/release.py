"""Releases on the host: which are there, whether one is whole, and which one is the last good."""

import hashlib
import json
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from durable import flush, write_whole
from report import Refused

MANIFEST = "manifest.json"
KEPT_RELEASES = 5
"""How many that became healthy are kept, the running one among them."""
KEPT_ATTEMPTS_SEC = 24 * 3600
"""One that never became healthy stays for a day: somebody may look at it, or be about to deploy it."""


@dataclass(frozen=True)
class Release:
    """One bundle, as fetched. `host` is its host.json."""

    id: str
    folder: Path
    host: dict[str, Any]

    @property
    def root(self) -> Path:
        return Path(self.host["root"])

    @property
    def project(self) -> str:
        return str(self.host["project"])

    @property
    def secrets(self) -> Path:
        return Path(self.host["secretsDir"])


def open_release(folder: Path) -> Release:
    """Reads what the renderer says of the host. The folder is named as the release is."""
    try:
        return Release(folder.name, folder, json.loads((folder / "host.json").read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise Refused(f"release {folder.name} has no host.json that can be read: fetch it again") from error


def faults(folder: Path) -> list[str]:
    """What is not as its id says: the id is the hash of the manifest, which has the hash of every file."""
    try:
        text = (folder / MANIFEST).read_bytes()
    except OSError:
        return [f"{MANIFEST} is missing"]
    if hashlib.sha256(text).hexdigest()[:16] != folder.name:
        return [f"{MANIFEST} is not the one that this release is named after"]
    files: dict[str, str] = json.loads(text)["files"]
    return [f"{path} {fault}" for path, wanted in sorted(files.items()) if (fault := file_fault(folder / path, wanted))]


def file_fault(path: Path, wanted: str) -> str:
    try:
        found = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "is missing"
    return "" if found == wanted else "is not what was released"


def check_whole(release: Release) -> None:
    if found := faults(release.folder):
        raise Refused(f"release {release.id} is not whole: {'; '.join(found[:3])}. Deploy it again to fetch it anew")


class Place:
    """The project's folder on the data disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.releases = root / "releases"
        self.marker = root / "taking-over"
        self.link = root / "current"

    def current(self) -> str | None:
        """The last release that became healthy."""
        return self.link.readlink().name if self.link.is_symlink() else None

    def open(self, release_id: str) -> Release:
        return open_release(self.releases / release_id)

    def move_current(self, release: Release) -> None:
        """By one rename, which comes last: there is no moment without a current one."""
        new = self.root / "current.new"
        new.unlink(missing_ok=True)
        new.symlink_to(Path("releases") / release.id)
        (release.folder / "deployed").touch()
        flush(release.folder)
        new.rename(self.link)
        flush(self.root)

    def mark(self, release_id: str) -> None:
        """On the disk before anything is touched: who comes after a killed run must know."""
        try:
            write_whole(self.marker, f"{release_id}\n")
        except OSError:
            self.unmark()
            raise

    def marked(self) -> str | None:
        return self.marker.read_text("utf-8").strip() if self.marker.exists() else None

    def unmark(self) -> None:
        self.marker.unlink(missing_ok=True)

    def all(self) -> list[tuple[str, float | None]]:
        """Every release that is whole by name, newest first, with the time it last became the running one."""
        found = [path for path in self.releases.glob("*") if re.fullmatch("[0-9a-f]{16}", path.name)]
        times = {path.name: deployed_at(path) for path in found}
        return sorted(times.items(), key=lambda each: (each[1] or 0, each[0]), reverse=True)

    def kept(self) -> set[str]:
        """The running one, those that ran last, and attempts of today."""
        good = [name for name, at in self.all() if at is not None]
        recent = time.time() - KEPT_ATTEMPTS_SEC
        tried = [name for name, at in self.all() if at is None and fetched_at(self.releases / name) > recent]
        return {*good[:KEPT_RELEASES], *tried, *([current] if (current := self.current()) else [])}

    def prune(self) -> list[str]:
        gone = [name for name, _ in self.all() if name not in self.kept()]
        for name in gone:
            shutil.rmtree(self.releases / name)
        return gone


def deployed_at(folder: Path) -> float | None:
    marker = folder / "deployed"
    return marker.stat().st_mtime if marker.exists() else None


def has_run(folder: Path) -> bool:
    """It became healthy once: what its names of images meant then is known, and that is what it is."""
    return deployed_at(folder) is not None


def fetched_at(folder: Path) -> float:
    return folder.stat().st_mtime
