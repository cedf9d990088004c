"""A further attempt in the real window: what changed, what is asked first, and what stays hidden."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from annotator.domain.job import Arm
from annotator.domain.review import MarkKind, Verdict
from annotator.ui.main_window import MainWindow
from annotator.ui.reading.values import HighlightKind
from annotator.workflow.attempts import Delivery, NewAttempt
from annotator.workflow.commands import SetMark, SetVerdict
from annotator.workflow.sheets import QueueState
from tests.ui.test_window import SHIFT, press


@pytest.fixture
def failed(qtbot: QtBot, window: MainWindow) -> str:
    """The first attempt, failed in its second criterion; the id of that criterion."""
    sheet = window.review_screen.opening.sheet
    criterion = window.review_screen.panel.criteria.criteria[1]
    commands = [SetMark(sheet.ref, criterion.id, MarkKind.FAIL), SetVerdict(sheet.ref, Verdict.FAIL)]
    window.desk.run_all(commands)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.review.verdict is not None)
    return criterion.id


def open_next_attempt(qtbot: QtBot, window: MainWindow, content: str) -> None:
    sheet = window.review_screen.opening.sheet
    with qtbot.waitSignal(window.desk.attempt_added) as added:
        window.desk.add_attempt(NewAttempt(sheet.ref, Arm.FEEDBACK, Delivery(content)))
    window.desk.open(added.args[0].key)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.key == added.args[0].key)


def earlier_lines(window: MainWindow) -> list[str]:
    labels = window.review_screen.panel.findChildren(QLabel, "criterionReason")
    return [label.text() for label in labels if label.isVisible() and label.text().startswith("Earlier")]


def test_changed_passages_are_marked_and_the_marks_can_be_switched_off(qtbot, window, failed):
    text = window.review_screen.opening.sheet.deliverable.content
    open_next_attempt(qtbot, window, f"{text}\n\nA sentence that is new.")
    screen = window.review_screen
    page = screen.texts.deliverable.pages.current
    qtbot.waitUntil(lambda: page.is_complete)
    assert [mark.kind for mark in page.marked] == [HighlightKind.CHANGED]
    assert screen.recheck.text == "Attempt 2, compared with attempt 1: 1 passage changed (Δ)"
    press(Qt.Key.Key_M, SHIFT)
    assert page.marked == ()
    press(Qt.Key.Key_M, SHIFT)
    assert len(page.marked) == 1


def test_what_failed_before_is_asked_first_and_earlier_marks_stay_hidden_until_all_are_set(qtbot, window, failed):
    open_next_attempt(qtbot, window, "Something else altogether.")
    screen = window.review_screen
    criteria = screen.panel.criteria
    assert criteria.criteria[0].id == failed
    titles = [label.text() for label in criteria.findChildren(QLabel, "groupTitle") if label.isVisible()]
    assert titles[0] == "Asked first: failed on attempt 1"
    assert screen.opening.sheet.review.marks == ()
    for _criterion in criteria.criteria:
        assert earlier_lines(window) == []
        press(Qt.Key.Key_P)
    qtbot.waitUntil(lambda: earlier_lines(window) == ["Earlier, on attempt 1: ✗ Fail"])
    assert {mark.kind for mark in screen.opening.sheet.review.marks} == {MarkKind.PASS}


def test_a_setting_shows_earlier_marks_at_once_as_earlier_ones(qtbot, window, failed):
    window.preferences.set_value("earlier_marks", True)
    open_next_attempt(qtbot, window, "Something else altogether.")
    assert earlier_lines(window) == ["Earlier, on attempt 1: ✗ Fail"]
    assert window.review_screen.opening.sheet.review.marks == ()


def test_the_queue_says_that_it_is_a_recheck(qtbot, window, failed):
    open_next_attempt(qtbot, window, "Something else altogether.")
    sheet = window.review_screen.opening.sheet
    assert sheet.entry.state is QueueState.RECHECK
    qtbot.waitUntil(lambda: window.review_screen.model.entry(sheet.key) is not None)
    assert window.review_screen.model.entry(sheet.key).state is QueueState.RECHECK
