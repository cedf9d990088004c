"""The pack that an installer found beside itself: opened once, at the first start."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTE: Final = "waiting-pack"
"""The file in the folder of all workspaces in which an installer notes the pack's path (packaging/linux, windows)."""


def take_waiting(folder: Path) -> list[Path]:
    """Return the pack that waits, if there is one, and forget it: it is opened once.

    Args:
        folder: where the installer left its note.
    """
    note = folder / NOTE
    try:
        written = note.read_bytes()
        note.unlink()
    except OSError:
        return []  # nothing waits, or the note cannot be taken away and would be followed at every start
    return [path for path in _paths(written) if path.is_file()]


def _paths(written: bytes) -> Iterator[Path]:
    encoding = "utf-16" if written.startswith(codecs.BOM_UTF16_LE) else "utf-8"  # Windows' installer writes UTF-16
    text = written.decode(encoding, "replace").strip("\r\n\0")
    if text and "\0" not in text:
        yield Path(text)
