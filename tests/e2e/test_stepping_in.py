"""From a failed attempt to one that passes, by real keys: with a model on loopback, by paste, and by a request."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from annotator.domain.review import MarkKind, Verdict
from annotator.paths import resource
from annotator.settings.connections import Connection
from annotator.ui.main_window import MainWindow
from annotator.ui.screens.exchange import IMPORT, import_paths
from annotator.workflow.exporting import export_file
from annotator.workflow.sheets import QueueFilter, QueueState

NONE, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
NOTE = "The figure in the second section has no source."
ANSWER = "# Heat pumps\n\nEvery figure has its source now.\n"


class Hand:
    """Presses keys where the focus is."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.screen = qtbot, window, window.review_screen
        self.pane = window.review_screen.stepping.pane

    @property
    def sheet(self):
        return self.screen.opening.sheet

    @property
    def review(self):
        return self.sheet.review

    def be_active(self) -> None:
        """Without a window system nobody gives that back when a popup closes."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def press(self, *keys: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key, modifiers)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget(), text)

    def click(self, name: str) -> None:
        button = self.pane.findChild(QPushButton, name)
        self.qtbot.waitUntil(button.isVisible)
        button.setFocus(Qt.FocusReason.TabFocusReason)
        self.press(Qt.Key.Key_Space)

    def grade_as_fail(self) -> None:
        """Let the first criterion fail, with a note; then the client question and the verdict."""
        asked = len(self.screen.panel.criteria.criteria)
        self.press(Qt.Key.Key_F)
        self.qtbot.waitUntil(lambda: len(self.review.marks) == 1)
        self.press(Qt.Key.Key_C, modifiers=SHIFT)
        self.type(NOTE)
        self.press(Qt.Key.Key_Escape)
        self.press(Qt.Key.Key_J, modifiers=SHIFT)
        self.press(*[Qt.Key.Key_P] * (asked - 1))
        self.press(Qt.Key.Key_Q, Qt.Key.Key_3, Qt.Key.Key_O, Qt.Key.Key_F)
        self.qtbot.waitUntil(lambda: self.review.verdict is Verdict.FAIL)
        assert len([mark for mark in self.review.marks if mark.kind]) == asked

    def draft_feedback(self) -> str:
        """Step in, and edit what was drafted; return the message."""
        self.press(Qt.Key.Key_I)
        self.qtbot.waitUntil(self.screen.stepping.menu.isVisible)
        QTest.keyClick(self.screen.stepping.menu, "1")
        self.qtbot.waitUntil(lambda: self.screen.stepping.is_open)
        self.be_active()
        assert NOTE in self.pane.editor.toPlainText()
        self.press(Qt.Key.Key_Home, modifiers=CTRL)
        self.type("Dear all: ")
        return self.pane.message.text

    def finish(self) -> None:
        """Done and next: what was pointed out is confirmed by the same key."""
        key = self.sheet.key
        self.press(Qt.Key.Key_R)
        self.screen.panel.take_focus()
        self.press(Qt.Key.Key_Return, modifiers=CTRL)
        if self.sheet.key == key and self.screen.panel._foot.shows_concerns:
            self.press(Qt.Key.Key_Return, modifiers=CTRL)
        self.qtbot.waitUntil(lambda: self.sheet.key != key and not self.window.desk.has_unsaved)

    def recheck_as_pass(self, parent: Any) -> None:
        """Grade the attempt that came of the parent."""
        sheet = self.sheet
        assert (sheet.deliverable.parent, sheet.deliverable.attempt) == (parent.ref.deliverable, 2)
        assert sheet.entry.state is QueueState.RECHECK
        asked = self.screen.panel.criteria.criteria
        assert [each.id for each in asked[:1]] == list(sheet.earlier.failed)
        self.press(*[Qt.Key.Key_P] * len(asked))
        self.press(Qt.Key.Key_Q, Qt.Key.Key_1, Qt.Key.Key_O, Qt.Key.Key_P)
        self.qtbot.waitUntil(lambda: self.review.verdict is Verdict.PASS)
        assert {mark.kind for mark in self.review.marks} == {MarkKind.PASS}
        self.finish()


@pytest.fixture
def hand(qtbot: QtBot, window: MainWindow) -> Hand:
    """A reviewer in whose window time runs a hundred times as fast: what takes less than a second is not counted."""
    clock, begun = window.content.time.clock, time.monotonic()
    clock._seconds = lambda: begun + 100 * (time.monotonic() - begun)
    clock.limit_seconds = 1_000_000.0
    return Hand(qtbot, window)


def exported(hand: Hand, folder: Path) -> dict[str, Any]:
    """Return the annotations, which are valid."""
    export_file(hand.window.desk.house.workbench, folder / "annotations.json")
    document = json.loads((folder / "annotations.json").read_bytes())
    jsonschema.validate(document, json.loads(resource("schemas", "annotator-1.schema.json").read_bytes()))
    return document


def chain_of(document: dict[str, Any], parent: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the first attempt and the one that came of it, as they were exported."""
    every = [each for job in document["jobs"] for each in job["deliverables"]]
    first = next(each for each in every if each["id"] == parent.ref.deliverable)
    (second,) = [each for each in every if each["parent"] == first["id"]]
    return first, second


