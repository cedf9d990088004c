"""The editor of Qt does to texts what the domain says it does."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.domain.newlines import from_editor, to_editor

ODD = ["\n", "\r\n", "\r", "\u2029", "\ufdd0", "\ufdd1", "\u2028", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u00a0"]
ODD += ["\ufffc", "\ufeff", "\u200b", "\ufffe", "\ud83d", "\ude00", "😀", "日本", "a", "b", "\t", " "]


@pytest.fixture
def editor(qtbot: QtBot) -> QPlainTextEdit:
    widget = QPlainTextEdit()
    qtbot.addWidget(widget)
    return widget


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(ODD), max_size=20).map("".join))
def test_a_text_opened_and_left_alone_comes_back_exactly(editor: QPlainTextEdit, text: str) -> None:
    editor.setPlainText(to_editor(text))
    raw = editor.document().toRawText()
    assert raw.replace("\u2029", "\n") == to_editor(text)
    assert from_editor(text, raw) == text


@pytest.mark.parametrize("separator", ODD[:6])
def test_a_key_press_keeps_the_newlines_of_the_text(editor: QPlainTextEdit, qtbot: QtBot, separator: str) -> None:
    text = separator.join(["one", "two\u00a0", "three"])
    editor.setPlainText(to_editor(text))
    qtbot.keyClicks(editor, "x")
    assert from_editor(text, editor.document().toRawText()) == "x" + text
