"""The main loop in the real window, by real keys, on a real workspace."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from annotator.domain.review import MarkKind, Verdict
from annotator.i18n import current_language
from annotator.ui.main_window import MainWindow
from annotator.ui.saving_news import SAVING
from annotator.workflow.commands import SetVerdict
from annotator.workflow.sheets import QueueFilter, QueueState
from annotator.workflow.workspaces import open_workspace
from tests.ui.conftest import opened_shell

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def compose(field: QWidget, text: str) -> None:
    """Let an input method put a text into a field."""
    committed = QInputMethodEvent("", [])
    committed.setCommitString(text)
    QApplication.sendEvent(field, committed)


def review(window: MainWindow):
    return window.review_screen.opening.sheet.review


def marks(window: MainWindow) -> list[MarkKind | None]:
    return [mark.kind for mark in review(window).marks]


def done(qtbot: QtBot, window: MainWindow) -> None:
    """Press done until the window goes on: the first time it may point something out."""
    before = window.review_screen.opening.sheet.key
    for _time in range(2):
        if window.review_screen.opening.sheet.key == before:
            press(Qt.Key.Key_Return, CTRL)
            qtbot.waitUntil(lambda: not window.desk.has_unsaved)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.key != before)


def test_one_key_marks_stores_and_moves_on(qtbot, window, workspace):
    with qtbot.waitSignal(window.desk.saved):
        press(Qt.Key.Key_P)
    with qtbot.waitSignal(window.desk.saved):
        press(Qt.Key.Key_F)
    assert marks(window) == [MarkKind.PASS, MarkKind.FAIL]
    assert window.bar.saved_text.startswith("✓ All saved ")
    elsewhere = open_workspace(workspace)
    assert elsewhere.sheet(window.review_screen.opening.sheet.key).review.marks == review(window).marks
    elsewhere.close()


def test_undo_and_redo_walk_through_acts_and_say_what_they_are(qtbot, window):
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_P)
    acts = window.content.acts
    qtbot.waitUntil(lambda: acts["undo"].text() == "Undo: mark")
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_Z, CTRL)
    assert marks(window) in ([], [None])
    qtbot.waitUntil(acts["redo"].isEnabled)
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_Z, CTRL | SHIFT)
    assert marks(window) == [MarkKind.PASS]


def test_done_goes_on_and_undo_comes_back(qtbot, window):
    first = window.review_screen.opening.sheet.key
    done(qtbot, window)
    qtbot.waitUntil(lambda: window.review_screen.model.entry(first).state is QueueState.DONE)
    qtbot.waitUntil(window.content.acts["undo"].isEnabled)
    press(Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.key == first)
    assert "Taken back" in (window.notices.text_of("undo") or "")


def test_neighbours_open_by_key_in_order(qtbot, window):
    keys = list(window.review_screen.model.keys)
    for key, expected in ((Qt.Key.Key_PageDown, keys[1]), (Qt.Key.Key_PageDown, keys[2]), (Qt.Key.Key_PageUp, keys[1])):
        press(key, CTRL)
        qtbot.waitUntil(lambda expected=expected: window.review_screen.opening.sheet.key == expected)


def test_verdict_and_client_question_are_answered_where_their_keys_lead(qtbot, window):
    press(Qt.Key.Key_Q)
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_2)
    press(Qt.Key.Key_O)
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_F)
    assert review(window).verdict is Verdict.FAIL
    assert marks(window) == []


def test_letters_typed_into_a_note_are_text_and_no_acts(qtbot, window):
    press(Qt.Key.Key_F)
    press(Qt.Key.Key_C, SHIFT)
    assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
    QTest.keyClicks(QApplication.focusWidget(), "pfg no? Z/")
    with qtbot.waitSignal(window.desk.changed, check_params_cb=lambda change: bool(change.review.marks[0].note)):
        press(Qt.Key.Key_Return, CTRL)  # ends the note, and is not "done and next"
    assert review(window).marks[0].note == "pfg no? Z/"
    assert marks(window) == [MarkKind.FAIL]
    assert not isinstance(QApplication.focusWidget(), QPlainTextEdit)


def test_holding_a_key_down_acts_once(qtbot, window):
    focus = QApplication.focusWidget()
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_P)
    for _time in range(3):
        QApplication.sendEvent(
            focus, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "p", True)
        )
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)
    assert marks(window) == [MarkKind.PASS]


def test_nothing_acts_while_an_input_method_composes(qtbot, window):
    press(Qt.Key.Key_F)
    press(Qt.Key.Key_C, SHIFT)
    note = QApplication.focusWidget()
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)
    key = window.review_screen.opening.sheet.key
    QApplication.sendEvent(note, QInputMethodEvent("ひょうか", []))
    for pressed, modifiers in (
        (Qt.Key.Key_Return, CTRL),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F7, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_PageDown, CTRL),
        (Qt.Key.Key_2, CTRL),
        (Qt.Key.Key_Z, CTRL),
    ):
        with qtbot.assertNotEmitted(window.desk.pending, wait=0):
            QTest.keyClick(note, pressed, modifiers)
        assert QApplication.focusWidget() is note
    compose(note, "評価")
    with qtbot.waitSignal(window.desk.changed):
        press(Qt.Key.Key_Escape)
    assert review(window).marks[0].note == "評価"
    assert window.review_screen.opening.sheet.key == key


def test_a_letter_of_another_layout_does_what_its_place_says(qtbot, window, monkeypatch):
    monkeypatch.setattr("annotator.ui.keys.sys.platform", "linux")
    event = QKeyEvent(QEvent.Type.KeyPress, 0x0417, Qt.KeyboardModifier.NoModifier, 33, 0, 0, "з")
    with qtbot.waitSignal(window.desk.changed):
        QApplication.sendEvent(QApplication.focusWidget(), event)
    assert marks(window) == [MarkKind.PASS]


def test_a_failed_save_stays_in_sight_and_is_tried_again(qtbot, window, workspace):
    database = workspace / "annotator.sqlite"
    _rename(database, "mark", "elsewhere")
    with qtbot.waitSignal(window.desk.save_failed):
        press(Qt.Key.Key_P)
    assert "database" in window.notices.text_of(SAVING)
    assert window.bar.saved_text == "Not saved"
    assert window.desk.has_unsaved
    _rename(database, "elsewhere", "mark")
    with qtbot.waitSignal(window.desk.saved):
        window.notices.findChild(QPushButton).click()
    assert window.notices.text_of(SAVING) is None
    assert marks(window) == [MarkKind.PASS]


def _rename(database: Path, old: str, new: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA legacy_alter_table=ON")
    connection.execute(f"ALTER TABLE {old} RENAME TO {new}")
    connection.close()


def test_what_another_process_decides_is_shown(qtbot, window, workspace):
    opening = window.review_screen.opening
    elsewhere = open_workspace(workspace)
    elsewhere.reviewer = window.desk.house.workbench.reviewer
    qtbot.waitUntil(lambda: window.desk._version is not None, timeout=5000)
    elsewhere.run(SetVerdict(opening.sheet.ref, Verdict.PASS))
    elsewhere.close()
    qtbot.waitUntil(lambda: review(window).verdict is Verdict.PASS, timeout=5000)
    assert window.findChild(QPushButton, "verdict_pass").isChecked()


def test_it_opens_where_one_stopped_and_says_so(qtbot, workspace):
    first = opened_shell(qtbot, workspace)
    qtbot.waitUntil(lambda: first.window.review_screen.opening is not None)
    press(Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: first.window.review_screen.opening.sheet.key == 2)
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_J)
    criterion = first.window.review_screen.panel.current_criterion_id
    assert first.close()

    again = opened_shell(qtbot, workspace)
    qtbot.waitUntil(lambda: again.window.review_screen.opening is not None)
    assert again.window.review_screen.opening.sheet.key == 2
    assert again.window.review_screen.panel.current_criterion_id == criterion
    assert again.window.notices.text_of("place").startswith("You are where you stopped")
    assert again.close()


def test_an_empty_workspace_offers_the_samples(qtbot, tmp_path):
    shell = opened_shell(qtbot, tmp_path / "new")
    content = shell.window.content
    assert content.pages.currentWidget() is content.welcome
    with qtbot.waitSignal(shell.desk.opened, timeout=20_000):
        content.welcome.findChild(QPushButton, "try_samples").click()
    qtbot.waitUntil(lambda: content.pages.currentWidget() is content.review_screen)
    assert "6 jobs" in shell.window.notices.text_of("import")
    with qtbot.waitSignal(shell.desk.changed):
        press(Qt.Key.Key_P)
    assert shell.close()


def test_two_kanji_are_found_and_a_filter_without_rows_says_so(qtbot, window):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is window.bar.search
    with qtbot.waitSignal(window.desk.queue_shown, check_params_cb=lambda keys: 0 < len(keys) < 12):
        compose(window.bar.search, "定例")
    with qtbot.waitSignal(window.desk.queue_shown, check_params_cb=lambda keys: not len(keys)):
        QTest.keyClicks(window.bar.search, "xyz")
    queue = window.review_screen.queue
    shown = [each for each in queue.findChildren(QPushButton) if each.isVisible()]
    assert [each.text() for each in shown] == ["Clear the filter"]
    with qtbot.waitSignal(window.desk.queue_shown, check_params_cb=lambda keys: len(keys) == 12):
        shown[0].click()
    assert window.bar.search.text() == ""


def test_the_queue_filters_and_remembers_it(qtbot, shell, workspace):
    with qtbot.waitSignal(shell.desk.queue_shown, check_params_cb=lambda keys: len(keys) == 2):
        shell.window.review_screen.queue.show_filter(QueueFilter(categories=frozenset({"Writing"})))
    assert shell.close()
    again = opened_shell(qtbot, workspace)
    assert len(again.window.review_screen.model.keys) == 2
    assert again.close()


@pytest.mark.parametrize("size", [(1280, 720), (853, 480), (1920, 1080)])
def test_the_foot_stays_in_sight(qtbot, window, size):
    window.resize(*size)
    done_button = window.findChild(QPushButton, "done")
    qtbot.waitUntil(lambda: window.width() == size[0])
    QApplication.processEvents()
    place = done_button.mapTo(window, done_button.rect().bottomRight())
    assert done_button.isVisible()
    assert window.rect().contains(place)
    assert not done_button.visibleRegion().isEmpty()


def test_the_queue_is_a_rail_where_there_is_little_room(qtbot, window):
    window.resize(1280, 720)
    queue = window.review_screen.queue
    qtbot.waitUntil(lambda: queue.width() < 60)
    press(Qt.Key.Key_1, CTRL)
    assert queue.width() > 250
    assert QApplication.focusWidget() is queue.view
    press(Qt.Key.Key_1, CTRL)
    assert queue.width() < 60
    assert QApplication.focusWidget() is not queue.view


def test_panes_fold_by_their_key_pressed_twice(window):
    frame = window.review_screen.panes._frames[2]
    press(Qt.Key.Key_2, CTRL)
    assert not frame.is_folded
    press(Qt.Key.Key_2, CTRL)
    assert frame.is_folded
    press(Qt.Key.Key_2, CTRL)
    assert not frame.is_folded


def test_reading_mode_shows_the_text_alone_and_everything_again(window):
    screen = window.review_screen
    press(Qt.Key.Key_Z)
    assert not screen.panel.isVisible()
    assert screen.texts.deliverable.isVisible()
    press(Qt.Key.Key_Z)
    assert screen.panel.isVisible()


def test_the_language_changes_without_a_restart(qtbot, shell):
    key = shell.window.review_screen.opening.sheet.key
    with qtbot.waitSignal(shell.desk.queue_shown):
        shell.preferences.set_value("language", "ja")
    assert current_language() == "ja"
    assert shell.window.review_screen.opening.sheet.key == key
    assert shell.window.findChild(QPushButton, "done").text().startswith("完了して次へ")
    with qtbot.waitSignal(shell.desk.changed):
        press(Qt.Key.Key_P)
    with qtbot.waitSignal(shell.desk.queue_shown):
        shell.preferences.set_value("language", "en")


def test_single_letters_can_be_turned_off(qtbot, shell):
    with qtbot.waitSignal(shell.desk.queue_shown):
        shell.preferences.set_value("letter_keys", False)
    with qtbot.assertNotEmitted(shell.desk.pending, wait=0):
        press(Qt.Key.Key_P)


def test_a_remapped_key_acts_and_is_shown(qtbot, shell):
    keymap = shell.preferences.keymap
    with qtbot.waitSignal(shell.desk.queue_shown):
        shell.preferences.set_keymap(keymap.with_keys("mark_pass", ("X",)))
    with qtbot.waitSignal(shell.desk.changed):
        press(Qt.Key.Key_X)
    assert marks(shell.window) == [MarkKind.PASS]
    assert "X pass" in [button.text() for button in shell.window.review_screen.strip._buttons.values()]


def test_a_bug_is_reported_without_a_jobs_words_and_the_window_goes_on(qtbot, shell, caplog):
    with qtbot.waitSignal(shell.messages.bug) as told:
        shell.messages.tell(ValueError("Larkmoor Cycles is confidential"))
    assert "Larkmoor" not in told.args[0]
    assert "ValueError" in told.args[0]
    caplog.clear()  # the log holds the report, as it should
    with qtbot.waitSignal(shell.desk.changed):
        window = shell.window
        QTest.keyClick(window.review_screen.panel, Qt.Key.Key_P)


def test_a_view_that_asks_while_the_window_closes_is_not_answered_and_nothing_breaks(qtbot, shell, window):
    key = window.review_screen.opening.sheet.key
    assert shell.close()
    with qtbot.captureExceptions() as caught, qtbot.assertNotEmitted(window.desk.rows_loaded, wait=50):
        window.desk.load_rows([key])
        window.desk.show_queue(QueueFilter())
    assert not caught
    assert not window.desk.is_ready


def test_from_the_first_typed_key_on_not_all_is_called_saved(qtbot, window):
    with qtbot.waitSignal(window.desk.saved):
        press(Qt.Key.Key_F)
    assert window.bar.saved_text.startswith("✓ All saved ")
    press(Qt.Key.Key_W)
    QTest.keyClicks(QApplication.focusWidget(), "x")
    assert window.bar.saved_text == "Saving…"
    window.desk.saved.emit("2026-11-23T12:00:00Z")  # something else got to the disk meanwhile
    assert window.bar.saved_text == "Saving…"
    press(Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: window.bar.saved_text.startswith("✓ All saved "))
    assert review(window).note == ""
