"""What the assessment is about just now: one open sheet and its review as last told."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from annotator.domain.review import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.ids import ReviewRef
    from annotator.domain.review import Review
    from annotator.workflow.commands import Command
    from annotator.workflow.sheets import Sheet


Badge: TypeAlias = "Callable[[str], str]"
"""Tells the key of an act, as it is shown where the act is done; empty if the act has none now."""


class Subject:
    """The open sheet, shared by the parts of the pane, and the way out for their wishes.

    A review that is done takes no wishes: `ask` then calls `locked` instead, which says so.
    """

    def __init__(self, request: Callable[[Command], None], locked: Callable[[], None]) -> None:
        self._request = request
        self._locked = locked
        self.sheet: Sheet | None = None
        self.review: Review | None = None

    def show(self, sheet: Sheet) -> None:
        """Take another sheet up."""
        self.sheet, self.review = sheet, sheet.review

    @property
    def about(self) -> ReviewRef | None:
        """Which review the wishes are about; `None` while nothing is open."""
        return self.sheet.ref if self.sheet else None

    def ask(self, wish: Callable[[ReviewRef, Review], Command | None]) -> None:
        """Send the wish about the open review, if there is one and it takes wishes."""
        if self.sheet is None or self.review is None:
            return
        if self.review.status is not ReviewStatus.DRAFT:
            self._locked()
            return
        if (command := wish(self.sheet.ref, self.review)) is not None:
            self._request(command)

    def order(self, command: Command) -> None:
        """Send a command that a done review takes too, such as reopening it."""
        self._request(command)
