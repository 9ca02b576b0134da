"""Everything a release needs, brought onto the host while what runs goes on."""

import json
from dataclasses import dataclass
from pathlib import Path

import images
import storage
from definition import Definition, read_config, resolve
from release import Release
from report import Refused, Report
from secret_store import env_file, in_memory, private, read_all, write


@dataclass(frozen=True)
class Prepared:
    """A release whose every need is on the host; nothing that runs was touched for it."""

    release: Release
    staging: Path
    definition: Definition
    ids: dict[str, str]
    env: dict[str, str]


def staging_of(release: Release) -> Path:
    return release.secrets / f"staging-{release.id}"


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
