"""The line under a text: its facts, those of the selection, and the outline of a long one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from annotator.i18n import _
from annotator.ui.parts import ElidingLabel, flat_button

if TYPE_CHECKING:
    from annotator.formats.markdown.values import OutlineEntry

_FEW: Final = 3
_MOST: Final = 200
_ENTRY_LENGTH: Final = 70


class FootLine(QWidget):
    """Shows facts and offers an outline.

    Signals:
        heading_chosen: go to this block of the text (int).
    """

    heading_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("facts_line")
        self._facts = ElidingLabel("quiet")
        self._outline = flat_button("link")
        self._outline.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._outline)
        self._outline.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.addWidget(self._facts, 1)
        row.addWidget(self._outline)
        self._outline.hide()

    @property
    def text(self) -> str:
        """What the line says."""
        return self._facts.whole

    def show_facts(self, line: str) -> None:
        """Say these facts."""
        self._facts.show_text(line)

    def show_outline(self, outline: tuple[OutlineEntry, ...]) -> None:
        """Offer these headings; fewer than a few need no outline."""
        self._menu.clear()
        self._outline.setText(_("Outline") + " ▾")
        self._outline.setAccessibleName(_("Outline"))
        self._outline.setVisible(len(outline) >= _FEW)
        top = min((entry.level for entry in outline), default=1)
        for entry in outline[:_MOST]:
            words = entry.text.strip().replace("&", "&&")
            words = words if len(words) <= _ENTRY_LENGTH else words[: _ENTRY_LENGTH - 1] + "…"
            action = self._menu.addAction("    " * (entry.level - top) + words)
            action.triggered.connect(partial(self._go, entry.block))

    @property
    def menu(self) -> QMenu:
        """The outline."""
        return self._menu

    def _go(self, block: int, _is_checked: bool = False) -> None:
        self.heading_chosen.emit(block)
