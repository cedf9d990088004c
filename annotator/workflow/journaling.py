"""Writing acts into the journal, and walking it back and forth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.domain import textpatch
from annotator.storage import journal
from annotator.workflow import journal_json
from annotator.workflow.commands import EditText, RecordTime

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.workflow.commands import Command


@dataclass(frozen=True, slots=True)
class Writing:
    """An act that is being written down.

    `command_id` is `None` for an act that nobody can repeat; `typing` is the entry that typing may still go on in.
    """

    command: Command
    undo: Command
    act: journal.Act
    is_named: bool
    typing: int | None


def write(session: Session, writing: Writing) -> int | None:
    """Write an act down and return the entry that typing may go on in from now on.

    Typing in one text is one act until the reviewer leaves it, time that goes on is one session: both are folded
    into the entry they continue.
    """
    command = writing.command
    if isinstance(command, RecordTime):
        _write_time(session, writing, command)
        return writing.typing
    if not isinstance(command, EditText):
        journal.append(session, writing.act)
        return None
    before = _typing_before(session, writing, command)
    if before is None:
        return journal.append(session, writing.act)
    entry, typed = before
    patch = textpatch.compose(typed.patch, command.patch)
    act = replace(
        writing.act,
        command=journal_json.dumps(replace(command, patch=patch)),
        undo=journal_json.dumps(replace(command, patch=textpatch.inverse(patch))),
        is_undoable=not patch.is_empty,  # what was typed and deleted again is nothing to take back
    )
    journal.merge(session, entry, act, is_named=writing.is_named)
    return entry.key


def _typing_before(session: Session, writing: Writing, command: EditText) -> tuple[journal.Entry, EditText] | None:
    """Return the entry that this typing continues: the latest act, on the same text, not taken back."""
    if writing.typing is None:
        return None
    entry = journal.entry(session, writing.typing)
    latest = journal.latest(session, writing.act.reviewer_key)
    if entry.is_undone or (latest is not None and latest.key > entry.key):
        return None
    typed = journal_json.loads(entry.command)
    if not isinstance(typed, EditText) or replace(typed, patch=command.patch) != command:
        return None
    return entry, typed


def _write_time(session: Session, writing: Writing, command: RecordTime) -> None:
    act = replace(writing.act, is_undoable=False, step=None)
    entry = journal.latest_of_any_kind(session, act.reviewer_key)
    if entry is not None and entry.kind == act.kind and _goes_on(journal_json.loads(entry.command), command):
        journal.merge(session, entry, act, is_named=writing.is_named)
    else:
        journal.append(session, act)


def _goes_on(before: Command, command: RecordTime) -> bool:
    return (
        isinstance(before, RecordTime) and before.about == command.about and before.session.id == command.session.id
    )  # fmt: skip
