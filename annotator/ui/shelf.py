"""What was read and rendered ahead, so that the next deliverable is on the screen in the same frame as the key."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from annotator.formats.markdown.values import Rendered
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import Sheet

_KEPT: Final = 8
"""Openings kept: the current one, its neighbours, and a few that were just left."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A sheet with both of its texts rendered: all that the screen needs to show a deliverable."""

    sheet: Sheet
    brief: Rendered
    deliverable: Rendered

    def after(self, change: Change) -> Opening:
        """Return the opening with the review as `change` left it; another review's change leaves it as it is."""
        if change.review.ref != self.sheet.ref:
            return self
        return replace(self, sheet=replace(self.sheet, review=change.review, entry=change.entry))


class Shelf:
    """The openings at hand, by queue key; what was used longest ago goes first."""

    def __init__(self) -> None:
        self._openings: OrderedDict[int, Opening] = OrderedDict()

    def __contains__(self, key: int) -> bool:
        return key in self._openings

    def put(self, opening: Opening) -> None:
        """Keep an opening."""
        self._openings[opening.sheet.key] = opening
        self._openings.move_to_end(opening.sheet.key)
        while len(self._openings) > _KEPT:
            self._openings.popitem(last=False)

    def take(self, key: int) -> Opening | None:
        """Return the opening of `key`, if it is at hand; it stays on the shelf."""
        opening = self._openings.get(key)
        if opening is not None:
            self._openings.move_to_end(key)
        return opening

    def show_change(self, change: Change) -> None:
        """Bring the opening that `change` is about up to date."""
        opening = self._openings.get(change.entry.key)
        if opening is not None:
            self._openings[change.entry.key] = opening.after(change)

    def clear(self) -> None:
        """Forget everything: somebody else wrote to the database."""
        self._openings.clear()
