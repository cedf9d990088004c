"""The outbox by keys: what waits is counted, listed, sent, copied, kept and withdrawn."""

from __future__ import annotations

from importlib import import_module

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.job import Arm
from annotator.domain.review import ReviewStatus
from annotator.settings.connections import Connection
from annotator.storage import requests as stored
from annotator.storage.database import transaction
from annotator.ui.main_window import MainWindow
from annotator.ui.outbox.answer_news import ANSWER
from annotator.ui.outbox.button import OutboxButton
from annotator.ui.outbox.window import OutboxWindow
from annotator.workflow.commands import SetStatus
from annotator.workflow.outbox import Waiting
from tests.ui.generating.test_round import press
from tests.ui.steppingin.test_feedback import click, failed, review, step_in, steps

__all__ = ["failed"]  # a fixture

LONG = 20_000
TEXT = " ".join(f"word{number}" for number in range(40))


@pytest.fixture
def home(llmock) -> Connection:
    import_module("openai")  # seconds on a busy machine, and not what is waited for
    llmock.reply(TEXT, times=None)
    return Connection("Home", llmock.base_url(), "gpt-4o", price_in=1.0, price_out=2.0)


def button(window: MainWindow) -> OutboxButton:
    return window.content.findChild(OutboxButton)


def opened(qtbot: QtBot, window: MainWindow, count: int) -> OutboxWindow:
    """Open the outbox from the menu, and wait until it lists so much."""
    assert window.content.acts.trigger("outbox")
    qtbot.waitUntil(lambda: bool(window.findChildren(OutboxWindow)))
    dialog = window.findChildren(OutboxWindow)[-1]
    qtbot.waitUntil(lambda: len(dialog.lines) == count, timeout=LONG)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


@pytest.fixture
def waiting(qtbot: QtBot, failed: MainWindow) -> MainWindow:
    """The window with a request left to travel."""
    step_in(qtbot, failed, "1")
    click(failed, "put_by")
    qtbot.waitUntil(lambda: button(failed).isVisible(), timeout=LONG)
    return failed


def test_the_count_is_shown_only_while_something_waits(qtbot, failed):
    assert not button(failed).isVisible()
    step_in(qtbot, failed, "1")
    qtbot.waitUntil(lambda: button(failed).isVisible(), timeout=LONG)
    assert button(failed).text() == "Outbox · 1"
    click(failed, "discard_step")
    qtbot.waitUntil(lambda: not button(failed).isVisible(), timeout=LONG)


def test_without_a_connection_a_request_is_listed_copied_and_withdrawn(qtbot, waiting):
    window = waiting
    message = steps(window)[0].content
    button(window).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button(window), Qt.Key.Key_Space)
    dialog = opened(qtbot, window, 1)
    (line,) = dialog.lines
    assert (line.waiting, line.arm, line.ask.message) == (Waiting.TRAVELS, Arm.FEEDBACK, message)
    assert [dialog.table.item(0, column).text() for column in (1, 2)] == [
        "Feedback + retry",
        "travels in your result file",
    ]
    assert message in dialog.view.toPlainText()
    visible = {each.text() for each in dialog.findChildren(QPushButton) if each.isVisible()}
    assert visible == {"Open the deliverable", "Copy the message", "Withdraw", "Close"}
    press(dialog.copy)
    assert QApplication.clipboard().text() == message
    press(dialog.withdraw)
    qtbot.waitUntil(lambda: dialog.lines == (), timeout=LONG)
    assert steps(window) == ()
    qtbot.waitUntil(lambda: not button(window).isVisible())


def test_the_request_of_a_finished_review_is_withdrawn_and_the_review_stays_finished(qtbot, waiting):
    window = waiting
    with qtbot.waitSignal(window.desk.changed, timeout=LONG):
        window.desk.run(SetStatus(review(window).ref, ReviewStatus.SUBMITTED, "2026-11-25T12:00:00Z"))
    dialog = opened(qtbot, window, 1)
    qtbot.waitUntil(lambda: dialog.lines[0].status is ReviewStatus.SUBMITTED, timeout=LONG)
    press(dialog.withdraw)
    qtbot.waitUntil(lambda: dialog.lines == (), timeout=LONG)
    assert (review(window).status, steps(window)) == (ReviewStatus.SUBMITTED, ())


