"""The one door to what the program can do: every call is one transaction and happens whole, or not at all."""

from __future__ import annotations

import uuid
from array import array
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.ids import ReviewRef, StudyId
from annotator.domain.moments import now
from annotator.errors import DomainError, KnownError
from annotator.i18n import _
from annotator.storage import jobs, journal, studies, workspace
from annotator.storage.database import foreign_commits, reading, transaction
from annotator.storage.files import FileStore
from annotator.storage.reviews import Author
from annotator.workflow import finding, journal_json, opening, texts, worked
from annotator.workflow.acting import Acting
from annotator.workflow.labels import label_of
from annotator.workflow.scene import RULE, rule_in_force
from annotator.workflow.sheets import HistoryEntry, Place, QueueChoices, QueueCounts, ReviewerName, StudySummary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.taxonomy import TagDefinition
    from annotator.storage.database import Database
    from annotator.workflow.changes import Change
    from annotator.workflow.commands import Command, TextField
    from annotator.workflow.sheets import QueueEntry, QueueFilter, Sheet, TimesheetLine


class Workbench:
    """What one reviewer can do in one workspace.

    Its methods may be called from any thread. Those that write wait for each other; those that read wait for nobody
    and see the last commit. Ids a caller gives to commands make them safe to be sent twice.
    """

    def __init__(self, database: Database, reviewer: ReviewerName, files_dir: Path) -> None:
        self.reviewer = reviewer
        self.files = FileStore(files_dir)
        self.database = database
        self._author_key: int | None = None
        self._typing: int | None = None

    def close(self) -> None:
        """Give the database back."""
        self.database.close()

    # -- acts ---------------------------------------------------------------------------------------------------------

    def run(self, command: Command, command_id: str | None = None) -> Change:
        """Carry out a command; stored when this returns.

        Args:
            command: what is wished.
            command_id: the caller's name for this wish; a second command with it changes nothing.

        Raises:
            DomainError: it names what is not there.
            KnownError: the review has to be taken back first, or the disk refused; nothing was changed.
        """
        with self._acting() as acting:
            change = acting.run(command, command_id)
        return replace(change, saved_at=now())

    def run_all(self, commands: Sequence[Command]) -> tuple[Change, ...]:
        """Carry out commands in one transaction and as one step of undo.

        Raises:
            DomainError: one of them names what is not there; none was carried out.
            KnownError: as `run`; none was carried out.
        """
        step = str(uuid.uuid4())
        with self._acting() as acting:
            changes = [acting.run(command, step=step) for command in commands]
        saved_at = now()
        return tuple(replace(change, saved_at=saved_at) for change in changes)

    def undo(self) -> Change | None:
        """Take back the latest step; `None` if there is nothing to take back.

        Raises:
            KnownError: what it stands on has changed; the next undo passes over it.
        """
        return self._walk(journal.latest, Acting.undo)

    def redo(self) -> Change | None:
        """Do again what was last taken back; `None` if there is nothing to redo.

        Raises:
            KnownError: what it stands on has changed; the next redo passes over it.
        """
        return self._walk(journal.first_redoable, Acting.redo)

    def break_typing(self) -> None:
        """Let what is typed from now on be an act of its own: the reviewer left the text."""
        self._typing = None

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

    def attachment_path(self, sha256: str) -> Path | None:
        """Return where an attached file lies, `None` if its bytes did not come with the job."""
        return self.files.path_of(sha256)

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

    def set_current_study(self, study: StudyId) -> None:
        """Open a study from now on.

        Raises:
            DomainError: there is none with this id.
        """
        with transaction(self.database) as session:
            studies.choose(session, study)

    def reviewers(self) -> tuple[ReviewerName, ...]:
        """Return everybody whose reviews are in the workspace."""
        with reading(self.database) as session:
            return tuple(ReviewerName(each.id, each.name, each.kind) for each in studies.reviewers(session))

    def rule(self) -> str:
        """Return the name of the pass rule in force."""
        with reading(self.database) as session:
            return rule_in_force(session)

    def set_rule(self, rule: str) -> None:
        """Let reviews submitted from now on be judged by another pass rule."""
        self._remember(RULE, rule)

    def place(self) -> Place:
        """Return where the reviewer stopped; an empty place if that is unknown."""
        with reading(self.database) as session:
            return opening.place_from(workspace.remembered(session, self._place_name))

    def set_place(self, place: Place) -> None:
        """Remember where the reviewer stopped."""
        self._remember(self._place_name, opening.place_to(place))

    def own_tags(self) -> tuple[TagDefinition, ...]:
        """Return the tags that the current study defines beside the built-in ones."""
        with reading(self.database) as session:
            study = studies.current_key(session)
            return () if study is None else studies.tags(session, study)

    def add_own_tag(self, tag: TagDefinition) -> None:
        """Let the current study have one more tag.

        Raises:
            DomainError: the code is taken by another tag, or there is no study.
        """
        with transaction(self.database) as session:
            study = studies.current_key(session)
            if study is None:
                raise DomainError("an empty workspace has no study to define a tag for")
            studies.add_tag(session, study, tag)

    def timesheet(self, first: date, last: date) -> tuple[TimesheetLine, ...]:
        """Return the active time by day and study, from `first` to `last`, both included."""
        with reading(self.database) as session:
            return worked.lines(session, self._key(session), first, last)

    def data_version(self) -> int:
        """Return a number that changes when another process has written to the workspace; cheap enough to be polled."""
        return foreign_commits(self.database)

    # -- how ----------------------------------------------------------------------------------------------------------

    @contextmanager
    def _acting(self) -> Iterator[Acting]:
        """Give a transaction's acts; what they leave in memory is taken over once they are on the disk."""
        with transaction(self.database) as session:
            key = self._author_key
            if key is None:
                key = studies.register(session, self.reviewer.id, self.reviewer.name, self.reviewer.kind)
            author = Author(key, self.reviewer.id)
            acting = Acting(session, author, key, self.reviewer.name, now(), self._typing)
            yield acting
        self._author_key = key
        self._typing = acting.typing

    def _walk(
        self,
        find: Callable[[Session, int], journal.Entry | None],
        walk: Callable[[Acting, tuple[journal.Entry, ...]], Change | None],
    ) -> Change | None:
        step: tuple[journal.Entry, ...] = ()
        try:
            with self._acting() as acting:
                entry = find(acting.session, acting.author_key)
                step = () if entry is None else journal.step(acting.session, entry, acting.author_key)
                change = walk(acting, step)
        except DomainError as error:
            with transaction(self.database) as session:
                journal.give_up(session, step)
            raise KnownError(
                _("This can no longer be undone or redone: what it stands on has changed."),
                safe=_("Your review is as it was."),
                hint=_("Go on; the next undo takes back what came before."),
            ) from error
        return None if change is None else replace(change, saved_at=now())

    def _label(self, find: Callable[[Session, int], journal.Entry | None]) -> str | None:
        with reading(self.database) as session:
            key = self._key(session)
            entry = None if key is None else find(session, key)
        return None if entry is None else label_of(journal_json.loads(entry.command))

    def _author(self, session: Session) -> Author:
        return Author(self._key(session), self.reviewer.id)

    def _key(self, session: Session) -> int | None:
        return self._author_key or studies.reviewer_key(session, self.reviewer.id)

    def _remember(self, name: str, value: str) -> None:
        with transaction(self.database) as session:
            workspace.remember(session, name, value)

    @property
    def _place_name(self) -> str:
        return f"place:{self.reviewer.id}"
