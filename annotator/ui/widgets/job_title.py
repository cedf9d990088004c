"""The job's title above its brief, whole; a title that only repeats how the brief begins is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from annotator.ui.parts import WrappingLabel, shortened
from annotator.ui.reading.typeface import Typeface

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_MOST_LINES: Final = 4
"""A longer title would leave no room for the brief; the tool tip has all of it."""

_MARGINS: Final = (16, 6, 16, 6)
_MARKUP: Final = re.compile(r"[#*_>`\s]+")
_LARGER: Final = 1.1


class JobTitle(WrappingLabel):
    """Says which job the brief is of."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("job_title")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setContentsMargins(*_MARGINS)
        self._whole = ""
        self.hide()

    def show_job(self, title: str, brief: str, language: str | None) -> None:
        """Show a title in the job's own type, unless the brief says it first."""
        self._whole = " ".join(title.split())
        if not self._whole or _plain(brief[: 4 * len(title) + 200]).startswith(_plain(title)):
            self.hide()
            return
        font = Typeface(language).spoken_in(QApplication.font())
        font.setPixelSize(round(font.pixelSize() * _LARGER))
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self._fit()
        self.show()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        text = shortened(self._whole, self.fontMetrics(), self.contentsRect().width(), _MOST_LINES)
        self.setText(text)
        self.setToolTip("" if text == self._whole else self._whole)
        self.setAccessibleName(self._whole)


def _plain(text: str) -> str:
    """Return a text without its markup and with one kind of space; an end that was cut off says nothing."""
    return _MARKUP.sub(" ", text).strip().removesuffix("…").removesuffix("...").rstrip().casefold()
