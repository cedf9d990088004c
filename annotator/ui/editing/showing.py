"""What a window shows of an edit, made in the measuring process: while it is made, typing goes on undisturbed.

The process remembers the merged lines that it made last, so that only those that changed go over to the window.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from itertools import count, pairwise
from typing import TYPE_CHECKING, Final

from annotator.domain.newlines import to_editor
from annotator.ui.editing.merged import EVERY_LINE, LinePatch, Merged, Place, line_patch, merged
from annotator.ui.editing.sides import Sides, sides
from annotator.ui.reading.facts import Facts, facts_of
from annotator.workflow.comparing import compare

if TYPE_CHECKING:
    from annotator.ui.editing.merged import Line

LinesId = tuple[int, int]
"""Which process made some merged lines, and its how-manieth they were."""

_numbers: Final = count()
_kept: Final[dict[LinesId, tuple[Line, ...]]] = {}


@dataclass(frozen=True, slots=True)
class Compared:
    """What an edit changed: the patch for the view, where the changes are, and the size of both texts.

    `text` is the exact text that was compared. `of_new` and `of_merged` say which merged line each line of the edited
    text begins in, and the other way.
    """

    text: str
    lines_id: LinesId
    patch: LinePatch
    places: tuple[Place, ...]
    of_new: tuple[int, ...]
    of_merged: tuple[int, ...]
    sides: Sides
    changed_words: int
    before: Facts
    after: Facts


def compared(original: str, text: str, shown: LinesId | None) -> Compared:
    """Compare two exact texts for a window that shows the merged lines of an earlier comparison, or none."""
    comparison = compare(original, text)
    old, new = to_editor(original), to_editor(text)
    found = merged(old, new, comparison.changes)
    before = None if shown is None else _kept.get(shown)
    patch = LinePatch(0, EVERY_LINE, found.lines) if before is None else line_patch(before, found.lines)
    lines_id = (os.getpid(), next(_numbers))
    _kept.clear()
    _kept[lines_id] = found.lines
    return Compared(
        text,
        lines_id,
        patch,
        found.places,
        found.of_new,
        lines_of_merged(found),
        sides(old, new, comparison.changes),
        comparison.changed_words,
        _facts_of_original(old),
        facts_of(new),
    )


def lines_of_merged(found: Merged) -> tuple[int, ...]:
    """Return for each merged line the line of the edited text that it belongs to."""
    made: list[int] = []
    for line, (start, end) in enumerate(pairwise((*found.of_new, len(found.lines)))):
        made += [line] * (end - start)
    return tuple(made)


@lru_cache(maxsize=1)
def _facts_of_original(text: str) -> Facts:
    return facts_of(text)
