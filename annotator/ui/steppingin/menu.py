"""The menu of the ways to step in, with the number that chooses each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu

from annotator.i18n import _, current_language
from annotator.workflow.taxonomy import taxonomy

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QWidget

    from annotator.domain.review import Review

MESSAGES: Final = ("I1", "I2", "I3", "I4")
"""The ways in which somebody says something new."""

PLAIN_RETRY: Final = "I0"
VERIFY_ONLY: Final = "I9"
OFFERED: Final = (*MESSAGES, PLAIN_RETRY, VERIFY_ONLY)


class StepInMenu(QMenu):
    """Offers the ways to step in once there is a verdict.

    Signals:
        edit_chosen: edit a copy.
        kind_chosen: step in in this way (str).
    """

    edit_chosen = Signal()
    kind_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("step_in_menu")
        self.setAccessibleName(_("Step in"))
        self.setToolTipsVisible(True)

    def open_at(self, place: QPoint, review: Review, edit_badge: str) -> None:
        """Open the menu for a review."""
        self.clear()
        if review.verdict is None:
            first = self.addAction(_("First give the verdict: stepping in comes after the grade."))
            first.setEnabled(False)
            self.addSeparator()
        edit = self.addAction(_("&E  Edit a copy…"))
        edit.setToolTip(edit_badge)
        edit.triggered.connect(self.edit_chosen)
        for kind in OFFERED:
            if kind == PLAIN_RETRY:
                self.addSeparator()
            action = self.addAction(f"&{kind[1]}  {kind_word(kind).replace('&', '&&')}")
            action.setData(kind)
            action.setToolTip(kind_note(kind))
            action.setEnabled(review.verdict is not None)
            action.triggered.connect(partial(self._choose, kind))
        self.popup(place)

    def _choose(self, kind: str, _is_checked: bool = False) -> None:
        self.kind_chosen.emit(kind)


def kind_word(kind: str) -> str:
    """Return what a kind of intervention is called in the window's language."""
    return _own(next(each.label for each in taxonomy().interventions if each.code == kind))


def kind_note(kind: str) -> str:
    """Return what a kind of intervention means."""
    return _own(next(each.definition for each in taxonomy().interventions if each.code == kind))


def _own(texts: object) -> str:
    assert isinstance(texts, dict), "the taxonomy speaks several languages"
    return str(texts.get(current_language(), texts["en"]))
