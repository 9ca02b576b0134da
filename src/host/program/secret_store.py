"""Secrets: read with the host's own role, written below /run, which is memory. No text that is said has a value."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from process import Failed, run
from report import Refused, Report

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
BARE = re.compile(r"[A-Za-z0-9_@%+=:,./-]*")
AT_ONCE = 8
NOT_SET = "NOT SET - an operator puts the value here"
"""What a parameter holds until somebody supplies it: src/modules/secret-parameter.ts."""

Source = dict[str, str]

WHY = {
    "ResourceNotFoundException": "does not exist, or has no value yet",
    "ParameterNotFound": "does not exist",
    "AccessDeniedException": "may not be read by the host's role",
    "InvalidRequestException": "is being deleted",
}


class Unreadable(Exception):
    """Why one secret cannot be had, without its value."""


def read_all(manifest: dict[str, Any], region: str, report: Report) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Env file → variable → value, and file → value. Everything that is missing is said at once."""
    in_env = [source for all_of in manifest["envFiles"].values() for source in all_of.values()]
    wanted = {identity(source): source for source in [*in_env, *manifest["files"].values()]}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = dict(zip(wanted, pool.map(lambda source: attempt(source, region), wanted.values()), strict=True))
    for value in found.values():
        if isinstance(value, str):
            report.hide(value)
    missing: list[str] = []

    def value_of(use: str, source: Source) -> str:
        try:
            value = pick(found[identity(source)], source)
            report.hide(value)
            return value
        except Unreadable as fault:
            missing.append(f"{use}: secret {source['secretId']} {fault}")
            return ""

    env_files = {
        file: {name: value_of(f"{name} in {file}", source) for name, source in all_of.items()}
        for file, all_of in manifest["envFiles"].items()
    }
    files = {file: value_of(f"the file {file}", source) for file, source in manifest["files"].items()}
    if missing:
        for line in missing[1:]:
            report.say(line)
        more = "" if len(missing) == 1 else f" ({len(missing)} uses of secrets in all)"
        raise Refused(f"{missing[0]}{more}")
    return env_files, files


def identity(source: Source) -> tuple[str, ...]:
    """A secret is asked for once, however many keys of it are used."""
    return (source.get("from", ""), source["secretId"], source.get("versionId", ""))


def attempt(source: Source, region: str) -> str | Unreadable:
    try:
        return fetch(source, region)
    except Unreadable as fault:
        return fault


def fetch(source: Source, region: str) -> str:
    """One value. Parameters are asked for by the call that the role is granted: ssm:GetParameters."""
    secret, version = source["secretId"], source.get("versionId")
    ask = ["aws", "--region", region, "--output", "json", "--cli-connect-timeout", "10", "--cli-read-timeout", "30"]
    parameter = source.get("from") == "parameter"
    if parameter:
        name = f"{secret}:{version}" if version else secret
        ask += ["ssm", "get-parameters", "--with-decryption", "--names", name]
    else:
        ask += ["secretsmanager", "get-secret-value", "--secret-id", secret]
        ask += ["--version-id", version] if version else []
    try:
        answer = json.loads(run(ask, timeout=120, alone=True))
    except Failed as failed:
        code = re.search(r"\((\w+)\) when calling", failed.reason)
        raise Unreadable(WHY.get(code[1] if code else "", f"cannot be read: {failed.reason}")) from failed
    if not parameter:
        if "SecretString" not in answer:
            raise Unreadable("holds bytes, where a text is wanted")
        return str(answer["SecretString"])
    if not answer["Parameters"]:
        raise Unreadable(WHY["ParameterNotFound"])
    return str(answer["Parameters"][0]["Value"])


def pick(value: str | Unreadable, source: Source) -> str:
    """The whole value, or one key of the JSON object that it holds."""
    if isinstance(value, Unreadable):
        raise value
    key = source.get("key")
    if key is not None:
        try:
            held = json.loads(value)
        except ValueError:
            raise Unreadable(f"holds no JSON, so it has no key {key}") from None
        if not isinstance(held, dict) or held.get(key) is None:
            raise Unreadable(f"has no key {key}")
        value = held[key] if isinstance(held[key], str) else json.dumps(held[key], separators=(",", ":"))
    if value == NOT_SET:
        raise Unreadable("has no value yet")
    if "\0" in value or re.search("[\ud800-\udfff]", value):
        raise Unreadable("holds a NUL byte or half a character, which no variable can")
    return value


def env_file(values: dict[str, str]) -> str:
    """The same lines as src/rendering/env-file.ts writes, which compose reads back byte for byte."""
    for name in values:
        if not NAME.fullmatch(name):
            raise Refused(f'"{name}" cannot be the name of a variable in an env file')
    return "".join(f"{name}={quoted(values[name])}\n" for name in sorted(values))


def quoted(value: str) -> str:
    if BARE.fullmatch(value):
        return value
    if "'" not in value and not value.endswith("\\"):
        return f"'{value}'"
    return '"' + re.sub(r'[\\"$]', r"\\\g<0>", value) + '"'


def in_memory(folder: Path) -> bool:
    """Is the folder, or the nearest one above it that is there, on a file system that is only memory?"""
    mounts = [line.split(" ") for line in Path("/proc/self/mounts").read_text("utf-8").splitlines()]
    above = {str(parent) for parent in (folder, *folder.parents)}
    nearest = max((mount for mount in mounts if mount[1] in above), key=lambda mount: len(mount[1]), default=None)
    return nearest is not None and nearest[2] in {"tmpfs", "ramfs"}


def private(folder: Path) -> Path:
    """A folder that is root's alone."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def write(path: Path, text: str) -> None:
    """Readable by all: what a container mounts is read by whoever it runs as. The folder above keeps others out."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    path.chmod(0o644)
