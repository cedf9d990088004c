"""Jobs as they stand in a pack: without reviews and earlier versions, under aliases if it is blind, files by hash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from annotator.packs.values import FILES_FOLDER
from annotator.storage.exchange_out import stored_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.blinding import Aliases
    from annotator.domain.shapes import Record
    from annotator.storage.files import FileStore

_AT_ONCE: Final = 100
_NONE: Final[frozenset[int]] = frozenset()


def open_records(session: Session, chosen: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, Record]]:
    """Yield jobs with some of their deliverables, in the order asked for, as they are in the workspace.

    Args:
        session: where to read.
        chosen: the keys of the wanted deliverables in their order, by the key of their job.
    """
    keys = list(chosen)
    for at in range(0, len(keys), _AT_ONCE):
        part = keys[at : at + _AT_ONCE]
        found = {job.key: job for job in stored_jobs(session, part, is_parsed=True, chosen=_NONE)}
        for key in part:
            job = found[key]
            by_key = {each.key: each.record for each in job.deliverables.values()}
            record = job.record
            record["briefs"], record["rubrics"] = [], []
            record["deliverables"] = [{**by_key[each], "reviews": []} for each in chosen[key]]
            yield key, record


def packed(record: Record, aliases: Aliases | None, files: FileStore) -> tuple[Record, dict[str, Path]]:
    """Return a job as it goes out, and the files that go with it by their names in the pack."""
    made = record if aliases is None else aliases.blinded(record)
    carried: dict[str, Path] = {}
    made["attachments"] = [_file(each, files, carried) for each in made["attachments"]]
    for deliverable in made["deliverables"]:
        deliverable["attachments"] = [_file(each, files, carried) for each in deliverable["attachments"]]
    return made, carried


def _file(file: dict[str, Any], files: FileStore, carried: dict[str, Path]) -> dict[str, Any]:
    """Return a file's record, which leads to its bytes if they are here."""
    sha256 = file.get("sha256")
    path = files.path_of(sha256) if isinstance(sha256, str) else None
    if path is None:
        return file
    name = f"{FILES_FOLDER}/{sha256}"
    carried[name] = path
    return {**file, "path": name}
