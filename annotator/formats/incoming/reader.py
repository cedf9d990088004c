"""Reads jobs out of what is no document, for the import to take as if a document held them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.formats.document.header import Header, Unusable
from annotator.formats.document.jobs import JobReader
from annotator.formats.incoming.mapping import jobs_of
from annotator.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.domain.shapes import Record
    from annotator.formats.document.jobs import ReadJob, Rejected
    from annotator.formats.incoming.mapping import Mapping
    from annotator.formats.incoming.table import Table


class ForeignReader:
    """Iterate over it for a header that says nothing, the jobs, and what was refused.

    Args:
        jobs: the jobs, each with the line it begins on.
        name: the file's name, for messages.
        size: how many bytes the source has.
    """

    def __init__(self, jobs: Iterable[tuple[int, Record]], name: str, size: int) -> None:
        self._jobs = jobs
        self._name = name
        self.bytes_read = size

    def __iter__(self) -> Iterator[Header | ReadJob | Rejected]:
        yield Header()
        reader = JobReader(self._name)
        for line, record in self._jobs:
            given = {key: value for key, value in record.items() if value is not None}
            yield from reader.read(given, line, is_suspicious=True)


def table_jobs(table: Table, mapping: Mapping, name: str) -> Iterator[tuple[int, Record]]:
    """Yield the jobs of a table.

    Raises:
        KnownError: the mapping names columns that are not there, or neither brief nor title.
    """
    columns = ", ".join(table.columns)
    if missing := mapping.unknown(table.columns):
        reason = _("it has no column {missing}; its columns are: {columns}")
        raise Unusable(name, reason.format(missing=", ".join(missing), columns=columns))
    if not mapping.is_enough:
        reason = _("nobody can tell which column is the brief (--map brief=COLUMN); its columns are: {columns}")
        raise Unusable(name, reason.format(columns=columns))
    return jobs_of(table, mapping)
