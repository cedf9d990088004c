"""Attached files, kept once each under the hash of their bytes."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.files import writing_whole

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

_HASH = re.compile(r"[0-9a-f]{64}")
_PIECE = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was taken in: the hash it lies under and its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class FileStore:
    """The folder of the attached files."""

    folder: Path

    def path_of(self, sha256: str) -> Path | None:
        """Return where the bytes with a hash lie, `None` if they are not here (or it is no hash)."""
        path = self._place(sha256)
        return path if path is not None and path.is_file() else None

    def take_in(self, source: Path) -> StoredFile:
        """Copy a file into the folder, unless its bytes are here.

        Raises:
            OSError: it cannot be read, or the disk refused.
        """
        with source.open("rb") as stream:
            found = _hashed(stream)
            place = self._place(found.sha256)
            if place is not None and not place.exists():
                stream.seek(0)
                with writing_whole(place) as target:
                    while piece := stream.read(_PIECE):
                        target.write(piece)
        return found

    def _place(self, sha256: str) -> Path | None:
        """Return where a hash belongs: folders of 256 stay quick to list; what is no hash leads nowhere."""
        return self.folder / sha256[:2] / sha256 if _HASH.fullmatch(sha256) else None


def _hashed(stream: BinaryIO) -> StoredFile:
    digest = hashlib.sha256()
    size = 0
    while piece := stream.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return StoredFile(digest.hexdigest(), size)
