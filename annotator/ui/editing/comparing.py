"""Live comparison of an edit: one at a time, away from the window, and the latest text always wins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from annotator.ui.editing.showing import compared
from annotator.ui.lane import Lane, close_with
from annotator.workflow.measuring import MeasuringService

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.spans import Span
    from annotator.metrics.effort import EditEffort
    from annotator.ui.editing.showing import Compared, LinesId
    from annotator.workflow.comparing import Carried

_COMPARE_MS: Final = 150
"""While somebody types, so often at most."""

_MEASURE_MS: Final = 1000
"""Effort is measured once typing has paused for so long."""

_AT_ONCE: Final = 12_000
"""Characters of both texts up to which effort is measured within a frame."""

_DRAIN_MS: Final = 2000


@dataclass(frozen=True, slots=True)
class Effort:
    """What an edit cost, and of which text that is said."""

    text: str
    effort: EditEffort


class Comparing(QObject):
    """Compares what `text` gives with the original, whenever it is told that something was typed.

    Signals:
        compared: the latest comparison (Compared).
        measured: what the edit cost (Effort).
        carried: where the spans of the original are now (tuple of Carried).
    """

    compared = Signal(object)
    measured = Signal(object)
    carried = Signal(object)

    def __init__(self, text: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._original = ""
        self._language: str | None = None
        self._shown: LinesId | None = None
        self._token = 0
        self._effort: Effort | None = None
        self._spans: tuple[Span, ...] = ()
        self._is_wanted = self._is_effort_wanted = self._is_carry_wanted = False
        self._service = MeasuringService()
        close_with(self, self._service)
        self._lane = Lane("comparisons", self)
        self._soon = QTimer(self, singleShot=True, interval=_COMPARE_MS)
        self._soon.timeout.connect(self.compare)
        self._calm = QTimer(self, singleShot=True, interval=_MEASURE_MS)
        self._calm.timeout.connect(self.measure)

    @property
    def is_idle(self) -> bool:
        """Whether everything typed is compared and measured."""
        return self._lane.is_empty and not self._soon.isActive() and not self._calm.isActive()

    def show_spans(self, spans: tuple[Span, ...]) -> None:
        """Follow these spans of the original from now on."""
        if spans != self._spans:
            self._spans = spans
            self._is_carry_wanted = True
            self._next()

    def show_original(self, original: str, language: str | None) -> None:
        """Compare with another original from now on; what is under way for the one before is of no interest."""
        self._token += 1
        self._original, self._language, self._effort = original, language, None
        self._soon.stop()
        self._calm.stop()

    @Slot()
    def note_typing(self) -> None:
        """Something was typed: compare soon, measure once it is calm."""
        if not self._soon.isActive():
            self._soon.start()
        self._calm.start()

    @Slot()
    def compare(self) -> None:
        """Compare now, or as soon as what is under way is done."""
        self._is_wanted = True
        self._next()

    @Slot()
    def measure(self) -> None:
        """Measure the effort now, or as soon as what is under way is done."""
        self._calm.stop()
        self._is_effort_wanted = self._is_carry_wanted = True
        self._next()

    def measure_apart(self, done: Callable[[Effort], object]) -> None:
        """Measure what the edit has cost so far and tell `done`, at once if the texts are short.

        The answer comes whatever is compared by then, unless the window goes.
        """
        if self._effort is not None and self._effort.text == self._text():
            done(self._effort)
        elif len(self._original) + len(self._text()) <= _AT_ONCE:
            from annotator.metrics.effort import edit_effort  # noqa: PLC0415 -- its library has forty modules

            done(Effort(self._text(), edit_effort(self._original, self._text(), self._language)))
        else:
            work = partial(self._measured, self._original, self._text(), self._language)
            self._lane.submit(work, partial(self._hand_over, done), self._fail)

    def _hand_over(self, done: Callable[[Effort], object], found: Effort | None) -> None:
        if found is not None:
            done(found)
        self._next()

    def close(self) -> None:
        """Stop: the pane goes."""
        self._token += 1
        self._is_wanted = self._is_effort_wanted = self._is_carry_wanted = False
        self._soon.stop()
        self._calm.stop()
        self._service.close()
        self._lane.close(_DRAIN_MS)

    def _next(self) -> None:
        if not self._lane.is_empty:
            return
        if self._is_wanted:
            self._is_wanted = False
            work = partial(self._service.ask, compared, self._original, self._text(), self._shown)
            self._lane.submit(work, partial(self._show, self._token), self._fail)
        elif self._is_effort_wanted:
            self._is_effort_wanted = False
            work_effort = partial(self._measured, self._original, self._text(), self._language)
            self._lane.submit(work_effort, partial(self._tell, self._token), self._fail)
        elif self._is_carry_wanted:
            self._is_carry_wanted = False
            carry = partial(self._service.carry, self._original, self._text(), self._spans)
            self._lane.submit(carry, partial(self._tell_carried, self._token), self._fail)

    def _measured(self, original: str, text: str, language: str | None) -> Effort | None:
        """Measure the effort; runs in the lane."""
        effort = self._service.effort(original, text, language)
        return None if effort is None else Effort(text, effort)

    def _show(self, token: int, found: Compared | None) -> None:
        if found is not None and token == self._token:
            self._shown = found.lines_id
            self.compared.emit(found)
        self._next()

    def _tell(self, token: int, found: Effort | None) -> None:
        if found is not None and token == self._token:
            self._effort = found
            self.measured.emit(found)
        self._next()

    def _tell_carried(self, token: int, found: tuple[Carried, ...] | None) -> None:
        if found is not None and token == self._token:
            self.carried.emit(found)
        self._next()

    def _fail(self, error: Exception) -> None:
        self._next()
        raise error
