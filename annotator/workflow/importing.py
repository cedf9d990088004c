"""Importing documents in short transactions, so that a window stays quick and a kill does no harm."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from annotator.domain.moments import now
from annotator.formats.document.checking import Flaw
from annotator.formats.document.header import Header, Unusable
from annotator.formats.document.jobs import ReadJob, Rejected
from annotator.garbage import left_lying
from annotator.i18n import _
from annotator.storage import exchange_known as known
from annotator.workflow.import_attachments import Attachments, needs_files
from annotator.workflow.import_chunk import ChunkImport, Target
from annotator.workflow.import_header import OpenDocument, adopt_extra, adopt_header
from annotator.workflow.import_ids import complete_ids
from annotator.workflow.import_memory import ImportMemory
from annotator.workflow.import_pace import ALONE_SECONDS, WINDOW_SECONDS, WORTH_ALONE, Pace
from annotator.workflow.import_report import ImportReport
from annotator.workflow.import_sources import AS_THEY_ARE, ImportWish, opened_source, size_of
from annotator.workflow.import_transactions import Transactions
from annotator.workflow.import_waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

    from annotator.formats.document.jobs import ReadUnit
    from annotator.workflow.workbench import Workbench


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

    What was written stays when a later part fails, or when the import is cancelled or killed: whole jobs are in, the
    report counts them, and importing again completes it. What was read and not written yet is dropped.

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
        pace = Pace(chunk_seconds, WORTH_ALONE)
        run = _ImportRun(workbench, transactions, report, wish, pace, is_dry_run=is_dry_run)
        with closing(run.steps(paths)) as steps:
            for done, total in steps:
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
    """Import documents step by step, each at most one short transaction; yield the bytes done, and all bytes.

    What the report counts is kept then. The header of a file is a step, and its end, too, though what it held may wait
    for the next.

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
        pace = Pace(chunk_seconds, worth=1.0)
        run = _ImportRun(workbench, transactions, report, wish, pace, is_dry_run=is_dry_run)
        with closing(run.steps(paths)) as steps:
            for step in steps:
                transactions.settle()
                yield step


_NO_HEADER: Final = Header()


class _ImportRun:
    """One import: what it has read and not written yet."""

    _document: OpenDocument  # where the jobs go that are read now: in each source a header stands first
    _memory: ImportMemory  # of its study

    def __init__(
        self,
        workbench: Workbench,
        transactions: Transactions,
        report: ImportReport,
        wish: ImportWish,
        pace: Pace,
        *,
        is_dry_run: bool,
    ) -> None:
        self._workbench = workbench
        self._wish = wish
        self._own_reviewer = workbench.reviewer.id
        self._files = None if is_dry_run else workbench.files
        self._transactions = transactions
        self._report = report
        self._pace = pace
        self._waiting = Waiting()
        self._open_study: OpenDocument | None = None
        self._file = ""

    def steps(self, paths: Sequence[Path]) -> Generator[tuple[int, int]]:
        """Import the files; yield after each transaction, and each file, how many bytes of how many are done."""
        sizes = [size_of(path) for path in paths]
        total = sum(sizes)
        before = 0
        try:
            for path, size in zip(paths, sizes, strict=True):
                for read in self._read_file(path):
                    yield min(before + read, total), total
                before += size
                yield before, total
            self._write()
            yield total, total
        finally:
            self._report.put_in_order()

    def _read_file(self, path: Path) -> Iterator[int]:
        """Read a file; yield after each transaction how many of its bytes are read.

        What is left at its end waits for what the next file begins with: each transaction waits for the disk.
        """
        self._file = str(path)
        self._report.begin(self._file)
        attachments = Attachments(path if path.is_dir() else path.parent, self._files)
        try:
            with opened_source(self._workbench, path, self._wish) as reader:
                for event in reader:
                    if isinstance(event, Rejected):
                        self._report.rejected.append(event)
                    elif isinstance(event, Header):
                        self._document = self._entered(event)
                        yield 0
                    elif self._collect(event, attachments):
                        yield reader.bytes_read
        except Unusable as error:
            self._refuse_file(error.reason)
        except OSError as error:
            self._refuse_file(_("it cannot be read: {reason}").format(reason=error.strerror or error))

    def _refuse_file(self, reason: str) -> None:
        self._report.rejected.append(Rejected(self._file, None, "", reason))

    def _entered(self, header: Header) -> OpenDocument:
        """Return where the jobs go that stand under a header."""
        if header == _NO_HEADER and self._open_study is not None:
            self._waiting.begin_source()
            return self._open_study  # asked once an import: the window does not turn to another meanwhile
        self._write()
        at = now()
        with self._transactions.begin() as session:
            if header.is_late:
                adopt_extra(session, self._document.study_key, header, at)
                return self._document
            document = adopt_header(session, header, self._file, self._report, at)
        self._open_study = document if header == _NO_HEADER else None
        self._memory = ImportMemory(document.study_key)
        return document

    def _collect(self, job: ReadJob, attachments: Attachments) -> bool:
        """Let a job wait to be written; return whether what waited was."""
        if needs_files(job):
            is_sound = self._take_files(job, job.job, attachments)
            self._waiting.add_files(attachments.taken())
            if not is_sound:
                return False
        document = self._document
        complete_ids(job, document.study_id, document.reviewers)
        must_go = not self._waiting.takes(job)
        if must_go:
            self._write()
        self._waiting.add(job, document)
        is_time = self._pace.is_time(self._waiting.weight, self._transactions)
        if is_time:
            self._write()
        return must_go or is_time

    def _take_files(self, job: ReadJob, unit: ReadUnit, attachments: Attachments) -> bool:
        """Keep the files of a unit and of its parts; return whether the unit may come in."""
        try:
            attachments.take_in(unit.record)
        except Flaw as flaw:
            self._report.rejected.append(job.refused(unit, str(flaw)))
            return False
        if unit.parts:
            unit.parts = [part for part in unit.parts if self._take_files(job, part, attachments)]
        return True

    def _write(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, Waiting()
        if waiting.sizes or waiting.jobs:
            with self._transactions.begin() as session:
                self._memory.enter(session)
                known.add_files(session, waiting.sizes)
                if waiting.document is not None:
                    target = Target(waiting.document.study_key, waiting.document.study_id, self._own_reviewer)
                    ChunkImport(session, target, self._report, now(), self._memory).take(waiting)
                reviews = (review["id"] for review in waiting.reviews)
                self._memory.leave(session, waiting.job_ids, waiting.deliverable_ids, reviews)
        self._pace.learn(waiting.weight)
