"""The one door to what the program can do: every call is one transaction and happens whole, or not at all."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.moments import now
from annotator.errors import DomainError, Refused
from annotator.i18n import _
from annotator.storage import journal, studies, workspace
from annotator.storage.database import transaction
from annotator.storage.reviews import Author
from annotator.workflow import attempts, blinding, opening
from annotator.workflow.acting import Acting
from annotator.workflow.lookup import Lookup
from annotator.workflow.scene import RULE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewRef, StudyId
    from annotator.domain.taxonomy import TagDefinition
    from annotator.storage.database import Database
    from annotator.workflow.attempts import Added, NewAttempt
    from annotator.workflow.changes import Change
    from annotator.workflow.commands import Command
    from annotator.workflow.sheets import Place, ReviewerName


class Workbench(Lookup):
    """What one reviewer can do in one workspace.

    Its methods may be called from any thread. Those that write wait for each other; those that read wait for nobody
    and see the last commit. Ids a caller gives to commands make them safe to be sent twice.
    """

    def __init__(self, database: Database, reviewer: ReviewerName, files_dir: Path) -> None:
        super().__init__(database, reviewer, files_dir)
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
            Refused: the review has to be taken back first; nothing was changed.
            KnownError: the disk refused; nothing was changed.
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
            Refused: what it stands on has changed; the next undo passes over it.
        """
        return self._walk(journal.latest, Acting.undo)

    def redo(self) -> Change | None:
        """Do again what was last taken back; `None` if there is nothing to redo.

        Raises:
            Refused: what it stands on has changed; the next redo passes over it.
        """
        return self._walk(journal.first_redoable, Acting.redo)

    def break_typing(self) -> None:
        """Let what is typed from now on be an act of its own: the reviewer left the text."""
        self._typing = None

    # -- attempts -----------------------------------------------------------------------------------------------------

    def add_attempt(self, new: NewAttempt) -> Added:
        """Store the next attempt after a deliverable; undo does not take it back, `take_back_attempt` may.

        Raises:
            DomainError: there is no such parent.
            KnownError: the disk refused; nothing was changed.
        """
        with transaction(self.database) as session:
            return attempts.add_attempt(session, new, self._key(session), now())

    def take_back_attempt(self, ref: ReviewRef) -> None:
        """Remove a deliverable that was made here.

        Raises:
            DomainError: there is none, or it was imported.
            Refused: somebody reviewed it, or another attempt came of it.
        """
        with transaction(self.database) as session:
            attempts.take_back(session, ref, now())

    # -- the workspace ------------------------------------------------------------------------------------------------

    def set_current_study(self, study: StudyId) -> None:
        """Open a study from now on.

        Raises:
            DomainError: there is none with this id.
        """
        with transaction(self.database) as session:
            studies.choose(session, study)

    def set_rule(self, rule: str) -> None:
        """Let reviews submitted from now on be judged by another pass rule."""
        self._remember(RULE, rule)

    def set_blind(self, is_on: bool) -> None:
        """Hide from now on which model made what until a review is done, or not; a pack's own wish stays."""
        with transaction(self.database) as session:
            blinding.set_blind(session, is_on=is_on)

    def set_place(self, place: Place) -> None:
        """Remember where the reviewer stopped."""
        self._remember(self._place_name, opening.place_to(place))

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
        except (DomainError, Refused) as error:
            with transaction(self.database) as session:
                journal.give_up(session, step)
            raise Refused(
                _("This can no longer be undone or redone: what it stands on has changed."),
                safe=_("Your review is as it was."),
                hint=_("Go on; the next undo takes back what came before."),
            ) from error
        return None if change is None else replace(change, saved_at=now())

    def _remember(self, name: str, value: str) -> None:
        with transaction(self.database) as session:
            workspace.remember(session, name, value)
