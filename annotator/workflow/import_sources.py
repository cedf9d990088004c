"""What an import reads from: a document, a table, or a folder, told apart by what is there."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from annotator.formats.document.reading import DocumentReader
from annotator.formats.incoming.folders import QUESTIONS, fast_chat_jobs, folder_jobs, is_fast_chat
from annotator.formats.incoming.mapping import Mapping
from annotator.formats.incoming.presets import recognised
from annotator.formats.incoming.reader import ForeignReader, table_jobs
from annotator.formats.incoming.table import read_table
from annotator.storage import workspace
from annotator.storage.database import reading, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from annotator.formats.incoming.table import Table
    from annotator.workflow.workbench import Workbench

Source: TypeAlias = DocumentReader | ForeignReader

DOCUMENT, TABLE, FAST_CHAT, FOLDER = "annotator", "table", "fastchat", "folder"
_TABLES: Final = frozenset({".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".parquet"})
_HEAD: Final = 1 << 16
_BUFFER: Final = 1 << 18
"""Bytes read at a time: a line of a document is often longer than what Python reads by itself."""


@dataclass(frozen=True, slots=True)
class ImportWish:
    """How files are to be read: as a named format, and with these columns. Otherwise what they hold decides.

    `table` is what a file holds, where it was read already.
    """

    format: str | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    mapping: Mapping | None = None
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A table that was read, and what its columns seem to be."""

    path: Path
    table: Table
    mapping: Mapping


AS_THEY_ARE: Final = ImportWish()


@contextmanager
def opened_source(workbench: Workbench, path: Path, wish: ImportWish) -> Iterator[Source]:
    """Give what is read from a file or folder.

    Raises:
        KnownError: nothing can be read from it.
        OSError: it cannot be opened.
    """
    name = str(path)
    if wish.table is not None and wish.mapping is not None:
        yield ForeignReader(table_jobs(wish.table, wish.mapping, name), name, size_of(path))
        return
    if path.is_dir():
        is_chat = wish.format == FAST_CHAT or (wish.format is None and is_fast_chat(path))
        yield ForeignReader(fast_chat_jobs(path) if is_chat else folder_jobs(path), name, size_of(path))
        return
    if path.name == QUESTIONS and wish.format in {None, FAST_CHAT}:
        yield ForeignReader(fast_chat_jobs(path.parent), name, size_of(path))
        return
    with path.open("rb", buffering=_BUFFER) as stream:
        if is_table(stream, path, wish):
            table, mapping = mapped(workbench, read_table(stream, name), wish)
            yield ForeignReader(table_jobs(table, mapping, name), name, size_of(path))
        else:
            yield DocumentReader(stream, name)


def preview(workbench: Workbench, path: Path) -> TablePreview | None:
    """Return the table in a file with what its columns seem to be; `None` for what is no table.

    Raises:
        KnownError: it cannot be read as a table.
        OSError: it cannot be opened.
    """
    if not path.is_file() or path.name == QUESTIONS:
        return None
    with path.open("rb") as stream:
        if not is_table(stream, path):
            return None
        table, mapping = mapped(workbench, read_table(stream, str(path)), AS_THEY_ARE)
    return TablePreview(path, table, mapping)


def is_table(stream: BinaryIO, path: Path, wish: ImportWish = AS_THEY_ARE) -> bool:
    """Return whether a file holds rows rather than a document; the stream is at its beginning afterwards."""
    if wish.format is not None:
        return wish.format != DOCUMENT
    if wish.pairs or wish.mapping is not None or path.suffix.lower() in _TABLES:
        return True
    head = stream.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    stream.seek(0)
    if head.startswith(b"["):
        return True
    return path.suffix.lower() == ".jsonl" and not _is_document_line(head.partition(b"\n")[0])


def _is_document_line(line: bytes) -> bool:
    """Return whether a line may be a header or a job: what cannot be read is left to the document's reader."""
    try:
        given = json.loads(line)
    except ValueError:
        return True
    return (
        not isinstance(given, dict) or "format" in given or ("id" in given and bool({"brief", "title"} & given.keys()))
    )


def mapped(workbench: Workbench, table: Table, wish: ImportWish) -> tuple[Table, Mapping]:
    """Return a table with its mapping: the one that is wished, else the remembered one, else the guess."""
    table, guessed = recognised(table, wish.format)
    if wish.mapping is not None:
        return table, wish.mapping
    known = remembered_mapping(workbench, table.columns)
    return table, (known or guessed).with_pairs(wish.pairs)


def remembered_mapping(workbench: Workbench, columns: tuple[str, ...]) -> Mapping | None:
    """Return the mapping that was last chosen for a table with these columns."""
    with reading(workbench.database) as session:
        text = workspace.remembered(session, _mapping_name(columns))
    return None if text is None else Mapping.from_json(text)


def remember_mapping(workbench: Workbench, columns: tuple[str, ...], mapping: Mapping) -> None:
    """Remember what was chosen for a table with these columns."""
    with transaction(workbench.database) as session:
        workspace.remember(session, _mapping_name(columns), mapping.as_json())


def size_of(path: Path) -> int:
    """Return how many bytes a file, or a folder's files, have; nothing for what is not there."""
    if path.is_dir():
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return path.stat().st_size if path.is_file() else 0


def _mapping_name(columns: tuple[str, ...]) -> str:
    digest = hashlib.sha256(json.dumps(sorted(columns)).encode()).hexdigest()
    return f"mapping:{digest[:16]}"
