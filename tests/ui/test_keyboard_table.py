"""The table of keys, walked through by real key events in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit

from annotator.domain.review import EvidenceKind, MarkKind, ReviewStatus
from annotator.domain.spans import SpanTarget
from annotator.ui.screens.help_window import HelpWindow
from annotator.ui.screens.shortcut_sheet import ShortcutSheet
from tests.ui.test_window import CTRL, SHIFT, press, review

NONE = Qt.KeyboardModifier.NoModifier


def run(qtbot, window, key, modifiers=NONE) -> None:
    """Press a key and wait until what it did is stored."""
    with qtbot.waitSignal(window.desk.changed):
        press(key, modifiers)


def be_active(qtbot, window) -> None:
    """Be the active window again: without a window system nobody gives that back when a popup closes."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def current(window) -> int:
    return window.review_screen.panel.criteria.current


def mark(window, at: int):
    criterion = window.review_screen.panel.criteria.criteria[at]
    return review(window).mark(criterion.id)


def select_first_line(window) -> str:
    """Select the deliverable's first line by keys."""
    press(Qt.Key.Key_3, CTRL)
    press(Qt.Key.Key_F7)
    press(Qt.Key.Key_Home, CTRL)
    press(Qt.Key.Key_End, SHIFT)
    return window.review_screen.opening.sheet.deliverable.content


def test_criteria_are_walked_and_marked(qtbot, window):
    for key, modifiers, expected in (
        (Qt.Key.Key_J, NONE, 1),
        (Qt.Key.Key_Down, NONE, 2),
        (Qt.Key.Key_Up, NONE, 1),
        (Qt.Key.Key_K, NONE, 0),
        (Qt.Key.Key_K, NONE, 0),
    ):
        press(key, modifiers)
        assert current(window) == expected, key
    run(qtbot, window, Qt.Key.Key_N)
    assert mark(window, 0).kind is MarkKind.NOT_APPLICABLE
    assert current(window) == 1
    press(Qt.Key.Key_J)
    press(Qt.Key.Key_J, SHIFT)
    assert current(window) == 3
    press(Qt.Key.Key_K)
    press(Qt.Key.Key_K)
    press(Qt.Key.Key_K)
    run(qtbot, window, Qt.Key.Key_Delete)
    assert mark(window, 0).kind is None
    run(qtbot, window, Qt.Key.Key_P)
    press(Qt.Key.Key_K)
    run(qtbot, window, Qt.Key.Key_Backspace)
    assert mark(window, 0).kind is None


def test_cannot_judge_asks_why(qtbot, window):
    press(Qt.Key.Key_U)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    popup = QApplication.activePopupWidget()
    with qtbot.waitSignal(window.desk.changed):
        QTest.keyClick(popup, Qt.Key.Key_2)
    assert mark(window, 0).kind is MarkKind.CANNOT_JUDGE
    assert mark(window, 0).reason
    assert current(window) == 1


def test_notes_open_by_their_keys_and_end_by_theirs(qtbot, window):
    run(qtbot, window, Qt.Key.Key_F)
    for key, modifiers, criterion in ((Qt.Key.Key_C, SHIFT, 0), (Qt.Key.Key_C, NONE, 0)):
        press(key, modifiers)
        field = QApplication.focusWidget()
        assert isinstance(field, QPlainTextEdit)
        QTest.keyClicks(field, "why")
        press(Qt.Key.Key_Return)
        run(qtbot, window, Qt.Key.Key_Escape)
        assert mark(window, criterion).note.endswith("why\n")
        assert not isinstance(QApplication.focusWidget(), QPlainTextEdit)
    press(Qt.Key.Key_W)
    QTest.keyClicks(QApplication.focusWidget(), "all in all")
    run(qtbot, window, Qt.Key.Key_Return, CTRL)
    assert review(window).note == "all in all"


def test_evidence_and_tags_take_the_selection(qtbot, window):
    run(qtbot, window, Qt.Key.Key_V, SHIFT)
    assert [each.kind for each in mark(window, 0).evidence] == [EvidenceKind.ABSENT]
    content = select_first_line(window)
    run(qtbot, window, Qt.Key.Key_V)
    span = mark(window, 0).evidence[1].span
    assert span.target is SpanTarget.DELIVERABLE
    assert content[span.start : span.end] == span.quote
    for key, word, count in ((Qt.Key.Key_S, "clear", 1), (Qt.Key.Key_G, "fabricated", 2)):
        be_active(qtbot, window)
        select_first_line(window)
        press(key)
        QTest.keyClicks(QApplication.focusWidget(), word)
        if count == 1:
            run(qtbot, window, Qt.Key.Key_Return)
        else:
            press(Qt.Key.Key_Return)
            run(qtbot, window, Qt.Key.Key_1)
        assert len(review(window).tags) == count
    assert review(window).tags[0].span is not None
    be_active(qtbot, window)
    press(Qt.Key.Key_G)
    press(Qt.Key.Key_Escape)
    assert len(review(window).tags) == 2
    be_active(qtbot, window)
    press(Qt.Key.Key_H)
    press(Qt.Key.Key_H, SHIFT)


