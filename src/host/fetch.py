"""
Brings one release from S3 onto the host: python3 fetch.py --bucket B --region R --root /opt/p <release>

It stands alone, for it is what an SSM document carries; everything else comes with the release. A release is named by
the hash of its manifest, and the manifest has the hash of every file: what arrives is what was released, or nothing is.
"""

import argparse
import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

MANIFEST = "manifest.json"
KEPT = ("deployed", "images.json", "accepted.json")
DOWNLOAD_SEC = 600
AT_ONCE = 8


class Fault(Exception):
    """Why the release cannot be had; one line."""


def copy(source: str, target: Path, region: str) -> None:
    path = f"{os.environ.get('PATH') or '/usr/bin:/bin'}:/snap/bin"
    command = ["aws", "s3", "cp", "--only-show-errors", "--region", region, source, str(target)]
    try:
        done = subprocess.run(
            command, capture_output=True, check=False, env={**os.environ, "PATH": path}, text=True, timeout=DOWNLOAD_SEC
        )
    except FileNotFoundError as error:
        raise Fault("the AWS CLI is not installed; has the host's set-up ended?") from error
    except subprocess.TimeoutExpired as error:
        raise Fault(f"{source} did not arrive within {DOWNLOAD_SEC} seconds") from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise Fault(f"{source} cannot be fetched: {lines[-1]}")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def manifest_of(folder: Path, release: str) -> dict[str, str]:
    """Path → hash. Raises Fault for a manifest that is not the release's, or that leads out of its folder."""
    file = folder / MANIFEST
    if not file.is_file() or digest(file)[:16] != release:
        raise Fault(f"the manifest of release {release} is not what its name says")
    files: dict[str, str] = json.loads(file.read_bytes())["files"]
    for path in files:
        parts = PurePosixPath(path).parts
        if path.startswith("/") or ".." in parts or path == MANIFEST:
            raise Fault(f"release {release} names the path {path}, which no release may")
    return files


def at_hand(releases: Path) -> dict[str, Path]:
    """Hash → a file of an earlier release that claims it: most files are the same from one release to the next."""
    found: dict[str, Path] = {}
    for manifest in sorted(releases.glob(f"*/{MANIFEST}")):
        try:
            files: dict[str, str] = json.loads(manifest.read_bytes())["files"]
        except (ValueError, KeyError):
            continue
        found |= {wanted: manifest.parent / path for path, wanted in files.items()}
    return found


def is_there(path: Path, wanted: str) -> bool:
    try:
        return digest(path) == wanted
    except OSError:
        return False


def is_whole(folder: Path, release: str) -> bool:
    try:
        files = manifest_of(folder, release)
        return all(is_there(folder / path, wanted) for path, wanted in files.items())
    except Fault:
        return False


def fetch(bucket: str, region: str, root: Path, release: str) -> str:
    folder = root / "releases" / release
    put_back(folder)
    if is_whole(folder, release):
        os.utime(folder)
        return f"release {release} is on the host already"
    part = folder.with_name(f"{release}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        copy(f"s3://{bucket}/releases/{release}.json", part / MANIFEST, region)
        files = manifest_of(part, release)
        here = at_hand(folder.parent)

        def one(path: str) -> None:
            target, wanted = part / path, files[path]
            target.parent.mkdir(parents=True, exist_ok=True)
            if is_there(known := here.get(wanted, target), wanted):
                shutil.copyfile(known, target)
                return
            copy(f"s3://{bucket}/files/{wanted}/{path}", target, region)
            if digest(target) != wanted:
                raise Fault(f"{path} of release {release} is not what was released: its content has another hash")

        # The CLI takes a second to start.
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(one, sorted(files)))
        settle(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return f"release {release} was fetched: {len(files)} files"


def is_sound(path: Path) -> bool:
    """There, and not the rest of a write that had no room."""
    try:
        return path.is_file() and (path.suffix != ".json" or isinstance(json.loads(path.read_bytes()), dict))
    except (OSError, ValueError):
        return False


def settle(part: Path, folder: Path) -> None:
    """In its place by a rename. What it was when it last ran is kept from the one that was not whole."""
    for known in KEPT:
        if is_sound(folder / known):
            shutil.copy2(folder / known, part / known)
    os.sync()
    if folder.exists():
        folder.rename(aside(folder))
    part.rename(folder)
    os.sync()
    shutil.rmtree(aside(folder), ignore_errors=True)


def aside(folder: Path) -> Path:
    """Where what was not whole waits for what comes in its place: `current` may point to it."""
    return folder.with_name(f"{folder.name}.old")


def put_back(folder: Path) -> None:
    """Whatever an interrupted one has left."""
    if aside(folder).exists() and not folder.exists():
        aside(folder).rename(folder)
    shutil.rmtree(aside(folder), ignore_errors=True)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="fetch.py")
    parser.add_argument("--bucket", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--root", required=True, type=Path)
    parser.add_argument("release", help="sixteen hex digits; or `list`, for what is on the host")
    asked = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(1))
    if asked.release == "list":
        return show(asked.root)
    if not re.fullmatch("[0-9a-f]{16}", asked.release):
        parser.error(f"{asked.release} is no release: sixteen hex digits, or list")
    try:
        asked.root.joinpath("releases").mkdir(parents=True, exist_ok=True)
        with (asked.root / "fetch.lock").open("w", encoding="utf-8") as lock:
            # Two at once would write one folder; the second one finds it whole.
            fcntl.flock(lock, fcntl.LOCK_EX)
            print(fetch(asked.bucket, asked.region, asked.root, asked.release), flush=True)
    except (Fault, OSError, ValueError) as error:
        print(f"not fetched, and what runs was not touched: {error}", flush=True)
        return 1
    return 0


def show(root: Path) -> int:
    program = root / "current" / "program"
    if not program.is_dir():
        print("no release has run here yet")
        return 0
    return subprocess.run([sys.executable, str(program), "list"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
