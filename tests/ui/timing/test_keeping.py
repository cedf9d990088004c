"""Time keeping from key presses to the database and the timesheet."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain import moments
from annotator.domain.review import Activity
from annotator.ui.desk import Desk
from annotator.ui.timing.clock import ActivityClock
from annotator.ui.timing.correction import ActivityRow
from annotator.ui.timing.keeping import TimeKeeping
from annotator.ui.timing.panel import TimePanel
from annotator.ui.timing.timesheet_dialog import TimesheetDialog
from annotator.workflow.commands import CorrectTime
from annotator.workflow.sheets import Sheet
from tests.ui.timing.conftest import Watch


class Window(QWidget):
    """A field to type into, and what shows the time."""

    def __init__(self, desk: Desk, watch: Watch) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.keeping = TimeKeeping(desk, self, "T", ActivityClock(seconds=watch, moment=moments.now))
        column = QVBoxLayout(self)
        for each in (self.field, self.keeping.label, self.keeping.question):
            column.addWidget(each)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, sheet: Sheet, watch: Watch) -> Window:
    made = Window(desk, watch)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    made.keeping.show_sheet(sheet)
    return made


def type_for(qtbot: QtBot, window: Window, watch: Watch, seconds: float) -> None:
    watch.seconds += seconds
    qtbot.keyClick(window.field, Qt.Key.Key_A)


def test_keys_are_work_and_the_label_says_so(qtbot, window, watch):
    assert window.keeping.label.text() == "0 min"
    type_for(qtbot, window, watch, 100)
    type_for(qtbot, window, watch, 100)
    assert window.keeping.label.text() == "3 min"
    assert window.keeping.label.accessibleName() == "Time on this deliverable: 3 min"


def test_leaving_stores_what_was_worked(qtbot, window, watch, desk, sheet):
    type_for(qtbot, window, watch, 75)
    with qtbot.waitSignal(desk.changed):
        window.keeping.leave()
    (session,) = desk.house.workbench.sheet(sheet.key).review.time
    assert (session.activity, session.seconds) == (Activity.REVIEW, 75)


def test_the_question_is_answered_by_a_click(qtbot, window, watch):
    question = window.keeping.question
    type_for(qtbot, window, watch, 10)
    watch.seconds += 130
    window.keeping.clock.tick()
    assert question.isVisible()
    assert window.field.hasFocus()
    qtbot.mouseClick(question.findChild(QPushButton, "was_working"), Qt.MouseButton.LeftButton)
    assert question.isHidden()
    assert window.keeping.clock.sessions[0].seconds == 140


def test_space_pauses_in_the_panel(qtbot, window, watch):
    window.keeping.switch_panel()
    panel = window.findChild(TimePanel)
    qtbot.keyClick(panel, Qt.Key.Key_Space)
    assert window.keeping.clock.is_paused
    assert window.keeping.label.text().startswith("⏸")
    qtbot.keyClick(panel, Qt.Key.Key_Space)
    assert not window.keeping.clock.is_paused
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_a_correction_needs_a_reason_and_keeps_the_measured_minutes(qtbot, window, watch, desk, sheet):
    type_for(qtbot, window, watch, 90)
    window.keeping.switch_panel()
    row = window.findChild(ActivityRow, "time_review")
    row._correct.click()
    minutes, reason, store = row.findChild(QDoubleSpinBox), row._reason, row._store
    minutes.setValue(10)
    assert not store.isEnabled()
    qtbot.keyClicks(reason, "on paper")
    with qtbot.waitSignal(desk.changed, check_params_cb=lambda change: isinstance(change.command, CorrectTime)):
        qtbot.keyClick(reason, Qt.Key.Key_Return)
    (session,) = desk.house.workbench.sheet(sheet.key).review.time
    assert (session.seconds, session.corrected_seconds, session.reason) == (90, 600, "on paper")
    assert window.keeping.label.text() == "10 min"
    window.keeping.switch_panel()
    window.activateWindow()
    window.field.setFocus()
    qtbot.waitUntil(window.field.hasFocus)
    type_for(qtbot, window, watch, 60)
    assert window.keeping.label.text() == "11 min"


def test_the_timesheet_is_shown_and_saved(qtbot, window, watch, desk, tmp_path: Path):
    type_for(qtbot, window, watch, 90)
    window.keeping.open_timesheet()
    dialog = window.findChild(TimesheetDialog)
    qtbot.waitUntil(lambda: dialog._table.rowCount() == 1)
    assert dialog._table.item(0, 2).text() == "1.50"
    dialog.save_csv(tmp_path / "timesheet.csv")
    dialog.save_pdf(tmp_path / "timesheet.pdf")
    rows = list(csv.reader((tmp_path / "timesheet.csv").read_text("utf-8-sig").splitlines()))
    assert rows[1][2:] == ["1.50", "1.50"]
    assert date.fromisoformat(rows[1][0]) - date.today() < timedelta(days=2)
    pdf = (tmp_path / "timesheet.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.rstrip().endswith(b"%%EOF")


def test_a_timesheet_that_cannot_be_saved_says_so(qtbot, window, watch, tmp_path: Path):
    dialog = TimesheetDialog("ada", window)
    dialog.show()
    (tmp_path / "file").write_text("")
    dialog.save_csv(tmp_path / "file" / "timesheet.csv")
    assert dialog._refusal.isVisible()
    assert "was not saved" in dialog._refusal.text()
