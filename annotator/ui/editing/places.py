"""The passages that the review marked in a deliverable: which of them the edit left as they were, and which not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from annotator.domain.spans import SpanTarget, span_of
from annotator.i18n import _
from annotator.ui.highlights import highlights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from annotator.domain.spans import Span
    from annotator.domain.taxonomy import TagDefinition
    from annotator.workflow.comparing import Carried
    from annotator.workflow.sheets import Sheet

_MOST_QUOTED: Final = 36


class MarkedPlaces(QToolButton):
    """Says how many marked passages still stand; its menu lists them and leads to each. Hidden where none is marked.

    Signals:
        place_chosen: lead there (Carried).
    """

    place_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("link")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self._labels: tuple[str, ...] = ()
        self.show_places(())

    def spans(self, sheet: Sheet, definitions: Mapping[str, TagDefinition]) -> tuple[Span, ...]:
        """Return the marked passages of a deliverable and remember what they are marked with."""
        content = sheet.deliverable.content
        marked = [
            each
            for each in highlights(sheet.review, sheet.job.rubric, SpanTarget.DELIVERABLE, definitions)
            if 0 <= each.start < each.end <= len(content)
        ]
        self._labels = tuple(each.label for each in marked)
        return tuple(span_of(content, each.start, each.end) for each in marked)

    def show_places(self, carried: Sequence[Carried]) -> None:
        """Say what became of the passages."""
        stand = sum(each.now is not None for each in carried)
        self.setVisible(bool(carried))
        text = _("Marked: {stand} stand, {gone} changed").format(stand=stand, gone=len(carried) - stand)
        self.setText(f"{text} ▾")
        self.setAccessibleName(text)
        menu = self.menu()
        menu.clear()
        for label, each in zip(self._labels, carried, strict=False):
            menu.addAction(self._action(menu, label, each))

    def _action(self, menu: QMenu, label: str, each: Carried) -> QAction:
        quote = " ".join(each.span.quote.split())
        quote = quote if len(quote) <= _MOST_QUOTED else f"{quote[:_MOST_QUOTED]}…"
        words = _("stands: {label} “{quote}”") if each.now is not None else _("changed or gone: {label} “{quote}”")
        action = menu.addAction(words.format(label=label, quote=quote).replace("&", "&&"))
        action.triggered.connect(partial(self._choose, each))
        return action

    def _choose(self, each: Carried, _is_checked: bool = False) -> None:
        self.place_chosen.emit(each)
