"""Images: fetched with a login of their own, and remembered by id, for a tag may come to mean another."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from durable import write_whole
from process import Failed, environment, run
from release import Release
from report import Refused, Report
from secret_store import private
from storage import check_room

PULL_SEC = 900
"""For all of them: who runs a release waits for it no longer than for its files."""
IMAGES = "images.json"
"""In a release's folder once it ran: what each of its images was."""


def docker_environment(secrets: Path, helpers: dict[str, str]) -> dict[str, str]:
    """
    The client's configuration for this host: who asks for a login at which registry. Tokens are not kept on a disk.
    Source: amazon-ecr-credential-helper, README, "Configuration".
    """
    folder = private(secrets / "docker")
    (folder / "config.json").write_text(json.dumps({"credHelpers": helpers}), "utf-8")
    return environment(AWS_ECR_DISABLE_CACHE="true", DOCKER_CONFIG=str(folder))


def registry_of(image: str) -> str:
    """Source: distribution/reference, "normalize.go": a first part with a dot or a port is a registry's name."""
    first, slash, _ = image.partition("/")
    return first if slash and ("." in first or ":" in first or first == "localhost") else "docker.io"


def images_of(config: dict[str, Any]) -> list[str]:
    """Of services that are not stopped, of jobs, and of the tasks that a service starts itself, without the login."""
    services = [service["image"] for service in config["services"].values() if service.get("scale") != 0]
    return sorted({*services, *config.get("x-task-images", {}).values()})


def pull(release: Release, images: list[str], env: dict[str, str], report: Report) -> dict[str, str]:
    """Image → id. A registry that cannot be asked refuses the release, even if an image of that name is here."""
    until = time.monotonic() + PULL_SEC
    for image in images:
        before = image_id(image)
        left = max(until - time.monotonic(), 0)
        try:
            run(["docker", "pull", "--quiet", image], timeout=left, env=env, alone=True)
        except Failed as failed:
            late = f"the images of a release have {PULL_SEC} seconds in all"
            reason = failed.reason if time.monotonic() < until else late
            raise Refused(f"image {image} cannot be had from {registry_of(image)}: {reason}") from failed
        keep_room(release, image, before)
    if images:
        report.say(f"images: {len(images)} are here")
    return {image: found for image in images if (found := image_id(image))}


def keep_room(release: Release, image: str, before: str | None) -> None:
    """What runs writes to the same disk: an image that takes its room goes again."""
    try:
        check_room(release)
    except Refused as refused:
        if image_id(image) != before:
            with suppress(Failed):
                run(["docker", "image", "rm", image], timeout=300)
        raise Refused(f"{refused}; image {image} took it") from refused


def image_id(image: str) -> str | None:
    try:
        return run(["docker", "image", "inspect", "--format", "{{.Id}}", image], timeout=60).strip()
    except Failed:
        return None


def remember(folder: Path, ids: dict[str, str]) -> None:
    write_whole(folder / IMAGES, json.dumps(ids, indent=2, sort_keys=True) + "\n")


def remembered(folder: Path) -> dict[str, str]:
    """Image → id; nothing where that cannot be read, for then each name is asked for anew."""
    try:
        held = json.loads((folder / IMAGES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(image): str(known) for image, known in held.items()} if isinstance(held, dict) else {}


def as_before(folder: Path) -> dict[str, str]:
    """Lets each name mean again what it meant when the release ran; those that are gone from the host are left out."""
    here: dict[str, str] = {}
    for image, known in remembered(folder).items():
        if image_id(image) != known:
            # A name with a digest means one image for ever, and cannot be given to another.
            if "@" in image or image_id(known) is None:
                continue
            run(["docker", "tag", known, image], timeout=60)
        here[image] = known
    return here


def prune(kept: list[Path], report: Report) -> None:
    """Removes what no kept release and no container uses. One that cannot go now goes another day."""
    wanted = {known for folder in kept for known in remembered(folder).values()}
    for used in run(["docker", "ps", "--all", "--quiet", "--no-trunc"], timeout=60).split():
        try:
            wanted.add(run(["docker", "inspect", "--format", "{{.Image}}", used], timeout=60).strip())
        except Failed as failed:
            # Gone since it was listed; a service that starts containers for a moment does so at any time.
            if "no such" not in failed.reason.lower():
                raise
    there = set(run(["docker", "image", "ls", "--quiet", "--no-trunc"], timeout=60).split())
    gone = 0
    for unused in sorted(there - wanted):
        try:
            run(["docker", "image", "rm", "--force", unused], timeout=300)
            gone += 1
        except Failed as failed:
            report.say(f"warning: image {unused[7:19]} stays: {failed.reason}")
    if gone:
        report.say(f"removed {gone} images that no kept release uses")
