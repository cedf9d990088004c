"""Two texts side by side: which lines stand beside each other, and where each edit is in either, as Qt counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.edits import edits_of
from annotator.domain.textdiff import ChangeKind
from annotator.ui.editing.utf16 import Units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.edits import Edit
    from annotator.domain.textdiff import Change
    from annotator.ui.editing.range_marks import Range


@dataclass(frozen=True, slots=True)
class Sides:
    """Both texts of a comparison.

    `old_ranges` and `new_ranges` hold a range for each edit, empty ones too; `removed` and `inserted` only the others.
    `of_old` and `of_new` say beside which line of the other text each line begins.
    """

    edits: tuple[Edit, ...] = ()
    old_ranges: tuple[Range, ...] = ()
    new_ranges: tuple[Range, ...] = ()
    removed: tuple[Range, ...] = ()
    inserted: tuple[Range, ...] = ()
    of_old: tuple[int, ...] = (0,)
    of_new: tuple[int, ...] = (0,)


def sides(old: str, new: str, changes: Sequence[Change]) -> Sides:
    """Return the sides of two texts as an editor shows them."""
    edits = edits_of(changes)
    in_old, in_new = Units(old), Units(new)
    of_old, of_new = _beside(old, new, changes)
    old_ranges = tuple((in_old.to_qt(edit.old_start), in_old.to_qt(edit.old_end)) for edit in edits)
    new_ranges = tuple((in_new.to_qt(edit.new_start), in_new.to_qt(edit.new_end)) for edit in edits)
    removed = tuple(each for each in old_ranges if each[0] < each[1])
    inserted = tuple(each for each in new_ranges if each[0] < each[1])
    return Sides(edits, old_ranges, new_ranges, removed, inserted, of_old, of_new)


def _beside(old: str, new: str, changes: Sequence[Change]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return for each line of either text the line of the other that it begins beside."""
    of_old, of_new = [0], [0]
    for change in changes:
        match change.kind:
            case ChangeKind.EQUAL:
                count = new.count("\n", change.new_start, change.new_end)
                line_old, line_new = len(of_old), len(of_new)
                of_old += range(line_new, line_new + count)
                of_new += range(line_old, line_old + count)
            case ChangeKind.REMOVED:
                of_old += [len(of_new) - 1] * old.count("\n", change.old_start, change.old_end)
            case ChangeKind.INSERTED:
                of_new += [len(of_old) - 1] * new.count("\n", change.new_start, change.new_end)
    return tuple(of_old), tuple(of_new)
