"""A model's marks beside the reviewer's own, in the real window and over real HTTP."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QPushButton, QToolButton
from sqlalchemy import select

from annotator.domain.review import MarkKind
from annotator.settings.connections import Connection
from annotator.storage.database import reading
from annotator.storage.tables import RequestRow
from annotator.ui.opinions.dialog import OpinionDialog
from annotator.ui.screens.settings_dialog import SettingsDialog
from annotator.workflow.commands import SetMark
from annotator.workflow.workspaces import open_workspace
from tests.ui.everything_said import everything_said

MODEL = "gpt-4o-sentinel"
REASON = "The sentinel figure is missing."


@pytest.fixture
def count(window) -> int:
    return len(window.review_screen.opening.sheet.job.rubric.active)


@pytest.fixture
def model() -> str:
    return MODEL


@pytest.fixture
def connection(window, llmock, count, model) -> Connection:
    marks = [{"criterion": at + 1, "mark": "fail" if at == 0 else "pass", "note": REASON} for at in range(count)]
    llmock.reply(json.dumps({"marks": marks}), times=None)
    made = Connection("Home", llmock.base_url(), model)
    window.preferences.set_connections((made,))
    return made


@pytest.fixture
def offered(qtbot, window, connection):
    """The window with the strip, which offers to ask."""
    window.preferences.set_value("second_opinion", True)
    strip = window.content.second_opinion.strip
    qtbot.waitUntil(strip.isVisible, timeout=20_000)
    return window


def strip_of(window):
    return window.content.second_opinion.strip


def press(window) -> None:
    QTest.mouseClick(strip_of(window).findChild(QToolButton), Qt.MouseButton.LeftButton)


def leaving(qtbot, window) -> OpinionDialog:
    press(window)
    qtbot.waitUntil(lambda: bool(window.findChildren(OpinionDialog)), timeout=20_000)
    [dialog] = window.findChildren(OpinionDialog)
    return dialog


def send(dialog) -> None:
    QTest.mouseClick(dialog.findChild(QPushButton, "send_now"), Qt.MouseButton.LeftButton)


def mark_all(qtbot, window) -> None:
    ref, criteria = window.review_screen.opening.sheet.ref, window.review_screen.panel.criteria
    window.desk.run_all([SetMark(ref, each.id, MarkKind.PASS) for each in criteria.criteria])
    qtbot.waitUntil(lambda: criteria.marked() == len(criteria.criteria), timeout=20_000)


def states(window) -> list[str]:
    with reading(window.desk.house.workbench.database) as session:
        return list(session.execute(select(RequestRow.state)).scalars())


def lines(window) -> list[str]:
    labels = window.review_screen.panel.criteria.findChildren(QLabel)
    return [each.text().replace("\u200b", "") for each in labels if REASON in each.text() and not each.isHidden()]


def test_without_the_setting_or_a_connection_there_is_no_word_of_it(qtbot, window):
    assert not window.preferences.settings.is_on("second_opinion")
    dialog = SettingsDialog(window.preferences, frozenset(), window)
    assert dialog.findChild(QCheckBox, "second_opinion") is None
    window.preferences.set_value("second_opinion", True)
    qtbot.waitUntil(lambda: window.review_screen.opening is not None)
    assert strip_of(window).isHidden()


def test_it_is_offered_shown_before_it_leaves_hidden_until_all_own_marks_are_set_and_then_compared(
    qtbot, offered, llmock, count
):
    window, strip = offered, strip_of(offered)
    assert SettingsDialog(window.preferences, frozenset(), window).findChild(QCheckBox, "second_opinion").isChecked()
    dialog = leaving(qtbot, window)
    shown = dialog.findChild(QPlainTextEdit, "leaving").toPlainText()
    assert MODEL in dialog.box.choice.currentText()
    assert window.review_screen.opening.sheet.job.rubric.active[0].text in shown
    assert llmock.requests == []

    send(dialog)
    qtbot.waitUntil(lambda: strip.text.startswith("A model has marked this too. Its marks stay hidden"), timeout=20_000)
    assert llmock.last_request.body["messages"][-1]["content"].splitlines()[0] in shown
    assert strip.findChild(QToolButton).isHidden()
    said = "\n".join(everything_said())
    assert REASON not in said
    mark_all(qtbot, window)
    qtbot.waitUntil(lambda: strip.text == "A model has marked this too, and all your marks are set.", timeout=20_000)
    assert lines(window) == []

    press(window)
    qtbot.waitUntil(lambda: bool(lines(window)), timeout=20_000)
    differed = f"{MODEL} agreed on {count - 1} of {count} criteria; where it differed, its mark stands beside yours."
    assert strip.text == differed
    assert len(lines(window)) == 1
    assert lines(window)[0].startswith(f"{MODEL}: ✗")

    window.desk.open(window.review_screen.model.keys[1])
    qtbot.waitUntil(lambda: strip.text.startswith("A model can mark"), timeout=20_000)
    assert lines(window) == []
    window.desk.open(window.review_screen.model.keys[0])
    qtbot.waitUntil(lambda: bool(lines(window)), timeout=20_000)


def test_what_is_not_a_list_of_marks_is_one_sentence_and_asking_again_works(qtbot, offered, llmock):
    window, strip = offered, strip_of(offered)
    llmock.reset()
    llmock.reply("I think it passes.")
    send(leaving(qtbot, window))
    qtbot.waitUntil(lambda: "is not the list of marks that was asked for." in strip.text, timeout=20_000)
    assert strip.findChild(QToolButton).text() == "Ask a model…"
    mark_all(qtbot, window)
    assert lines(window) == []


def test_stopping_stores_nothing_and_it_is_offered_again(qtbot, offered, llmock):
    window, strip = offered, strip_of(offered)
    llmock.delay(5)
    send(leaving(qtbot, window))
    qtbot.waitUntil(lambda: strip.text.startswith("A model is marking too"), timeout=20_000)
    qtbot.waitUntil(lambda: states(window) == ["sent"], timeout=20_000)
    press(window)
    qtbot.waitUntil(lambda: strip.text.startswith("A model can mark"), timeout=20_000)
    assert states(window) == ["stopped"]


def test_the_window_closes_while_a_model_is_marking(qtbot, offered, llmock):
    window = offered
    llmock.delay(5)
    send(leaving(qtbot, window))
    qtbot.waitUntil(lambda: states(window) == ["sent"], timeout=20_000)
    folder = window.desk.house.folder
    window.close()
    assert window.desk.close(20_000)
    workbench = open_workspace(folder)
    try:
        with reading(workbench.database) as session:
            assert list(session.execute(select(RequestRow.state)).scalars()) == ["stopped"]
    finally:
        workbench.close()


@pytest.mark.parametrize("model", ["hidden-sentinel"])  # windows of earlier tests may still say the other one
def test_where_models_are_hidden_its_name_is_too(qtbot, offered, model):
    window = offered
    window.preferences.set_value("blind", True)
    send(leaving(qtbot, window))
    qtbot.waitUntil(lambda: strip_of(window).text.startswith("A model has marked"), timeout=20_000)
    mark_all(qtbot, window)
    window.preferences.set_connections(())  # the connection itself names its model
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.is_blind, timeout=20_000)
    press(window)
    qtbot.waitUntil(lambda: bool(lines(window)), timeout=20_000)
    assert strip_of(window).text.startswith("The model agreed on")
    assert model not in "\n".join(everything_said())
