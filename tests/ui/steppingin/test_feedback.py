"""Stepping in by keys: the menu, the drafted message, and the ways to the next attempt."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.job import Arm
from annotator.domain.review import MarkKind, ReviewStatus, Verdict
from annotator.ui.main_window import MainWindow
from annotator.workflow.commands import SetMark, SetStatus, SetVerdict
from annotator.workflow.sheets import QueueState
from tests.ui.test_window import CTRL, press


@pytest.fixture
def failed(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """The window with an attempt that failed."""
    sheet = window.review_screen.opening.sheet
    criterion = window.review_screen.panel.criteria.criteria[0]
    window.desk.run_all([SetMark(sheet.ref, criterion.id, MarkKind.FAIL), SetVerdict(sheet.ref, Verdict.FAIL)])
    qtbot.waitUntil(lambda: review(window).verdict is not None)
    return window


def review(window: MainWindow):
    return window.review_screen.opening.sheet.review


def steps(window: MainWindow):
    return review(window).interventions


def step_in(qtbot: QtBot, window: MainWindow, number: str) -> None:
    """Choose a way to step in by its number in the menu."""
    stepping = window.review_screen.stepping
    press(Qt.Key.Key_I)
    qtbot.waitUntil(stepping.menu.isVisible)
    QTest.keyClick(stepping.menu, number)
    qtbot.waitUntil(lambda: stepping.is_open)
    window.activateWindow()  # without a window system nobody gives that back when a popup closes
    qtbot.waitUntil(window.isActiveWindow)


def click(window: MainWindow, name: str) -> None:
    button = window.review_screen.stepping.pane.findChild(QPushButton, name)
    assert button.isVisible(), name
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_before_the_verdict_nothing_but_editing_is_offered(qtbot, window):
    menu = window.review_screen.stepping.menu
    press(Qt.Key.Key_I)
    qtbot.waitUntil(menu.isVisible)
    assert menu.actions()[0].text() == "First give the verdict: stepping in comes after the grade."
    assert [action.isEnabled() for action in menu.actions() if action.data()] == [False] * 6
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert steps(window) == ()


def test_feedback_is_drafted_edited_stored_and_taken_back(qtbot, failed):
    window, pane = failed, failed.review_screen.stepping.pane
    criterion = window.review_screen.panel.criteria.criteria[0]
    step_in(qtbot, window, "1")
    (step,) = steps(window)
    assert (step.kind, step.is_primary, step.result) == ("I1", True, None)
    assert criterion.text in pane.editor.toPlainText()
    assert QApplication.focusWidget() is pane.editor
    press(Qt.Key.Key_Home, CTRL)
    QTest.keyClicks(pane.editor, "Dear all, ")
    with qtbot.waitSignal(window.desk.changed):
        pane.flush()
    assert steps(window)[0].content.startswith("Dear all, Thank you")
    press(Qt.Key.Key_Escape)
    for expected in ("Thank you", None):
        qtbot.waitUntil(window.content.acts["undo"].isEnabled)
        with qtbot.waitSignal(window.desk.walked):
            press(Qt.Key.Key_Z, CTRL)
        found = steps(window)
        assert (found[0].content.startswith(expected) if expected else found == ()) is True
    qtbot.waitUntil(lambda: not window.review_screen.stepping.is_open)


def test_without_a_connection_there_is_no_word_of_a_model_or_a_server(qtbot, failed):
    step_in(qtbot, failed, "1")
    pane = failed.review_screen.stepping.pane
    visible = [button.text() for button in pane.findChildren(QPushButton) if button.isVisible()]
    assert visible == ["Discard", "Leave it as a request", "Copy the message", "Paste the answer…"]


def test_the_message_is_copied_and_the_pasted_answer_becomes_the_next_attempt(qtbot, failed):
    window, stepping = failed, failed.review_screen.stepping
    first = window.review_screen.opening.sheet
    step_in(qtbot, window, "1")
    click(window, "copy_message")
    assert QApplication.clipboard().text() == steps(window)[0].content
    answer = "A better text.\r\n\r\nWith\u00a0two lines."
    QApplication.clipboard().setText(answer)
    click(window, "paste_answer")
    with qtbot.waitSignal(window.desk.attempt_added) as added:
        click(window, "store_answer")
    assert added.args[0].is_linked
    qtbot.waitUntil(lambda: steps(window)[0].result == added.args[0].ref.deliverable)
    assert stepping.pane.says.text() == "Attempt 2 came of it."
    click(window, "open_follower")
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.ref == added.args[0].ref)
    sheet = window.review_screen.opening.sheet
    delivered = sheet.deliverable
    assert (delivered.content, delivered.arm, delivered.parent) == (answer, Arm.FEEDBACK, first.deliverable.id)
    assert delivered.model == first.deliverable.model
    assert sheet.entry.state is QueueState.RECHECK
    (link,) = [each for each in window.desk.house.workbench.chain(sheet.ref) if each.ref == sheet.ref]
    assert link.is_by_hand


def test_done_goes_on_to_the_attempt_that_came_of_it(qtbot, failed):
    window = failed
    step_in(qtbot, window, "1")
    QApplication.clipboard().setText("A better text.")
    click(window, "paste_answer")
    with qtbot.waitSignal(window.desk.attempt_added) as added:
        click(window, "store_answer")
    press(Qt.Key.Key_R)
    window.review_screen.panel.take_focus()
    for _time in range(2):
        press(Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.ref == added.args[0].ref)


def test_a_plain_retry_says_nothing_new(qtbot, failed):
    window, pane = failed, failed.review_screen.stepping.pane
    step_in(qtbot, window, "0")
    assert steps(window)[0].content == ""
    assert not pane.editor.isVisible()
    click(window, "copy_message")
    assert QApplication.clipboard().text() == window.review_screen.opening.sheet.job.brief
    QApplication.clipboard().setText("Another text.")
    click(window, "paste_answer")
    with qtbot.waitSignal(window.desk.attempt_added) as added:
        click(window, "store_answer")
    window.desk.open(added.args[0].key)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.ref == added.args[0].ref)
    assert window.review_screen.opening.sheet.deliverable.arm is Arm.PLAIN_RETRY


def test_a_request_waits_and_the_window_says_so(qtbot, failed):
    window, screen = failed, failed.review_screen
    step_in(qtbot, window, "4")
    click(window, "put_by")
    assert not screen.stepping.is_open
    assert screen.recheck.text == (
        "A request for the next attempt waits for the coordinator: it travels in your result file."
    )
    with qtbot.waitSignal(window.desk.changed):
        window.desk.run(SetStatus(screen.opening.sheet.ref, ReviewStatus.SUBMITTED, "2026-11-25T12:00:00Z"))
    assert screen.recheck.isVisible()


def test_verifying_only_is_a_note(qtbot, failed):
    window, pane = failed, failed.review_screen.stepping.pane
    step_in(qtbot, window, "9")
    QTest.keyClicks(QApplication.focusWidget(), "Every figure checked.")
    with qtbot.waitSignal(window.desk.changed):
        pane.flush()
    assert (steps(window)[0].kind, steps(window)[0].note) == ("I9", "Every figure checked.")
    assert [button.text() for button in pane.findChildren(QPushButton) if button.isVisible()] == ["Discard"]


def test_a_done_review_is_reopened_to_step_in(qtbot, failed):
    window = failed
    with qtbot.waitSignal(window.desk.changed):
        window.desk.run(SetStatus(review(window).ref, ReviewStatus.SUBMITTED, "2026-11-25T12:00:00Z"))
    step_in(qtbot, window, "2")
    assert review(window).status is ReviewStatus.DRAFT
    assert [each.kind for each in steps(window)] == ["I2"]


def test_files_are_dropped_a_text_is_read_and_another_file_attached(qtbot, failed, tmp_path: Path):
    window, box = failed, failed.review_screen.stepping.pane.answer
    text, table = tmp_path / "answer.md", tmp_path / "data.xlsx"
    text.write_bytes(b"# Antwort\r\nfertig")
    table.write_bytes(b"PK\x03\x04 no real table")
    step_in(qtbot, window, "1")
    QApplication.clipboard().clear()
    click(window, "paste_answer")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(each)) for each in (text, table)])
    assert box.field.canInsertFromMimeData(mime)
    box.field.insertFromMimeData(mime)
    qtbot.waitUntil(lambda: box.store.isEnabled() and box.text != "")
    with qtbot.waitSignal(window.desk.attempt_added) as added:
        click(window, "store_answer")
    window.desk.open(added.args[0].key)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.ref == added.args[0].ref)
    delivered = window.review_screen.opening.sheet.deliverable
    assert delivered.content == "# Antwort\r\nfertig"
    (attached,) = delivered.attachments
    assert (attached.name, attached.size) == ("data.xlsx", 18)
    assert window.desk.house.workbench.attachment_path(attached.sha256).read_bytes() == table.read_bytes()
