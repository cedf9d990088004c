"""Garbage is looked for on the GUI thread alone."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from annotator.garbage import is_left_lying

if TYPE_CHECKING:
    from collections.abc import Sequence

_EVERY_MS: Final = 500
_OLDEST: Final = 2


class Collecting(QObject):
    """Takes over from Python, which looks for garbage in whichever thread makes the next value.

    A widget that is found and destroyed in another thread, while Qt paints it or hands it an event, takes the whole
    program down; one that is found while Qt destroys another halts it for ever, since Qt holds its lock. A dialog that
    was closed is such garbage: its connections lead back to it. So it is looked for between two events, and never left
    to Python again: a window goes in pieces, after it was closed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_settled = False
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        """Look as far back as Python would by now.

        What is there when it would first look through everything is the program itself, and stays: to walk through it
        again and again would halt the window for a tenth of a second.
        """
        if is_left_lying():
            return
        due = oldest_due(gc.get_count(), gc.get_threshold())
        if due == _OLDEST and not self._is_settled:
            self._is_settled = True
            gc.collect(1)
            gc.freeze()
        elif due is not None:
            gc.collect(due)


def oldest_due(counts: Sequence[int], thresholds: Sequence[int]) -> int | None:
    """Return the oldest generation (0 to 2) that holds more than its threshold, `None` if none does."""
    return next((at for at in (2, 1, 0) if counts[at] > thresholds[at]), None)