def check_chain(document: dict[str, Any], parent: Any, message: str) -> dict[str, Any]:
    """Check what every way leads to; return the second attempt."""
    first, second = chain_of(document, parent)
    (graded,), (checked,) = first["reviews"], second["reviews"]
    assert (graded["status"], graded["verdict"]) == ("submitted", "fail")
    assert (checked["status"], checked["verdict"]) == ("submitted", "pass")
    (step,) = graded["interventions"]
    assert (step["kind"], step["primary"], step["content"], step["result"]) == ("I1", True, message, second["id"])
    assert step["created_at"] <= graded["submitted_at"]
    assert {each["activity"] for each in step["time"]} == {"intervention"}
    assert step["active_seconds"] > 0
    assert (second["arm"], second["attempt"], second["content"]) == ("feedback", 2, ANSWER)
    assert second["model"] == first["model"] or second["served_model"]
    return second


def test_feedback_goes_to_a_model_and_the_answer_passes(hand, llmock, tmp_path):
    window, parent = hand.window, hand.sheet
    llmock.reply(ANSWER, times=None)
    llmock.pace(5)
    home = Connection("Home", llmock.base_url(), "gpt-4o", price_in=1.0, price_out=2.0)
    window.preferences.set_connections([home])
    hand.grade_as_fail()
    message = hand.draft_feedback()
    hand.click("send")
    view = hand.pane.sending.view
    hand.qtbot.waitUntil(lambda: message in view.toPlainText())
    assert llmock.requests == []
    assert home.host in hand.pane.sending.says.text()
    with hand.qtbot.waitSignal(window.desk.asking.text_arrived, timeout=20_000):
        hand.click("send_now")
    hand.qtbot.waitUntil(lambda: not window.desk.asking.is_busy and bool(hand.sheet.followers), timeout=20_000)
    hand.finish()
    hand.recheck_as_pass(parent)
    second = check_chain(exported(hand, tmp_path), parent, message)
    assert second["prompt"]["messages"][-1] == {"role": "user", "content": message}
    assert second["usage"]["completion_tokens"] > 0
    assert second["cost"]["amount"] > 0
    assert second["cost"]["currency"] == "USD"
    assert second["created_at"]
    assert second["metadata"]["seconds"] >= 0


def test_feedback_is_copied_and_the_answer_pasted_without_any_server(hand, tmp_path):
    parent = hand.sheet
    hand.grade_as_fail()
    message = hand.draft_feedback()
    hand.click("copy_message")
    assert QApplication.clipboard().text() == message
    QApplication.clipboard().setText(ANSWER)
    hand.click("paste_answer")
    with hand.qtbot.waitSignal(hand.window.desk.attempt_added):
        hand.click("store_answer")
    hand.qtbot.waitUntil(lambda: bool(hand.sheet.followers))
    hand.finish()
    hand.recheck_as_pass(parent)
    second = check_chain(exported(hand, tmp_path), parent, message)
    assert second["metadata"] == {"by_hand": True}
    assert (second["usage"], second["cost"]) == ({}, None)


def test_feedback_travels_as_a_request_and_comes_back_in_the_extended_document(hand, tmp_path):
    window, parent = hand.window, hand.sheet
    hand.grade_as_fail()
    message = hand.draft_feedback()
    hand.click("put_by")
    assert "waits for the coordinator" in hand.screen.recheck.text
    hand.finish()
    document = exported(hand, tmp_path)
    (job,) = [each for each in document["jobs"] if each["id"] == parent.job.id]
    first = next(each for each in job["deliverables"] if each["id"] == parent.ref.deliverable)
    (step,) = first["reviews"][0]["interventions"]
    assert (step["content"], step["result"]) == (message, None)
    step["result"] = "made-elsewhere"
    job["deliverables"].append(
        {
            "id": "made-elsewhere", "model": first["model"], "attempt": 2, "arm": "feedback", "parent": first["id"],
            "content": ANSWER, "usage": {"completion_tokens": 9},
        }
    )  # fmt: skip
    extended = tmp_path / "extended.json"
    extended.write_text(json.dumps(document), encoding="utf-8")
    import_paths(window, [extended])
    hand.qtbot.waitUntil(lambda: "1 deliverables" in (window.notices.text_of(IMPORT) or ""))
    (key,) = window.desk.house.workbench.queue(QueueFilter(states=frozenset({QueueState.RECHECK})))
    window.desk.open(key)
    hand.qtbot.waitUntil(lambda: hand.sheet.key == key)
    hand.recheck_as_pass(parent)
    second = check_chain(exported(hand, tmp_path), parent, message)
    assert second["usage"] == {"completion_tokens": 9}
