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
    """Both texts of a comparison. `old_ranges` and `new_ranges` hold one range for each edit, empty ones too."""

    edits: tuple[Edit, ...] = ()
    old_ranges: tuple[Range, ...] = ()
    new_ranges: tuple[Range, ...] = ()
    of_old: tuple[int, ...] = (0,)
    of_new: tuple[int, ...] = (0,)

    @property
    def removed(self) -> tuple[Range, ...]:
        """The ranges of the old text that are gone."""
        return tuple(each for each in self.old_ranges if each[0] < each[1])

    @property
    def inserted(self) -> tuple[Range, ...]:
        """The ranges of the new text that were not there."""
        return tuple(each for each in self.new_ranges if each[0] < each[1])


def sides(old: str, new: str, changes: Sequence[Change]) -> Sides:
    """Return the sides of two texts as an editor shows them."""
    edits = edits_of(changes)
    in_old, in_new = Units(old), Units(new)
    of_old, of_new = _beside(old, new, changes)
    return Sides(
        edits,
        tuple((in_old.to_qt(edit.old_start), in_old.to_qt(edit.old_end)) for edit in edits),
        tuple((in_new.to_qt(edit.new_start), in_new.to_qt(edit.new_end)) for edit in edits),
        of_old,
        of_new,
    )


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
