"""What a human did to a text, edit by edit: each can be taken back alone, and all of them give the old text again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from annotator.domain.textdiff import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from annotator.domain.textdiff import Change


class Edit(NamedTuple):
    """A range of the old text (code points) that gave way to a range of the new one; either may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


def edits_of(changes: Iterable[Change]) -> tuple[Edit, ...]:
    """Return the edits in order. A removal and what replaced it are one."""
    return tuple(_edits(changes))


def taken_back(old: str, new: str, edit: Edit) -> str:
    """Return the new text with one of its edits taken back."""
    return new[: edit.new_start] + old[edit.old_start : edit.old_end] + new[edit.new_end :]


def carried_out(old: str, new: str, edits: Sequence[Edit]) -> str:
    """Return the old text with some of the edits that lead to the new one, in order."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (old[at : edit.old_start], new[edit.new_start : edit.new_end])
        at = edit.old_end
    return "".join((*pieces, old[at:]))


def _edits(changes: Iterable[Change]) -> Iterator[Edit]:
    waiting: Edit | None = None
    for change in changes:
        edit = Edit(change.old_start, change.old_end, change.new_start, change.new_end)
        match change.kind:
            case ChangeKind.REMOVED:
                waiting = edit
            case ChangeKind.INSERTED if waiting is not None:
                yield waiting._replace(new_end=edit.new_end)
                waiting = None
            case ChangeKind.INSERTED:
                yield edit
            case ChangeKind.EQUAL:
                if waiting is not None:
                    yield waiting
                waiting = None
    if waiting is not None:
        yield waiting
