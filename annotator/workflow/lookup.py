"""All that can be asked of a workspace; asking waits for nobody and changes nothing."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from annotator.storage import jobs, journal, studies, workspace
from annotator.storage.database import foreign_commits, reading
from annotator.storage.files import FileStore
from annotator.storage.reviews import Author
from annotator.workflow import blinding, chains, finding, journal_json, opening, texts, worked
from annotator.workflow.labels import label_of
from annotator.workflow.scene import rule_in_force
from annotator.workflow.sheets import HistoryEntry, QueueChoices, QueueCounts, ReviewerName, StudySummary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewRef
    from annotator.domain.taxonomy import TagDefinition
    from annotator.storage.database import Database
    from annotator.workflow.chains import ChainLink
    from annotator.workflow.commands import TextField
    from annotator.workflow.sheets import Place, QueueEntry, QueueFilter, Sheet, TimesheetLine


class Lookup:
    """What one reviewer can ask of one workspace, from any thread; each answer is the state after one commit."""

    def __init__(self, database: Database, reviewer: ReviewerName, files_dir: Path) -> None:
        self.database = database
        self.reviewer = reviewer
        self.files = FileStore(files_dir)
        self._author_key: int | None = None

    # -- deliverables -------------------------------------------------------------------------------------------------

    def queue(self, wanted: QueueFilter, cancelled: Callable[[], bool] | None = None) -> array[int]:
        """Return the keys of the current study's deliverables under a filter, in import order.

        Raises:
            Cancelled: `cancelled` said so while texts were searched.
        """
        with reading(self.database) as session:
            study = studies.current_key(session)
            return (
                array("q") if study is None else finding.keys(session, study, self._key(session), wanted, cancelled)
            )  # fmt: skip

    def entries(self, keys: Iterable[int]) -> tuple[QueueEntry, ...]:
        """Return rows of the queue in the order of their keys."""
        with reading(self.database) as session:
            return finding.entries(session, self._key(session), keys)

    def counts(self) -> QueueCounts:
        """Return how far the reviewer is with the current study."""
        with reading(self.database) as session:
            study = studies.current_key(session)
            return QueueCounts() if study is None else finding.counts(session, study, self._key(session))

    def choices(self) -> QueueChoices:
        """Return what a filter of the current study can be set to."""
        with reading(self.database) as session:
            study = studies.current_key(session)
            return QueueChoices() if study is None else finding.choices(session, study)

    def next_unfinished(self, key: int, among: Sequence[int] | None = None) -> int | None:
        """Return the next deliverable after `key` that is neither done nor skipped, round the end.

        With `among` (the keys on the screen, in order) only those count. `None` if there is no other.
        """
        with reading(self.database) as session:
            study = studies.current_key(session)
            if study is None:
                return None
            return finding.next_unfinished(session, study, self._key(session), key, among)

    def sheet(self, key: int) -> Sheet:
        """Return all that the deliverable with a key needs on the screen.

        Raises:
            DomainError: there is none.
        """
        with reading(self.database) as session:
            return opening.sheet(session, jobs.subject_at(session, key), self._author(session))

    def sheet_of(self, ref: ReviewRef) -> Sheet:
        """Return all that a deliverable needs on the screen.

        Raises:
            DomainError: there is none.
        """
        with reading(self.database) as session:
            return opening.sheet(session, jobs.subject(session, ref), self._author(session))

    def text_of_field(self, ref: ReviewRef, field: TextField, key: str = "") -> str:
        """Return a typed text as it is stored.

        Raises:
            DomainError: there is no tag or intervention with this key.
        """
        with reading(self.database) as session:
            review = opening.review(session, jobs.subject(session, ref), self._author(session))
        return texts.text_of(review, field, key)

    def chain(self, ref: ReviewRef) -> tuple[ChainLink, ...]:
        """Return the chain that a deliverable stands in, from its first attempt on, as a tree by `parent`.

        Raises:
            DomainError: there is no such deliverable.
        """
        with reading(self.database) as session:
            return chains.chain(session, ref, self._key(session))

    def attachment_path(self, sha256: str) -> Path | None:
        """Return where an attached file lies, `None` if its bytes did not come with the job."""
        return self.files.path_of(sha256)

    def undo_text(self) -> str | None:
        """Return what undo would take back, in the language in use; `None` if nothing."""
        return self._label(journal.latest)

    def redo_text(self) -> str | None:
        """Return what redo would do again, in the language in use; `None` if nothing."""
        return self._label(journal.first_redoable)

    def history(self, ref: ReviewRef) -> tuple[HistoryEntry, ...]:
        """Return the reviewer's acts about a deliverable, in order."""
        with reading(self.database) as session:
            key = self._key(session)
            if key is None:
                return ()
            entries = journal.history(session, key, jobs.subject(session, ref).deliverable_key)
        return tuple(
            HistoryEntry(
                each.id, journal_json.loads(each.command), each.started_at, each.at, each.merged, each.is_undone
            )
            for each in entries
        )

    # -- the workspace ------------------------------------------------------------------------------------------------

    def studies(self) -> tuple[StudySummary, ...]:
        """Return the studies of the workspace in the order they came in."""
        with reading(self.database) as session:
            return tuple(StudySummary(each.id, each.name, each.deliverables) for each in studies.studies(session))

    def current_study(self) -> StudySummary | None:
        """Return the study that is open, `None` in an empty workspace."""
        with reading(self.database) as session:
            key = studies.current_key(session)
            found = next((each for each in studies.studies(session) if each.key == key), None)
        return None if found is None else StudySummary(found.id, found.name, found.deliverables)

    def reviewers(self) -> tuple[ReviewerName, ...]:
        """Return everybody whose reviews are in the workspace."""
        with reading(self.database) as session:
            return tuple(ReviewerName(each.id, each.name, each.kind) for each in studies.reviewers(session))

    def rule(self) -> str:
        """Return the name of the current study's pass rule: its pack's, or else the workspace's own."""
        with reading(self.database) as session:
            return rule_in_force(session, studies.current_key(session))

    def is_blind(self) -> bool:
        """Return whether models are hidden until a review is done."""
        with reading(self.database) as session:
            return blinding.is_blind(session)

    def place(self) -> Place:
        """Return where the reviewer stopped; an empty place if that is unknown."""
        with reading(self.database) as session:
            return opening.place_from(workspace.remembered(session, self._place_name))

    def own_tags(self) -> tuple[TagDefinition, ...]:
        """Return the tags that the current study defines beside the built-in ones."""
        with reading(self.database) as session:
            study = studies.current_key(session)
            return () if study is None else studies.tags(session, study)

    def timesheet(self, first: date, last: date) -> tuple[TimesheetLine, ...]:
        """Return the active time by day and study, from `first` to `last`, both included."""
        with reading(self.database) as session:
            return worked.lines(session, self._key(session), first, last)

    def data_version(self) -> int:
        """Return a number that changes when another process has written to the workspace; cheap enough to be polled."""
        return foreign_commits(self.database)

    # -- how ----------------------------------------------------------------------------------------------------------

    def _label(self, find: Callable[[Session, int], journal.Entry | None]) -> str | None:
        with reading(self.database) as session:
            key = self._key(session)
            entry = None if key is None else find(session, key)
        return None if entry is None else label_of(journal_json.loads(entry.command))

    def _author(self, session: Session) -> Author:
        return Author(self._key(session), self.reviewer.id)

    def _key(self, session: Session) -> int | None:
        return self._author_key or studies.reviewer_key(session, self.reviewer.id)

    @property
    def _place_name(self) -> str:
        return f"place:{self.reviewer.id}"
