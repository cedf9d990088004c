"""The word diff of two texts that do not change, found away from the window; the latest pair always wins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from annotator.domain.newlines import to_editor
from annotator.ui.editing.sides import sides
from annotator.ui.lane import Lane, close_with
from annotator.workflow.measuring import MeasuringService

if TYPE_CHECKING:
    from annotator.ui.editing.sides import Sides

_DRAIN_MS: Final = 2000


class PairDiff(QObject):
    """Compares a pair at a time; its process starts with the first one.

    Signals:
        compared: where the latest pair differs (Sides); `None` if that takes too long.
    """

    compared = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._token = 0
        self._service = MeasuringService()
        close_with(self, self._service)
        self._lane = Lane("pairs", self)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being compared."""
        return self._lane.is_empty

    def compare(self, left: str, right: str) -> None:
        """Compare two exact texts."""
        self._token += 1
        self._lane.submit(partial(self._found, self._token, left, right), partial(self._tell, self._token), self._fail)

    def forget(self) -> None:
        """Tell nothing of what is under way."""
        self._token += 1

    def _found(self, token: int, left: str, right: str) -> Sides | None:
        """Compare; runs in the lane."""
        if token != self._token:
            return None  # nobody waits for it any more
        found = self._service.compare(left, right)
        return None if found is None else sides(to_editor(left), to_editor(right), found.changes)

    def _tell(self, token: int, found: Sides | None) -> None:
        if token == self._token:
            self.compared.emit(found)

    def _fail(self, error: Exception) -> None:
        raise error
