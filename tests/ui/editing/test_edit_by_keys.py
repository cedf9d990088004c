"""Editing a copy in the real window by real keys: nothing typed is ever lost, and nothing untouched is ever stored."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from annotator.ui.editing.editor import TextEditor
from annotator.ui.saving_news import SAVING
from annotator.workflow.importing import import_files
from annotator.workflow.workspaces import open_workspace
from tests.ui.conftest import opened_shell
from tests.ui.editing.conftest import settled
from tests.ui.test_window import CTRL, SHIFT, _rename, compose, press, review

ODD = "First line\r\nwith NBSP:\u00a0here\u2028and a separator\rthen CR\n\nlast 😀 line"


def edit(text: str) -> TextEditor:
    """Open the copy and type at its beginning."""
    press(Qt.Key.Key_E)
    editor = QApplication.focusWidget()
    assert isinstance(editor, TextEditor)
    press(Qt.Key.Key_Home, CTRL)
    QTest.keyClicks(editor, text)
    return editor


def stored(window) -> str | None:
    """Return the edited text as the window was told that it is stored."""
    found = review(window).interventions
    return found[0].content if found else None


def original(window) -> str:
    return window.review_screen.opening.sheet.deliverable.content


def test_looking_into_the_editor_stores_nothing(qtbot, window):
    with qtbot.assertNotEmitted(window.desk.pending, wait=0):
        press(Qt.Key.Key_E)
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_End, CTRL)
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_R)
        window.flush()
    assert review(window).interventions == ()


def test_typed_text_is_stored_without_leaving(qtbot, window):
    edit("pfg ")
    qtbot.waitUntil(lambda: stored(window) == f"pfg {original(window)}", timeout=20_000)
    assert review(window).marks == ()


def test_what_was_typed_is_there_on_coming_back_from_another_deliverable(qtbot, window):
    edit("Mine ")
    press(Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.key == 2)
    assert not window.review_screen.editing.is_open
    assert review(window).interventions == ()
    press(Qt.Key.Key_PageUp, CTRL)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.key == 1 and bool(review(window).interventions))
    press(Qt.Key.Key_E)
    assert QApplication.focusWidget().toPlainText().startswith("Mine ")


def test_escape_keeps_the_text_and_gives_the_keys_back(qtbot, window):
    edit("Kept ")
    with qtbot.waitSignal(window.desk.saved):
        press(Qt.Key.Key_Escape)
    assert stored(window).startswith("Kept ")
    assert window.review_screen.editing.is_open
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_P)
    assert len(review(window).marks) == 1


def test_discard_takes_the_edit_away_and_undo_brings_it_back(qtbot, window):
    edit("Gone ")
    with qtbot.waitSignal(window.desk.saved):
        press(Qt.Key.Key_Escape)
    pane = window.review_screen.editing.pane
    with qtbot.waitSignal(window.desk.saved):
        pane.line.findChild(QPushButton, "discard_edit").click()
    assert review(window).interventions == ()
    qtbot.waitUntil(lambda: pane.draft.text == original(window))
    window.review_screen.panel.take_focus()
    qtbot.waitUntil(window.content.acts["undo"].isEnabled)
    with qtbot.waitSignal(window.desk.saved):
        press(Qt.Key.Key_Z, CTRL)
    assert stored(window) == f"Gone {original(window)}"
    assert pane.editor.toPlainText().startswith("Gone ")


def test_undo_in_the_editor_is_the_editors_own(qtbot, window):
    editor = edit("abc")
    press(Qt.Key.Key_Z, CTRL)
    assert not editor.toPlainText().startswith("abc")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)
    assert stored(window) in {None, original(window)}


def test_closing_the_window_with_text_typed_a_moment_ago_keeps_it(qtbot, workspace):
    shell = opened_shell(qtbot, workspace)
    qtbot.waitUntil(lambda: shell.window.review_screen.opening is not None)
    edit("At the last moment ")
    assert shell.close()
    again = opened_shell(qtbot, workspace)
    qtbot.waitUntil(lambda: again.window.review_screen.opening is not None)
    assert stored(again.window).startswith("At the last moment ")
    assert again.window.review_screen.editing.is_open  # one stopped while editing, and comes back to it
    assert QApplication.focusWidget() is again.window.review_screen.editing.pane.editor
    assert again.window.review_screen.editing.pane.editor.textCursor().position() == len("At the last moment ")
    assert again.close()


def test_a_failed_save_keeps_the_text_and_says_so_until_it_is_stored(qtbot, window, workspace):
    _rename(workspace / "annotator.sqlite", "intervention", "elsewhere")
    editor = edit("Precious ")
    with qtbot.waitSignal(window.desk.save_failed):
        press(Qt.Key.Key_Escape)
    assert window.notices.text_of(SAVING)
    assert window.bar.saved_text == "Not saved"
    assert editor.toPlainText().startswith("Precious ")
    _rename(workspace / "annotator.sqlite", "elsewhere", "intervention")
    press(Qt.Key.Key_E)
    QTest.keyClicks(editor, "and more ")
    with qtbot.waitSignal(window.desk.saved, timeout=8000):
        press(Qt.Key.Key_Escape)
    assert window.notices.text_of(SAVING) is None
    assert stored(window) == f"Precious and more {original(window)}"


@pytest.fixture
def odd_window(qtbot, tmp_path):
    """The window on a deliverable with every kind of line end and space."""
    path = tmp_path / "jobs.json"
    job = {"id": "odd", "brief": "b", "deliverables": [{"id": "odd/1", "model": "m", "attempt": 1, "content": ODD}]}
    path.write_text(json.dumps({"format": "annotator/1", "jobs": [job]}), encoding="utf-8")
    workbench = open_workspace(tmp_path / "workspace")
    assert import_files(workbench, [path]).is_clean
    workbench.close()
    shell = opened_shell(qtbot, tmp_path / "workspace")
    qtbot.waitUntil(lambda: shell.window.review_screen.opening is not None)
    yield shell.window
    assert shell.close()


def test_line_ends_and_spaces_survive_an_edit(qtbot, odd_window):
    edit("New ")
    press(Qt.Key.Key_End, CTRL)
    press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "end")
    with qtbot.waitSignal(odd_window.desk.saved):
        press(Qt.Key.Key_Escape)
    changed = stored(odd_window)
    assert changed.startswith(f"New {ODD}")
    assert changed.removeprefix(f"New {ODD}") in {"\nend", "\r\nend"}


def test_f8_goes_to_the_change_and_shift_f8_back(qtbot, window):
    editor = edit("One ")
    press(Qt.Key.Key_End, CTRL)
    QTest.keyClicks(editor, " two")
    settled(qtbot, window)
    press(Qt.Key.Key_F8)
    first = editor.textCursor().selectedText()
    press(Qt.Key.Key_F8, SHIFT)
    second = editor.textCursor().selectedText()
    assert {first.strip(), second.strip()} == {"One", "two"}


def test_japanese_being_composed_triggers_nothing_and_autosave_leaves_it_alone(qtbot, window):
    editor = edit("a")
    QApplication.sendEvent(editor, QInputMethodEvent("にほんご", []))
    key = window.review_screen.opening.sheet.key
    for pressed, modifiers in (
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_PageDown, CTRL),
        (Qt.Key.Key_Tab, CTRL),
    ):
        QTest.keyClick(editor, pressed, modifiers)
        assert QApplication.focusWidget() is editor
    qtbot.waitUntil(lambda: stored(window) == f"a{original(window)}", timeout=2500)  # typed before the composition
    assert editor.textCursor().block().layout().preeditAreaText() == "にほんご"
    compose(editor, "日本語")
    with qtbot.waitSignal(window.desk.saved):
        press(Qt.Key.Key_Escape)
    assert stored(window) == f"a日本語{original(window)}"
    assert window.review_screen.opening.sheet.key == key