def test_a_flag_and_a_skip_ask_for_their_reason_where_it_is_seen(qtbot, window):
    first = window.review_screen.opening.sheet
    press(Qt.Key.Key_L)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert not line.visibleRegion().isEmpty()
    QTest.keyClicks(line, "pf look again")
    run(qtbot, window, Qt.Key.Key_Return)
    assert (review(window).is_flagged, review(window).flag_reason) == (True, "pf look again")
    press(Qt.Key.Key_K, CTRL | SHIFT)
    QTest.keyClicks(QApplication.focusWidget(), "no file")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.key != first.key)
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)
    skipped = window.desk.house.workbench.sheet(first.key).review
    assert (skipped.status, skipped.skip_reason) == (ReviewStatus.SKIPPED, "no file")


def test_tabs_panes_and_windows_by_key(qtbot, window):
    screen = window.review_screen
    press(Qt.Key.Key_E)
    assert screen.editing.is_open
    press(Qt.Key.Key_Tab, CTRL)
    assert not screen.editing.is_open
    for _round in range(2):
        if not screen.editing.is_open:
            press(Qt.Key.Key_Tab, CTRL)
    assert screen.editing.is_open
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_R)
    assert not screen.editing.is_open
    press(Qt.Key.Key_I)
    qtbot.waitUntil(lambda: screen.editing.is_open or QApplication.activePopupWidget() is not None)
    if popup := QApplication.activePopupWidget():
        QTest.keyClick(popup, Qt.Key.Key_Escape)
    screen.editing.close()
    screen.panel.take_focus()
    seen = set()
    for _round in range(4):
        press(Qt.Key.Key_F6)
        seen.add(next(number for number in (1, 2, 3, 4) if screen.panes.has_focus(number)))
    assert seen == {1, 2, 3, 4}
    for number in (1, 2, 3, 4):
        press(Qt.Key(Qt.Key.Key_0 + number), CTRL)
        assert screen.panes.has_focus(number)
    press(Qt.Key.Key_Question)
    qtbot.waitUntil(lambda: bool(window.findChildren(ShortcutSheet)))
    window.findChild(QDialog).close()
    be_active(qtbot, window)
    press(Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: bool(window.findChildren(HelpWindow)))
    window.findChild(HelpWindow).close()


def test_finding_and_text_size_by_key(qtbot, window):
    texts = window.review_screen.texts
    press(Qt.Key.Key_3, CTRL)
    before = texts.deliverable.zoom_steps
    press(Qt.Key.Key_Plus, CTRL)
    assert texts.deliverable.zoom_steps == before + 1
    press(Qt.Key.Key_Minus, CTRL)
    press(Qt.Key.Key_Minus, CTRL)
    assert texts.deliverable.zoom_steps == before - 1
    press(Qt.Key.Key_0, CTRL)
    assert texts.deliverable.zoom_steps == 0
    press(Qt.Key.Key_F, CTRL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "bike")
    press(Qt.Key.Key_F3)
    press(Qt.Key.Key_F3, SHIFT)
    press(Qt.Key.Key_Escape)
    assert not field.isVisible()
    press(Qt.Key.Key_F, CTRL | SHIFT)
    assert QApplication.focusWidget() is window.bar.search
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is not window.bar.search
    press(Qt.Key.Key_S, CTRL)
    assert window.bar.saved_text


def test_no_letter_acts_in_the_search_or_the_editor(qtbot, window):
    press(Qt.Key.Key_Slash)
    with qtbot.assertNotEmitted(window.desk.changed, wait=0):
        QTest.keyClicks(window.bar.search, "pfnusgjkwqo")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Q)
    run(qtbot, window, Qt.Key.Key_3)
    assert marks_of(window) == []


def marks_of(window) -> list[MarkKind | None]:
    return [each.kind for each in review(window).marks]


@pytest.mark.parametrize(("key", "changes"), [(Qt.Key.Key_P, 0), (Qt.Key.Key_F6, 0)])
def test_letters_off_leaves_the_other_keys(qtbot, shell, key, changes):
    with qtbot.waitSignal(shell.desk.queue_shown):
        shell.preferences.set_value("letter_keys", False)
    press(key)
    assert len(marks_of(shell.window)) == changes
    with qtbot.waitSignal(shell.desk.opened):
        press(Qt.Key.Key_PageDown, CTRL)


def test_highlights_are_hidden_and_come_back_with_the_next_one(qtbot, window):
    pages = window.review_screen.texts.deliverable.pages
    select_first_line(window)
    run(qtbot, window, Qt.Key.Key_V)
    press(Qt.Key.Key_M)
    assert pages.current.view.painting.hides_marks
    press(Qt.Key.Key_M)
    assert not pages.current.view.painting.hides_marks
    press(Qt.Key.Key_M)
    press(Qt.Key.Key_J)
    run(qtbot, window, Qt.Key.Key_V)
    assert not pages.current.view.painting.hides_marks
