"""
A release as compose is given it: one file in memory, with nothing left to fill in. What it mounts from the release or
from the secrets lies at a path made of its content, so the same content is the same definition in every release, and
compose's own hash of a definition tells whether a container has to be made anew.
"""

import hashlib
import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import networks
from process import Failed, run
from release import Release
from report import Refused

FILE = "compose.json"
CONFIG = "config"
FILES = "files"
NEEDS = "x-needs"
IMAGE_LABEL = "ferry.image"


@dataclass(frozen=True)
class Definition:
    """What `docker compose` is told, and what it makes of it."""

    project: str
    file: Path
    services: dict[str, Any]
    needs: dict[str, list[str]]
    hashes: dict[str, str]

    def compose(self, *arguments: str, timeout: float, env: dict[str, str]) -> str:
        return run([*command(self.project, self.file), *arguments], timeout=timeout, env=env)

    def ports(self, name: str) -> set[str]:
        return {str(port["published"]) for port in self.services[name].get("ports", []) if "published" in port}

    def order(self) -> list[str]:
        """Everything after what it needs; compose has refused a circle."""
        done: list[str] = []

        def visit(name: str) -> None:
            if name in done or name not in self.services:
                return
            for needed in self.needs[name]:
                visit(needed)
            done.append(name)

        for name in sorted(self.services):
            visit(name)
        return done


def command(project: str, file: Path) -> list[str]:
    named = ["--project-name", project, "--project-directory", str(file.parent), "--file", str(file)]
    return ["docker", "compose", *named]


def read_config(release: Release, staging: Path, env: dict[str, str]) -> dict[str, Any]:
    """The bundle with its variables filled in, as compose itself reads it. It has the secrets in it."""
    file = release.folder / "docker-compose.yaml"
    try:
        text = run(
            [*command(release.project, file), "config", "--format", "json"],
            timeout=120,
            env={**env, "SECRETS_DIR": str(staging)},
        )
    except Failed as failed:
        # A parser of env files shows the text near its fault.
        raise Refused(f"compose does not take the release: {failed.reason.split(' near ')[0]}") from failed
    return json.loads(text)


def resolve(
    release: Release, config: dict[str, Any], staging: Path, ids: dict[str, str], env: dict[str, str]
) -> Definition:
    """Writes the file into the staging folder, and asks compose for the hash of each definition."""
    homes = {release.folder: release.root / CONFIG, staging: release.secrets / FILES}
    needs = config[NEEDS] = {}
    for name, service in config["services"].items():
        for volume in service.get("volumes", []):
            # What is stopped mounts nothing, and its secrets were not read.
            if volume["type"] == "bind" and service.get("scale") != 0:
                volume["source"] = settled(volume["source"], homes)
        # Compose before 2.29.3 takes needs into its hash, and forgets them with --no-deps; the order is ours to keep.
        needs[name] = sorted(service.pop("depends_on", {}))
        # A tag may come to mean another image; its id tells.
        labels = service.setdefault("labels", {})
        labels[IMAGE_LABEL] = ids.get(service["image"], "unknown")[:19]
        labels[networks.LABEL] = networks.label(config, service)
    file = staging / FILE
    file.touch(0o600)
    file.write_text(yaml_safe(config), "utf-8")
    return load(release.project, file, env)


def load(project: str, file: Path, env: dict[str, str]) -> Definition:
    config = json.loads(file.read_text("utf-8"))
    # A service that is told to have no container is nobody's to start.
    services = {name: each for name, each in config["services"].items() if each.get("scale") != 0}
    printed = run([*command(project, file), "config", "--hash", "*"], timeout=120, env=env)
    hashes = dict(line.split() for line in printed.splitlines() if line)
    return Definition(project, file, services, config[NEEDS], hashes)


def settled(source: str, homes: dict[Path, Path]) -> str:
    """A file of the release or of the secrets, copied to where its content says."""
    path = Path(source.replace("$$", "$"))
    home = next((to for above, to in homes.items() if path.is_relative_to(above)), None)
    if home is None:
        return source
    content = path.read_bytes()
    target = home / hashlib.sha256(content).hexdigest()[:16] / path.name
    if not target.exists() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        part.write_bytes(content)
        part.chmod(0o644)
        part.rename(target)
    return str(target).replace("$", "$$")


def yaml_safe(config: dict[str, Any]) -> str:
    """JSON that a YAML parser reads too: no raw control character, and no character as two halves."""
    text = json.dumps(config, ensure_ascii=False, sort_keys=True)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def forget_unused(root: Path, secrets: Path, kept: Path) -> None:
    """Removes settled files that the running definition does not mount."""
    text = kept.read_text("utf-8")
    for folder in [*(root / CONFIG).glob("*"), *(secrets / FILES).glob("*")]:
        if folder.name not in text:
            shutil.rmtree(folder)
