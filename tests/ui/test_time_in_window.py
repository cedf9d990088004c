"""Time keeping as the reviewer meets it: in the real window, by keys, into the exported file."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.ui.screens.exchange import export_to
from annotator.ui.timing.panel import TimePanel
from annotator.ui.timing.timesheet_dialog import TimesheetDialog
from tests.ui.conftest import opened_shell
from tests.ui.test_window import CTRL, press


class Watch:
    """A time that moves when it is told to."""

    def __init__(self, clock) -> None:
        clock.leave()
        self.seconds = clock._seconds()
        clock._seconds = lambda: self.seconds


@pytest.fixture
def watch(window) -> Watch:
    """Return the clock's time, which stands still from now on, with nothing measured yet."""
    return watch_of(window)


def watch_of(window) -> Watch:
    keeping = window.content.time
    watch = Watch(keeping.clock)
    keeping.show_sheet(window.review_screen.opening.sheet)
    return watch


def exported(qtbot, shell, path) -> dict:
    """Return the first deliverable's review as it leaves the program."""
    with qtbot.waitSignal(shell.desk.saved):
        shell.window.content.time.clock.record()
        shell.desk.run_all(())
    export_to(shell.window, path)
    qtbot.waitUntil(path.exists)
    return json.loads(path.read_text(encoding="utf-8"))["jobs"][0]["deliverables"][0]["reviews"][0]


def test_minutes_of_reading_and_editing_leave_the_program_apart(qtbot, shell, watch, tmp_path):
    window = shell.window
    for key in (Qt.Key.Key_P, Qt.Key.Key_P):
        watch.seconds += 50
        press(key)
    press(Qt.Key.Key_E)
    QTest.keyClicks(QApplication.focusWidget(), "Better. ")
    with qtbot.waitSignal(window.desk.changed):
        window.review_screen.editing.pane.flush()
    for _time in range(2):
        watch.seconds += 40
        press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_R)
    watch.seconds += 10
    press(Qt.Key.Key_P)
    assert window.content.time.label.text() == "3 min"
    review = exported(qtbot, shell, tmp_path / "out.json")
    (intervention,) = review["interventions"]
    assert [(each["activity"], each["seconds"]) for each in intervention["time"]] == [("intervention", 80)]
    assert intervention["active_seconds"] == 80
    assert [(each["activity"], each["seconds"]) for each in review["time"]] == [("review", 110)]
    assert review["active_seconds"] == 110


def test_two_quiet_minutes_ask_one_line_that_takes_no_focus(qtbot, window, watch):
    focus = QApplication.focusWidget()
    watch.seconds += 10
    press(Qt.Key.Key_P)
    watch.seconds += 130
    window.content.time.clock.tick()
    question = window.content.time.question
    assert question.isVisible()
    assert QApplication.focusWidget() is focus
    qtbot.mouseClick(question.findChild(QPushButton, "was_break"), Qt.MouseButton.LeftButton)
    assert not question.isVisible()
    assert window.content.time.clock.sessions[0].seconds == 10


def test_t_opens_the_panel_and_space_pauses(qtbot, window):
    press(Qt.Key.Key_T)
    panel = window.findChild(TimePanel)
    qtbot.waitUntil(panel.isActiveWindow)
    press(Qt.Key.Key_Space)
    assert window.content.time.label.text().startswith("⏸")
    press(Qt.Key.Key_Space)
    assert not window.content.time.clock.is_paused
    press(Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_the_timesheet_opens_from_the_menu_and_names_the_study(qtbot, window, watch):
    watch.seconds += 90
    press(Qt.Key.Key_P)
    window.content.acts["timesheet"].trigger()
    dialog = window.findChild(TimesheetDialog)
    qtbot.waitUntil(lambda: dialog._table.rowCount() == 1)
    assert dialog._table.item(0, 1).text() == "Sample jobs"
    assert dialog._table.item(0, 2).text() == "1.50"
    dialog.close()


def test_each_deliverable_has_its_own_minutes_and_they_are_there_tomorrow(qtbot, workspace):
    first = opened_shell(qtbot, workspace)
    qtbot.waitUntil(lambda: first.window.review_screen.opening is not None)
    watch, label = watch_of(first.window), first.window.content.time.label
    watch.seconds += 100
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: first.window.review_screen.opening.sheet.key == 2)
    assert label.text() == "0 min"
    watch.seconds += 70
    press(Qt.Key.Key_P)
    press(Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: first.window.review_screen.opening.sheet.key == 1)
    qtbot.waitUntil(lambda: label.text() == "1 min")
    watch.seconds += 30
    assert first.close()

    again = opened_shell(qtbot, workspace)
    qtbot.waitUntil(lambda: again.window.review_screen.opening is not None)
    assert again.window.content.time.label.text() == "2 min"
    assert again.close()
