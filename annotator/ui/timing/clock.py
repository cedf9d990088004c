"""The clock of active time: it runs only while somebody works, and asks when it cannot know."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from annotator.domain import moments
from annotator.domain.review import Activity, TimeSession
from annotator.ui.timing.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.ids import InterventionId, ReviewRef

LIMIT_SECONDS: Final = 120.0
"""Reading produces no events: a gap up to this long is work."""

_RECORD_SECONDS: Final = 20.0
"""So much more is stored at the next look; with the look itself that is within thirty seconds."""

_LEAST_AWAY_SECONDS: Final = 15.0
"""A shorter look at another program is not asked about."""

_TICK_MS: Final = 5000


class Absence(Enum):
    """What the question is about: no input in the window, or another program in front of it."""

    IDLE = "idle"
    ELSEWHERE = "elsewhere"


@dataclass(slots=True)
class _Gap:
    """Time that counts only if the reviewer says so; without an end while it lasts."""

    kind: Absence
    start: float
    started_at: str
    end: float | None = None
    is_asked: bool = False


class ActivityClock(QObject):
    """Measures sessions per deliverable and activity, and asks for them to be stored.

    Active time is the sum of the gaps between inputs that are at most `limit_seconds` long. A session keeps its id and
    grows; each is stored under its own review, whatever is open by then.

    Signals:
        command_requested: store this much (RecordTime).
        seconds_changed: the sessions of this visit grew.
        question_asked: the reviewer was away and may say what that was (Absence).
        question_closed: there is nothing to ask any more.
        paused_changed: the clock stands still, or runs again (bool).
    """

    command_requested = Signal(object)
    seconds_changed = Signal()
    question_asked = Signal(object)
    question_closed = Signal()
    paused_changed = Signal(bool)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        seconds: Callable[[], float] = time.monotonic,
        moment: Callable[[], str] = moments.now,
    ) -> None:
        super().__init__(parent)
        self._seconds, self._moment = seconds, moment
        self.limit_seconds = LIMIT_SECONDS
        self.is_paused = False
        self._is_here = True
        self._last = seconds()
        self._gap: _Gap | None = None
        self._visit: Visit | None = None
        self._doing: tuple[Activity, InterventionId | None] = (Activity.REVIEW, None)
        self._began_at = ""
        self._timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.tick)

    # -- what is worked on --------------------------------------------------------------------------------------------

    @property
    def about(self) -> ReviewRef | None:
        """The review whose time is measured."""
        return self._visit.about if self._visit is not None else None

    @property
    def sessions(self) -> tuple[TimeSession, ...]:
        """The sessions of this visit as measured so far, stored or not."""
        return self._visit.sessions if self._visit is not None else ()

    def open(self, about: ReviewRef) -> None:
        """Measure the review of another deliverable from now on."""
        if self.about == about:
            return
        self.leave()
        self._visit = Visit(about)
        self._doing, self._began_at = (Activity.REVIEW, None), self._moment()
        self._last = self._seconds()
        self._timer.start()
        self.seconds_changed.emit()

    def begin(self, activity: Activity, intervention: InterventionId | None = None) -> None:
        """Do something else with the same deliverable from now on."""
        if self._visit is None or self._doing == (activity, intervention):
            return
        self._count()
        self.record()
        self._doing, self._began_at = (activity, intervention), self._moment()

    @Slot()
    def leave(self) -> None:
        """Stop measuring: the deliverable is left, or the window closes. What was asked and not answered is lost."""
        self._count()
        self._drop_gap()
        self.record()
        self._visit = None
        self._timer.stop()

    @Slot()
    def record(self) -> None:
        """Ask for everything measured so far to be stored."""
        self._record(0.0)

    def split(self) -> tuple[TimeSession, ...]:
        """Store what was measured and go on with new sessions; return those so far: they can be corrected now."""
        self._count()
        self.record()
        self._began_at = self._moment()
        return self._visit.split() if self._visit is not None else ()

    # -- what happens -------------------------------------------------------------------------------------------------

    @Slot()
    def note_input(self) -> None:
        """Take note of a key, a click or a turn of the wheel."""
        self._count()

    @Slot()
    def tick(self) -> None:
        """Look at the time: ask when nobody was there for too long, store what has grown."""
        if self._visit is None or self.is_paused:
            return
        is_idle = self._seconds() - self._last > self.limit_seconds
        if is_idle and self._is_here and (self._gap is None or self._gap.end is not None):
            self._open_gap(Absence.IDLE, self._last)
            self._ask()
        self._record(_RECORD_SECONDS)

    def show_presence(self, *, is_here: bool) -> None:
        """Learn that another program came to the front, or that this one is back."""
        if is_here == self._is_here:
            return
        if not is_here:
            self._count()
            if self._visit is not None and not self.is_paused:
                self._open_gap(Absence.ELSEWHERE, self._seconds())
        self._is_here = is_here
        self._last = self._seconds()
        gap = self._gap
        if is_here and gap is not None and gap.kind is Absence.ELSEWHERE:
            gap.end = self._last
            if gap.end - gap.start >= _LEAST_AWAY_SECONDS:
                self._ask()
            else:
                self._drop_gap()

    def set_paused(self, *, is_paused: bool) -> None:
        """Stop the clock, or let it run again."""
        if is_paused == self.is_paused:
            return
        self._count()
        self._drop_gap()
        self.record()
        self.is_paused = is_paused
        self.paused_changed.emit(is_paused)

    @Slot()
    def say_working(self) -> None:
        """The reviewer was working: the gap counts, as a check outside if another program was in front."""
        self._count()
        gap = self._gap
        if gap is None or self._visit is None:
            return
        seconds = (self._last if gap.end is None else gap.end) - gap.start
        if gap.kind is Absence.IDLE:
            self._add(self._doing, seconds, self._began_at)
        else:
            self._add((Activity.OUTSIDE, None), seconds, gap.started_at)
        self._drop_gap()
        self.record()

    @Slot()
    def say_break(self) -> None:
        """The reviewer was not working: the gap does not count."""
        self._count()
        self._drop_gap()

    # -- how ----------------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        """Count the time since the last input, unless it was too long, paused, or spent elsewhere."""
        now = self._seconds()
        elapsed, self._last = now - self._last, now
        if self._visit is None or self.is_paused or not self._is_here:
            return
        if elapsed <= self.limit_seconds:
            self._add(self._doing, elapsed, self._began_at)
            return
        if self._gap is None or self._gap.end is not None:
            self._open_gap(Absence.IDLE, now - elapsed)
        if self._gap is not None:
            self._gap.end = now
        self._ask()

    def _add(self, doing: tuple[Activity, InterventionId | None], seconds: float, began_at: str) -> None:
        if self._visit is not None and seconds > 0:
            self._visit.add(*doing, seconds, began_at)
            self.seconds_changed.emit()

    def _record(self, at_least: float) -> None:
        if self._visit is not None:
            for command in self._visit.records(at_least):
                self.command_requested.emit(command)

    def _open_gap(self, kind: Absence, start: float) -> None:
        self._drop_gap()
        self._gap = _Gap(kind, start, self._moment())

    def _ask(self) -> None:
        if self._gap is not None and not self._gap.is_asked:
            self._gap.is_asked = True
            self.question_asked.emit(self._gap.kind)

    def _drop_gap(self) -> None:
        gap, self._gap = self._gap, None
        if gap is not None and gap.is_asked:
            self.question_closed.emit()
