"""Time keeping in the window: the clock, what feeds it, and what shows it, wired to the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from annotator.domain.review import Activity
from annotator.ui.timing.break_question import BreakQuestion
from annotator.ui.timing.clock import ActivityClock
from annotator.ui.timing.input_watch import InputWatch
from annotator.ui.timing.minutes import corrections, sessions_of
from annotator.ui.timing.panel import TimePanel
from annotator.ui.timing.time_label import TimeLabel
from annotator.workflow.commands import RemoveIntervention

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from annotator.domain.ids import InterventionId
    from annotator.domain.review import TimeSession
    from annotator.ui.desk import Desk
    from annotator.ui.timing.timesheet_dialog import TimesheetDialog
    from annotator.workflow.changes import Change
    from annotator.workflow.sheets import Sheet


class TimeKeeping(QObject):
    """Measures the open deliverable. `label` and `question` are to be placed in the window; the panel opens by itself.

    Args:
        desk: takes what was measured.
        window: the window that the panel stands before.
        key: the key of the time panel, as it is shown.
        clock: the clock; another one for tests.
    """

    def __init__(self, desk: Desk, window: QWidget, key: str = "", clock: ActivityClock | None = None) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._sheet: Sheet | None = None
        self._panel: TimePanel | None = None
        self._timesheet: TimesheetDialog | None = None
        self.clock = clock or ActivityClock()
        self.clock.setParent(self)
        self.label = TimeLabel(key)
        self.question = BreakQuestion()
        self.question.follow(self.clock)
        self._watch = InputWatch(self)
        self._watch.stirred.connect(self.clock.note_input)
        self._watch.presence_changed.connect(self._show_presence)
        self.clock.command_requested.connect(desk.run)
        self.clock.seconds_changed.connect(self._show_time)
        self.clock.paused_changed.connect(self._show_time)
        self.label.clicked.connect(self.switch_panel)
        desk.changed.connect(self._show_change)

    def use_limit(self, minutes: int) -> None:
        """Ask after this many minutes without an input."""
        self.clock.limit_seconds = minutes * 60.0

    def verbs(self) -> dict[str, Callable[[], object]]:
        """Return what the acts of time keeping do, by their ids."""
        return {"time": self.switch_panel, "timesheet": self.open_timesheet}

    def show_sheet(self, sheet: Sheet) -> None:
        """Measure another deliverable from now on."""
        self._sheet = sheet
        self.clock.open(sheet.ref)
        self._show_time()

    @Slot(object)
    def step_in(self, intervention: InterventionId) -> None:
        """Count what follows for an intervention."""
        self.clock.begin(Activity.INTERVENTION, intervention)

    @Slot()
    def step_out(self) -> None:
        """Count what follows for the review again."""
        self.clock.begin(Activity.REVIEW)

    @Slot()
    def leave(self) -> None:
        """Send what was measured: the window closes."""
        self.clock.leave()
        self._sheet = None

    @Slot()
    def switch_panel(self) -> None:
        """Open the time panel, or close it."""
        if self._panel is None:
            self._panel = TimePanel(self._window)
            self._panel.pause_requested.connect(self._pause)
            self._panel.corrected.connect(self._correct)
            self._panel.timesheet_requested.connect(self.open_timesheet)
        self._panel.setVisible(not self._panel.isVisible())
        self._show_time()

    @Slot()
    def open_timesheet(self) -> None:
        """Show the minutes per day and study, up to this moment."""
        from annotator.ui.timing.timesheet_dialog import TimesheetDialog  # noqa: PLC0415 -- only when it is asked for

        self.clock.record()
        if self._timesheet is None:
            self._timesheet = TimesheetDialog(self._desk.house.workbench.reviewer.name, self._window)
            self._timesheet.lines_requested.connect(self._read_lines)
        dialog = self._timesheet
        self._desk.write(lambda _workbench: None, lambda _done: dialog.request())  # after what is on its way
        dialog.show()

    @Slot(object, object)
    def _read_lines(self, first: date, last: date) -> None:
        if self._timesheet is not None:
            self._desk.read(lambda workbench: workbench.timesheet(first, last), self._timesheet.show_lines)

    @property
    def _sessions(self) -> tuple[TimeSession, ...]:
        return sessions_of(self._sheet.review if self._sheet else None, self.clock.sessions)

    @Slot()
    def _show_time(self) -> None:
        sessions = self._sessions
        is_paused = self.clock.is_paused
        self.label.show_time(sum(each.counted_seconds for each in sessions), is_paused=is_paused)
        if self._panel is not None and self._panel.isVisible():
            self._panel.show_time(self._sheet.job.title if self._sheet else "", sessions)
            self._panel.show_paused(is_paused=is_paused)

    @Slot(object)
    def _show_change(self, change: Change) -> None:
        if self._sheet is not None and change.review.ref == self._sheet.ref:
            self._sheet = replace(self._sheet, review=change.review)
            if isinstance(change.command, RemoveIntervention):
                self.step_out()  # what follows is not done for it
            self._show_time()

    @Slot(bool)
    def _pause(self, is_paused: bool) -> None:
        self.clock.set_paused(is_paused=is_paused)

    @Slot(object, float, str)
    def _correct(self, activity: Activity, seconds: float, reason: str) -> None:
        if self._sheet is None:
            return
        sessions = sessions_of(self._sheet.review, self.clock.split())
        if commands := corrections(self._sheet.ref, activity, sessions, seconds, reason):
            self._desk.run_all(commands)

    @Slot(bool)
    def _show_presence(self, is_here: bool) -> None:
        self.clock.show_presence(is_here=is_here)
