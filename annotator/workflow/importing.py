"""Importing documents in short transactions, so that a window stays quick and a kill does no harm."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from annotator.domain.moments import now
from annotator.formats.document.checking import Flaw
from annotator.formats.document.header import Header, Unusable
from annotator.formats.document.jobs import ReadJob, Rejected
from annotator.garbage import left_lying
from annotator.i18n import _
from annotator.storage import exchange_known as known
from annotator.workflow.import_attachments import Attachments, may_name_files
from annotator.workflow.import_chunk import ChunkImport, Target
from annotator.workflow.import_header import OpenDocument, adopt_extra, adopt_header
from annotator.workflow.import_ids import complete_ids
from annotator.workflow.import_report import ImportReport
from annotator.workflow.import_sources import AS_THEY_ARE, ImportWish, opened_source, size_of
from annotator.workflow.import_transactions import Transactions
from annotator.workflow.import_waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from annotator.formats.document.jobs import ReadUnit
    from annotator.workflow.workbench import Workbench

WINDOW_SECONDS: Final = 0.015
"""How long a chunk may take while a window writes to the same database."""

ALONE_SECONDS: Final = 0.05
"""How long a chunk may take on the command line; a window of another process waits at most that long."""

_WORTH: Final = 0.2
"""Where nobody waits for steps, this share of a chunk is written when the database does nothing: the disk is kept busy
while the next one is read, and what was read a moment ago is still near the processor."""

_WEIGHT_PER_SECOND: Final = 20_000_000
_LEAST_WEIGHT: Final = 10_000
_MOST_WEIGHT: Final = 8_000_000
"""In characters (see `Waiting`). What an import takes in a second is learnt from its chunks, beginning with a guess."""


def import_files(
    workbench: Workbench,
    paths: Sequence[Path],
    *,
    wish: ImportWish = AS_THEY_ARE,
    is_dry_run: bool = False,
    chunk_seconds: float = ALONE_SECONDS,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportReport:
    """Import documents and return what became of each unit.

    What was imported stays when a later part fails, or when the import is cancelled or killed: whole jobs are in, and
    importing again completes it.

    Args:
        workbench: the workspace.
        paths: the files, or folders.
        wish: how they are to be read.
        is_dry_run: only report what would happen.
        chunk_seconds: how long a transaction may take, about.
        progress: is told how many bytes of how many are done.
        cancelled: ends the import early by returning true.

    Raises:
        KnownError: the database did not answer.
    """
    report = ImportReport()
    with (
        left_lying(),
        Transactions(workbench.database, is_dry_run=is_dry_run) as transactions,
    ):
        run = _ImportRun(workbench, transactions, report, wish, chunk_seconds, worth=_WORTH, is_dry_run=is_dry_run)
        for done, total in run.steps(paths):
            if progress is not None:
                progress(done, total)
            if cancelled is not None and cancelled():
                report.is_whole = False
                break
    return report


def import_steps(
    workbench: Workbench,
    paths: Sequence[Path],
    report: ImportReport,
    *,
    wish: ImportWish = AS_THEY_ARE,
    is_dry_run: bool = False,
    chunk_seconds: float = WINDOW_SECONDS,
) -> Iterator[tuple[int, int]]:
    """Import documents step by step: each is one short transaction, kept when it yields the bytes done, and all bytes.

    Args:
        workbench: the workspace.
        paths: the files, or folders.
        report: is told what became of each unit.
        wish: how the files are to be read.
        is_dry_run: only report what would happen; then everything is one transaction, which is taken back.
        chunk_seconds: how long a step may take, about.

    Raises:
        KnownError: the database did not answer.
    """
    with Transactions(workbench.database, is_dry_run=is_dry_run) as transactions:
        run = _ImportRun(workbench, transactions, report, wish, chunk_seconds, worth=1.0, is_dry_run=is_dry_run)
        for step in run.steps(paths):
            transactions.settle()
            yield step


_NO_HEADER: Final = Header()


class _ImportRun:
    """One import: what it has read and not written yet, and how much it takes at a time."""

    def __init__(
        self,
        workbench: Workbench,
        transactions: Transactions,
        report: ImportReport,
        wish: ImportWish,
        chunk_seconds: float,
        *,
        worth: float,
        is_dry_run: bool,
    ) -> None:
        self._workbench = workbench
        self._wish = wish
        self._own_reviewer = workbench.reviewer.id
        self._files = None if is_dry_run else workbench.files
        self._transactions = transactions
        self._report = report
        self._chunk_seconds = chunk_seconds
        self._worth = worth
        self._weight_at_once: float = _WEIGHT_PER_SECOND * chunk_seconds
        self._waiting = Waiting()
        self._document: OpenDocument | None = None
        self._open_study: OpenDocument | None = None
        self._file = ""
        self._begun = perf_counter()

    def steps(self, paths: Sequence[Path]) -> Iterator[tuple[int, int]]:
        """Import the files; yield after each transaction how many bytes of how many are done."""
        sizes = [size_of(path) for path in paths]
        total = sum(sizes)
        before = 0
        for path, size in zip(paths, sizes, strict=True):
            for read in self._read_file(path):
                yield min(before + read, total), total
            before += size
        self._write()
        yield total, total

    def _read_file(self, path: Path) -> Iterator[int]:
        """Read a file; yield after each transaction how many of its bytes are read.

        What is left at its end waits for what the next file begins with: each transaction waits for the disk.
        """
        self._file = str(path)
        self._document = None
        attachments = Attachments(path if path.is_dir() else path.parent, self._files)
        try:
            with opened_source(self._workbench, path, self._wish) as reader:
                for event in reader:
                    if isinstance(event, Rejected):
                        self._report.rejected.append(event)
                    elif isinstance(event, Header):
                        self._enter(event)
                    elif self._collect(event, attachments):
                        yield reader.bytes_read
        except Unusable as error:
            self._refuse_file(error.reason)
        except OSError as error:
            self._refuse_file(_("it cannot be read: {reason}").format(reason=error.strerror or error))

    def _refuse_file(self, reason: str) -> None:
        self._report.rejected.append(Rejected(self._file, None, "", reason))

    def _enter(self, header: Header) -> None:
        if header == _NO_HEADER and self._open_study is not None:
            self._document = self._open_study  # asked once an import: the window does not turn to another meanwhile
            return
        self._write()
        at = now()
        with self._transactions.begin() as session:
            if header.is_late and self._document is not None:
                adopt_extra(session, self._document.study_key, header, at)
            else:
                self._document = adopt_header(session, header, self._file, self._report, at)
                self._open_study = self._document if header == _NO_HEADER else None

    def _collect(self, job: ReadJob, attachments: Attachments) -> bool:
        """Let a job wait to be written; return whether those that waited were."""
        document = self._document
        if document is None or (may_name_files(job) and not self._take_files(job, job.job, attachments)):
            return False
        complete_ids(job, document.study_id, document.reviewers)
        is_apart = not self._waiting.takes(job, document)
        if is_apart:
            self._write()
        self._waiting.add(job, document)
        self._waiting.sizes.update(attachments.sizes)
        attachments.sizes.clear()
        is_time = self._is_time()
        if is_time:
            self._write()
        return is_apart or is_time

    def _is_time(self) -> bool:
        """Return whether enough waits, or as much as is worth it and the database does nothing now."""
        weight, most = self._waiting.weight, self._weight_at_once
        return weight >= most or (weight >= most * self._worth and self._transactions.are_free)

    def _take_files(self, job: ReadJob, unit: ReadUnit, attachments: Attachments) -> bool:
        """Keep the files of a unit and of its parts; return whether the unit may come in."""
        try:
            attachments.take_in(unit.record)
        except Flaw as flaw:
            self._report.rejected.append(Rejected(self._file, job.line, unit.path, str(flaw)))
            return False
        if unit.parts:
            unit.parts = [part for part in unit.parts if self._take_files(job, part, attachments)]
        return True

    def _write(self) -> None:
        """Write what waits, and learn from it how much may wait the next time."""
        waiting, self._waiting = self._waiting, Waiting()
        document = waiting.document
        if document is not None:
            target = Target(document.study_key, document.study_id, self._own_reviewer)
            with self._transactions.begin() as session:
                known.add_files(session, waiting.sizes)
                ChunkImport(session, target, self._report, now()).take(waiting)
            taken = perf_counter() - self._begun
            could = waiting.weight * self._chunk_seconds / taken
            self._weight_at_once = min(2.0 * self._weight_at_once, max(0.5 * self._weight_at_once, could))
            self._weight_at_once = min(_MOST_WEIGHT, max(_LEAST_WEIGHT, self._weight_at_once))
        self._begun = perf_counter()
