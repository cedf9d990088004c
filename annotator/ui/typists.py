"""The places where the reviewer types, and from which what is typed is sent a moment later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from annotator.ui.screens.review_screen import ReviewScreen


class Typist(Protocol):
    """A place where the reviewer types."""

    @property
    def typed(self) -> SignalInstance:
        """Something is typed that is not on its way yet."""

    @property
    def has_unsent(self) -> bool:
        """Whether something typed is not on its way yet."""


def typists(screen: ReviewScreen) -> tuple[Typist, ...]:
    """Return the places of the review screen."""
    copy, message = screen.editing.pane, screen.stepping.pane
    return (screen.panel.notes, copy.draft, copy.line.note, message.message, message.note)
