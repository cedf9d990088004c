"""Files that lie beside an imported document: found, checked and kept with the workspace."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Any

from annotator.formats.document.checking import Flaw
from annotator.formats.document.decoding import shown
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from annotator.domain.shapes import Record
    from annotator.formats.document.jobs import ReadJob
    from annotator.storage.files import FileStore

_PIECE = 1 << 20


def needs_files(job: ReadJob) -> bool:
    """Return whether a job may bring files: it or a deliverable of it names some, or there are reviews, which may."""
    return bool(job.job.record["attachments"]) or any(
        unit.parts or unit.record["attachments"] for unit in job.deliverables
    )


class Attachments:
    """The files beside one document.

    Args:
        folder: the folder of the document.
        store: where the bytes are kept; nothing to only check them.
    """

    def __init__(self, folder: Path, store: FileStore | None) -> None:
        self._taken: dict[str, int] = {}
        self._folder = folder
        self._store = store

    def taken(self) -> dict[str, int]:
        """Return the files that were kept since this was asked the last time: their bytes' hashes with their sizes."""
        taken, self._taken = self._taken, {}
        return taken

    def take_in(self, record: Record) -> None:
        """Keep the files that a job, deliverable or review names by a path, and complete what it says of them.

        Raises:
            Flaw: a file is not there, lies elsewhere, or is another one than the unit says.
        """
        if not _is_review(record) and not record["attachments"]:
            return
        for at, file in _files_of(record):
            path = file.pop("path", None)
            try:
                if path is not None:
                    self._complete(file, self._found(path))
            except Flaw as flaw:
                raise flaw.inside(at) from None

    def _found(self, path: object) -> Path:
        """Return the file that a path beside the document leads to.

        Raises:
            Flaw: there is none, or the path leads elsewhere.
        """
        if not isinstance(path, str):
            raise Flaw("path", _("it must be a text"))
        parts = path.replace("\\", "/").split("/")
        if any(part in {"", ".", ".."} or ":" in part or "\0" in part for part in parts):
            raise Flaw("path", _("{path} does not lead to a file beside the document").format(path=shown(path)))
        found = self._folder.joinpath(*parts)
        if not found.is_file():
            raise Flaw("path", _("there is no file {path} beside the document").format(path=shown(path)))
        if not found.resolve().is_relative_to(self._folder.resolve()):
            raise Flaw("path", _("{path} does not lead to a file beside the document").format(path=shown(path)))
        return found

    def _complete(self, file: Record, found: Path) -> None:
        try:
            sha256, size = _hashed(found)
        except OSError as error:
            reason = _("{path} cannot be read: {reason}")
            raise Flaw("path", reason.format(path=found.name, reason=error.strerror)) from None
        if file["sha256"] not in {None, sha256}:
            raise Flaw("sha256", _("the file {path} is not the one that was meant").format(path=found.name))
        if self._store is not None:
            self._store.take_in(found)
        self._taken[sha256] = size
        file["sha256"], file["size"] = sha256, size
        if file["name"] is None:
            file["name"] = found.name


def _files_of(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the files of a record and where they stand in it: a review's belong to its interventions."""
    if not _is_review(record):
        for index, file in enumerate(record["attachments"]):
            yield f"attachments[{index}]", file
        return
    for at, step in enumerate(record["interventions"]):
        for index, file in enumerate(step["attachments"]):
            yield f"interventions[{at}].attachments[{index}]", file


def _is_review(record: Record) -> bool:
    """Return whether a record is a review's, by its second key: a key of that name elsewhere is unknown and late."""
    return next(islice(record, 1, None)) == "reviewer"


def _hashed(path: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return digest.hexdigest(), size
