"""Small widgets that are made the same way everywhere, known by their object name to the style sheet and to tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QResizeEvent

_UNBROKEN: Final = re.compile(r"[!-~\u00a1-\u024f]{18,}")
_PIECE: Final = re.compile(r".{1,4}")
_MAY_BREAK: Final = "\u200b"
_SEPARATOR: Final = " · "
_MORE: Final = " …"


def breakable(text: str) -> str:
    """Return a text in which an address or an identifier may be broken where a line ends."""
    return _UNBROKEN.sub(lambda run: _MAY_BREAK.join(_PIECE.findall(run.group())), text)


def set_shown(widget: QWidget, *, is_shown: bool) -> None:
    """Show a widget or hide it; one that is as wished already is left alone, which takes a tenth of the time."""
    if widget.isHidden() is is_shown:
        widget.setVisible(is_shown)


class WrappingLabel(QLabel):
    """A label that wraps whatever it is given, so that one long word never widens a pane."""

    @override
    def setText(self, text: str) -> None:
        wrapped = breakable(text)
        if wrapped != self.text():
            super().setText(wrapped)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())


class ElidingLabel(QLabel):
    """A label of one line that gives up its last words where there is no room; the tool tip says all of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""

    @property
    def whole(self) -> str:
        """All that it says, shown or not."""
        return self._whole

    def show_text(self, text: str) -> None:
        """Say this."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown, room = self._whole, self.contentsRect().width()
        while self._wide(shown) > room and _SEPARATOR in shown:
            shown = shown.removesuffix(_MORE).rpartition(_SEPARATOR)[0] + _MORE
            if _SEPARATOR not in shown.removesuffix(_MORE):
                break
        self.setText(self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room))
        self.setToolTip("" if self.text() == self._whole else self._whole)

    def _wide(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


def shortened(text: str, metrics: QFontMetrics, width: int, lines: int) -> str:
    """Return as much of a text as fits into so many lines of this width; three dots stand for what is left out."""
    height = lines * metrics.lineSpacing() + 1

    def fits(shown: str) -> bool:
        flags = int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(0, 0, width, 1_000_000, flags, breakable(shown)).height() <= height

    if fits(text):
        return text
    least, most = 0, len(text)
    while least < most:
        half = (least + most + 1) // 2
        least, most = (half, most) if fits(f"{text[:half]}…") else (least, half - 1)
    return f"{text[:least].rstrip()}…"


def plain_label(name: str, text: str = "", *, wraps: bool = False) -> QLabel:
    """Return a label that shows its text as it is: no markup is ever read in a job's words."""
    made = WrappingLabel() if wraps else QLabel()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    made.setText(text)
    return made


def flat_button(name: str, text: str = "") -> QToolButton:
    """Return a quiet button that the Tab key reaches."""
    made = QToolButton()
    made.setObjectName(name)
    made.setText(text)
    made.setAutoRaise(True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
