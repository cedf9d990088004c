"""Writing files whole: a file is replaced in one step, or stays as it was."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    block raises, the neighbour is removed and the old file is as it was.

    Raises:
        OSError: the disk refused; the old file is as it was.
    """
    target = path.resolve() if path.is_symlink() else path
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name[:32]}.", suffix=".part", delete=False
    ) as stream:
        neighbour = Path(stream.name)
        try:
            yield cast("BinaryIO", stream)
            stream.flush()
            os.fsync(stream.fileno())
            stream.close()  # Windows renames only closed files
            neighbour.chmod(_wanted_mode(target))
            neighbour.replace(target)
        except BaseException:
            stream.close()
            neighbour.unlink(missing_ok=True)
            raise
    _sync_folder(target.parent)


def _wanted_mode(target: Path) -> int:
    """Return the permissions the file has now, or those a new file gets here."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut, where folders can be synced."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
