"""Writing a file whole or not at all, on every operating system."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

__all__ = ["is_device_name", "write_whole"]

# A virus scanner or an indexer holds a new file open for a moment, and Windows then replaces
# nothing: waiting a little is the whole cure.
_WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)  # seconds

_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{kind}{number}" for kind in ("com", "lpt") for number in "123456789¹²³"}
)


def write_whole(
    target: Path,
    content: bytes | Iterable[bytes],
    *,
    mode: int | None = None,
    platform: str = sys.platform,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Write a file for its owner alone; a crash leaves the old file or the new one.

    Args:
        target: an existing file is replaced.
        content: the whole of it, or its pieces in order: a large one need not be held whole.
        mode: permissions to set instead, where the operating system knows such.
        platform: as `sys.platform`.
        sleep: waits between attempts on Windows.

    Raises:
        OSError: the folder cannot be written, or another program keeps the file open.
    """
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:  # mkstemp makes it readable by its owner alone
            stream.writelines([content] if isinstance(content, bytes) else content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            os.chmod(name, mode)
        _replace(name, target, waits=_WAITS if platform == "win32" else (), sleep=sleep)
    except BaseException:  # an interrupt too must leave no draft behind; it goes on its way
        with suppress(OSError):
            os.unlink(name)
        raise


def is_device_name(name: str) -> bool:
    """Whether Windows takes a file name for a device: `con`, `NUL.json`, `com1.txt`."""
    stem = name.partition(".")[0].partition(":")[0].rstrip(" ")
    return stem.casefold() in _DEVICES


def _replace(
    name: str, target: Path, *, waits: tuple[float, ...], sleep: Callable[[float], None]
) -> None:
    for wait in waits:
        try:
            os.replace(name, target)
        except PermissionError:
            sleep(wait)
        else:
            return
    os.replace(name, target)
