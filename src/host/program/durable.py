"""Files that are whole or as they were, also when the power goes or the disk is full."""

import os
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """By one rename, of what is on the disk by then."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    flush(path.parent)


def flush(folder: Path) -> None:
    """What was renamed or made in a folder is on the disk once the folder is."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
