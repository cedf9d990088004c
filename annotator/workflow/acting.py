"""A reviewer's acts inside one transaction: carried out, written into the journal, taken back, done again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.storage import journal
from annotator.workflow import finding, journal_json
from annotator.workflow.changes import Change
from annotator.workflow.journaling import Writing, write
from annotator.workflow.reviewing import execute
from annotator.workflow.scene import scene_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewRef
    from annotator.domain.review import Review
    from annotator.storage.reviews import Author
    from annotator.workflow.commands import Command
    from annotator.workflow.scene import Scene


@dataclass(slots=True)
class Acting:
    """What one transaction does for a reviewer; `typing` is the entry that typing may go on in, before and after."""

    session: Session
    author: Author
    author_key: int
    reviewer_name: str
    at: str
    typing: int | None

    def run(self, command: Command, command_id: str | None = None, step: str | None = None) -> Change:
        """Carry a command out and write it down; one that was carried out before changes nothing again.

        Raises:
            DomainError: it names what is not there.
            KnownError: the review is done or skipped and has to be taken back first.
        """
        scene = self._scene(command.about)
        if command_id is not None and journal.holds(self.session, command_id):
            return self._change(scene, command, command, scene.stored.review)
        as_text = journal_json.dumps(command)
        outcome = execute(scene, command)
        if outcome.has_changed:
            act = journal.Act(
                id=command_id or str(uuid.uuid4()),
                reviewer_key=self.author_key,
                deliverable_key=scene.stored.about.deliverable_key,
                kind=type(command).__name__,
                command=as_text,
                undo=journal_json.dumps(outcome.undo),
                at=self.at,
                step=step,
            )
            self.typing = write(
                self.session, Writing(command, outcome.undo, act, is_named=command_id is not None, typing=self.typing)
            )
        return self._change(scene, command, outcome.undo, outcome.review)

    def undo(self, step: tuple[journal.Entry, ...]) -> Change | None:
        """Take a step back, its last act first; return the last change."""
        change = None
        for entry in reversed(step):
            change = self._walk(entry.undo)
            journal.set_undone(self.session, entry, self.at)
        return change

    def redo(self, step: tuple[journal.Entry, ...]) -> Change | None:
        """Do a step again that was taken back; return the last change."""
        change = None
        for entry in step:
            change = self._walk(entry.command)
            journal.set_redone(self.session, entry)
        return change

    def _walk(self, command_text: str) -> Change:
        self.typing = None
        command = journal_json.loads(command_text)
        scene = self._scene(command.about)
        outcome = execute(scene, command)
        return self._change(scene, command, outcome.undo, outcome.review)

    def _scene(self, ref: ReviewRef) -> Scene:
        return scene_of(self.session, ref, self.author, self.reviewer_name, self.at)

    def _change(self, scene: Scene, command: Command, undo: Command, review: Review) -> Change:
        entry = finding.entry_of(scene, self.author_key, review)
        return Change(command, undo, review, entry, self.at)
