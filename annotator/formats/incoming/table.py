"""Rows with named columns, out of CSV, TSV, XLSX, JSON, JSON Lines or Parquet."""

from __future__ import annotations

import codecs
import csv
import io
import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from zipfile import BadZipFile

from annotator.exactjson import loads
from annotator.formats.document.header import Unusable
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_ENCODINGS: Final = ("utf-8-sig", "cp932", "cp1252", "latin-1")
"""In this order: Excel writes the system's own encoding, which in Japan is CP932; Latin-1 reads anything."""

_BOMS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line or number it stands on, from 1, and its cells by column; an empty cell is none."""

    line: int
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns in their order, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(stream: BinaryIO, name: str) -> Table:
    """Return the table in a file, by the ending of its name.

    Args:
        stream: the file's bytes, from the beginning.
        name: the file's name.

    Raises:
        KnownError: it holds no rows with named columns, or the program cannot read this kind.
    """
    suffix = name.rpartition(".")[2].lower()
    read = _READERS.get(suffix, _json)
    try:
        rows = tuple(read(stream, name))
    except (csv.Error, ValueError, KeyError, OSError) as error:
        raise Unusable(name, _("it cannot be read as a table: {reason}").format(reason=error)) from error
    columns = tuple(dict.fromkeys(column for row in rows for column in row.cells))
    if not rows:
        raise Unusable(name, _("it holds no rows"))
    return Table(columns, rows)


def _csv(stream: BinaryIO, name: str) -> Iterator[Row]:
    text = _decoded(stream.read())
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))  # a deliverable fills one field
    delimiter = "\t" if name.lower().endswith((".tsv", ".tab")) else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = _named(next(reader, []))
    line = reader.line_num + 1
    for cells in reader:
        if any(cells):
            yield Row(line, {column: cell for column, cell in zip(columns, cells, strict=False) if cell})
        line = reader.line_num + 1


def _decoded(content: bytes) -> str:
    if content.startswith(_BOMS):
        return content.decode("utf-16")
    for encoding in _ENCODINGS[:-1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(_ENCODINGS[-1])


def _delimiter(text: str) -> str:
    """Return what separates the cells: the sign that the line of column names has most of, the comma among equals."""
    head = text.partition("\n")[0]
    return max(",;\t", key=lambda sign: (head.count(sign), sign == ","))


def _named(cells: Iterable[object]) -> list[str]:
    """Return names for the columns: a column without one, or with another's, is named by its place too."""
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = str(cell).strip() if cell is not None else ""
        names.append(name if name and name not in names else f"{name} {place}".strip())
    return names


def _xlsx(stream: BinaryIO, _name: str) -> Iterator[Row]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- only for whoever has such a file
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        book = load_workbook(stream, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, OSError) as error:
        raise ValueError(str(error)) from error
    try:
        rows = iter(book.worksheets[0].iter_rows(values_only=True)) if book.worksheets else iter(())
        columns = _named(next(rows, ()))
        for line, cells in enumerate(rows, start=2):
            given = {
                column: _cell(cell) for column, cell in zip(columns, cells, strict=False) if cell not in {None, ""}
            }
            if given:
                yield Row(line, given)
    finally:
        book.close()


def _cell(value: object) -> object:
    """Return a cell as JSON has it: dates are written out, whole numbers are whole."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | bool) else str(value)


def _json(stream: BinaryIO, name: str) -> Iterator[Row]:
    content = stream.read().removeprefix(codecs.BOM_UTF8)
    if content.lstrip()[:1] == b"[":
        yield from _objects(enumerate(loads(content.decode()), start=1))
        return
    if not content.lstrip().startswith(b"{"):
        raise Unusable(name, _("it is neither a table nor JSON"))
    lines = enumerate(content.split(b"\n"), start=1)
    yield from _objects((line, loads(raw.decode())) for line, raw in lines if raw.strip())


def _objects(numbered: Iterable[tuple[int, object]]) -> Iterator[Row]:
    for line, value in numbered:
        if not isinstance(value, dict):
            raise csv.Error(_("entry {line} is no object").format(line=line))
        yield Row(line, {key: each for key, each in value.items() if each not in (None, "")})


def _parquet(stream: BinaryIO, _name: str) -> Iterator[Row]:
    from annotator.formats.outgoing.parquet import arrow  # noqa: PLC0415 -- an extra

    _arrow, parquet = arrow()
    for line, row in enumerate(parquet.read_table(stream).to_pylist(), start=1):
        cells = json.loads(json.dumps(row, default=str))  # dates and bytes as texts
        yield Row(line, {key: value for key, value in cells.items() if value not in (None, "")})


_READERS: Final[dict[str, Callable[[BinaryIO, str], Iterator[Row]]]] = {
    "csv": _csv,
    "tsv": _csv,
    "tab": _csv,
    "txt": _csv,
    "xlsx": _xlsx,
    "xlsm": _xlsx,
    "parquet": _parquet,
}
