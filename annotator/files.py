"""Writing files whole: a file is replaced in one step, or stays as it was."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Replace the file at `path` by `content`, or leave it untouched.

    Text is written as UTF-8 with its line ends as they are. Missing folders are made.

    Raises:
        OSError: the disk refused; the old file is as it was.
    """
    with writing_whole(path) as stream:
        stream.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become the file at `path` when the block ends well.

    The bytes go to a neighbour first, so the rename stays on one file system. If the
    block raises, the neighbour is removed and the old file is as it was. What is no
    file, such as a pipe or /dev/null, is written to and never replaced.

    Raises:
        OSError: the disk refused; the old file is as it was.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    target = path.resolve() if path.is_symlink() else path
    target.parent.mkdir(parents=True, exist_ok=True)
    neighbour = target.with_name(f".{target.name[:32]}.{os.getpid()}-{time.monotonic_ns()}.part")
    try:
        with neighbour.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            neighbour.chmod(target.stat().st_mode & 0o7777)
        neighbour.replace(target)
    except BaseException:
        neighbour.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where folders can be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