def test_a_request_is_sent_from_here_once_it_was_seen(qtbot, waiting, home, llmock):
    window = waiting
    window.preferences.set_connections([home])
    message, first = steps(window)[0].content, window.review_screen.opening.sheet
    dialog = opened(qtbot, window, 1)
    press(dialog.send)
    qtbot.waitUntil(lambda: message in dialog.sending.view.toPlainText(), timeout=LONG)
    assert llmock.requests == []
    with qtbot.waitSignal(window.desk.attempt_added, timeout=LONG) as added:
        press(dialog.sending.send)
    assert added.args[0].is_linked
    qtbot.waitUntil(lambda: dialog.lines == (), timeout=LONG)
    sheet = window.desk.house.workbench.sheet_of(added.args[0].ref)
    assert (sheet.deliverable.parent, sheet.deliverable.content) == (first.deliverable.id, TEXT)
    assert llmock.last_request.body["messages"][-1]["content"] == message


def send_and_leave(qtbot: QtBot, window: MainWindow) -> None:
    """Send the step's message, and open another deliverable while the answer is on its way."""
    click(window, "send")
    box = window.review_screen.stepping.pane.sending
    qtbot.waitUntil(lambda: bool(box.view.toPlainText()), timeout=LONG)
    with qtbot.waitSignal(window.desk.asking.text_arrived, timeout=LONG):
        click(window, "send_now")
    other = window.review_screen.model.keys[1]
    window.desk.open(other)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.key == other, timeout=LONG)


def notice_button(window: MainWindow, text: str) -> QPushButton:
    return next(each for each in window.notices.findChildren(QPushButton) if each.text() == text)


def test_what_came_is_kept_from_wherever_one_is(qtbot, failed, home, llmock):
    window, first = failed, failed.review_screen.opening.sheet
    window.preferences.set_connections([home])
    llmock.pace(40)
    llmock.truncate(after_chunks=20)
    step_in(qtbot, window, "1")
    send_and_leave(qtbot, window)
    qtbot.waitUntil(lambda: window.notices.text_of(ANSWER) is not None, timeout=LONG)
    with qtbot.waitSignal(window.desk.attempt_added, timeout=LONG) as added:
        press(notice_button(window, "Keep what came"))
    assert window.notices.text_of(ANSWER) is None
    delivered = window.desk.house.workbench.sheet_of(added.args[0].ref).deliverable
    assert delivered.is_partial
    assert delivered.parent == first.deliverable.id
    assert TEXT.startswith(delivered.content.strip())


def test_what_came_is_kept_from_the_outbox_later(qtbot, failed, home, llmock):
    window = failed
    window.preferences.set_connections([home])
    llmock.truncate(after_chunks=20)
    step_in(qtbot, window, "1")
    click(window, "send")
    qtbot.waitUntil(lambda: window.review_screen.stepping.pane.sending.view.toPlainText() != "", timeout=LONG)
    with qtbot.waitSignal(window.desk.asking.failed, timeout=LONG):
        click(window, "send_now")
    dialog = opened(qtbot, window, 1)
    qtbot.waitUntil(lambda: dialog.lines[0].waiting is Waiting.BROKE_OFF, timeout=LONG)
    assert "word18" in dialog.view.toPlainText()
    with qtbot.waitSignal(window.desk.attempt_added, timeout=LONG) as added:
        press(dialog.keep)
    assert added.args[0].is_linked
    qtbot.waitUntil(lambda: dialog.lines == (), timeout=LONG)


def test_an_answer_that_comes_while_something_else_is_open_says_so(qtbot, failed, home, llmock):
    window = failed
    window.preferences.set_connections([home])
    llmock.pace(40)
    step_in(qtbot, window, "1")
    send_and_leave(qtbot, window)
    qtbot.waitUntil(lambda: window.notices.text_of(ANSWER) == "The answer has come: it is attempt 2.", timeout=LONG)
    press(notice_button(window, "Open"))
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.deliverable.attempt == 2, timeout=LONG)


def test_what_a_killed_program_had_out_is_listed_until_it_was_taken_note_of(qtbot, window):
    with transaction(window.desk.house.workbench.database) as session:
        sent = {"state": stored.SENT, "created_at": "2026-11-25T12:00:00Z", "sent_at": "2026-11-25T12:00:00Z"}
        stored.add(session, 1, 1, id="r", arm="first", connection="Home", model="m", host="h", **sent)
    dialog = opened(qtbot, window, 1)
    (line,) = dialog.lines
    assert (line.waiting, line.ask) == (Waiting.MAYBE_PAID, None)
    assert dialog.table.item(0, 2).text() == "left, no answer here: perhaps paid"
    assert dialog.table.item(0, 0).text() == window.review_screen.opening.sheet.job.title
    assert dialog.withdraw.text() == "Take off the list"
    press(dialog.withdraw)
    qtbot.waitUntil(lambda: dialog.lines == (), timeout=LONG)
