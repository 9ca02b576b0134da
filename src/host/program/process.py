"""Other programs, run with a time limit and without a shell."""

import os
import subprocess
from collections.abc import Sequence
from typing import Final

# Snap puts its programs here (AWS's own aws-cli among them), and not every caller has it on its path.
SNAP_BIN: Final = "/snap/bin"


held: set[int] = set()
"""The lock of this run. What it starts holds it too: what outlives a killed run keeps the next one waiting."""


class Failed(Exception):
    """A program that ended badly. `reason` is the last line it said, which is where most of them say why."""

    def __init__(self, program: str, reason: str) -> None:
        super().__init__(f"{program}: {reason}")
        self.reason = reason


def environment(**extra: str) -> dict[str, str]:
    """This process's own, without what would make compose read other files, and with the places of programs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMPOSE_")}
    path = kept.get("PATH") or "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    home = kept.get("HOME") or "/root"
    return {**kept, "HOME": home, "PATH": f"{path}:{SNAP_BIN}", **extra}


def run(command: Sequence[str], *, timeout: float, env: dict[str, str] | None = None, alone: bool = False) -> str:
    """
    What it prints. Arguments may be seen by every process on the host: no secret is ever one. `alone`: it changes
    nothing that another run minds, or it leaves something running, so the next run need not wait for its end.
    """
    program = " ".join(word for word in command[:3] if not word.startswith("-"))
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=env or environment(),
            errors="replace",
            pass_fds=() if alone else tuple(held),
            stdin=subprocess.DEVNULL,
            timeout=timeout,
        )
    except FileNotFoundError as error:
        raise Failed(program, f"{command[0]} is not installed") from error
    except subprocess.TimeoutExpired as error:
        raise Failed(program, f"did not end within {timeout:.0f} seconds") from error
    if done.returncode != 0:
        raise Failed(program, last_line(done.stderr) or last_line(done.stdout) or f"exit code {done.returncode}")
    return done.stdout


def last_line(text: str) -> str:
    """The last line with anything in it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
