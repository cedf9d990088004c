"""Two attempts or models of a job beside each other, by real keys: texts, changes and marks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.domain.job import Arm
from annotator.domain.newlines import to_editor
from annotator.domain.review import MarkKind
from annotator.ui.comparing.choices import decoded
from annotator.ui.widgets.pane_row import BRIEF
from annotator.workflow.attempts import Delivery, NewAttempt
from annotator.workflow.commands import SetMark
from tests.ui.editing.conftest import press

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def shown(text) -> str:
    return text.document().toRawText().replace("\u2029", "\n")


def compared(qtbot, window):
    """Open the compare tab by its key and wait for the word diff."""
    press(Qt.Key.Key_D)
    pane = window.review_screen.comparing.pane
    settle(qtbot, pane)
    return pane


def settle(qtbot, pane) -> None:
    qtbot.waitUntil(lambda: None not in pane._sides and pane.diff.is_idle, timeout=20_000)
    qtbot.waitUntil(lambda: pane._count.text() != "Comparing…")


def choose(qtbot, pane, side: int, label: str) -> None:
    """Choose a text by the keyboard, as one would in any combo box."""
    chooser = pane.choosers[side]
    at = next(at for at in range(chooser.count()) if label in chooser.itemText(at))
    chooser.setFocus()
    QTest.keyClick(chooser, Qt.Key.Key_Home)
    for _step in range(at):
        QTest.keyClick(chooser, Qt.Key.Key_Down)
    assert label in chooser.currentText()
    settle(qtbot, pane)


@pytest.fixture
def second(qtbot, window):
    """The open deliverable's next attempt, with three words of it changed."""
    sheet = window.review_screen.opening.sheet
    text = sheet.deliverable.content
    changed = f"New start. {text.rstrip()} New end."
    with qtbot.waitSignal(window.desk.attempt_added) as heard:
        window.desk.add_attempt(NewAttempt(sheet.ref, Arm.FEEDBACK, Delivery(changed)))
    added = heard.args[0]
    qtbot.waitUntil(lambda: len(window.review_screen.opening.sheet.attempts) > len(sheet.attempts))
    return added


def opened(qtbot, window, ref) -> None:
    window.desk.open_ref(ref)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.ref == ref)


def test_an_attempt_stands_beside_the_one_it_came_of_and_f8_goes_from_change_to_change(qtbot, window, second):
    first = window.review_screen.opening.sheet
    opened(qtbot, window, second.ref)
    pane = compared(qtbot, window)
    assert shown(pane.view.left) == to_editor(first.deliverable.content)
    assert shown(pane.view.right) == to_editor(window.review_screen.opening.sheet.deliverable.content)
    assert pane._count.text() == "2 changes"
    assert pane.view.right.hasFocus()
    press(Qt.Key.Key_F8)
    assert pane.view.right.textCursor().selectedText() == "New start. "
    assert pane._count.text() == "Change 1 of 2"
    press(Qt.Key.Key_F8)
    assert "New end." in pane.view.right.textCursor().selectedText()
    press(Qt.Key.Key_F8, SHIFT)
    assert pane._count.text() == "Change 1 of 2"


def test_both_texts_scroll_together(qtbot, window, second):
    opened(qtbot, window, second.ref)
    pane = compared(qtbot, window)
    for leader, other in ((pane.view.left, pane.view.right), (pane.view.right, pane.view.left)):
        leader.verticalScrollBar().setValue(0)
        leader.verticalScrollBar().setValue(12)
        assert leader.firstVisibleBlock().blockNumber() > 0
        assert other.firstVisibleBlock().blockNumber() == leader.firstVisibleBlock().blockNumber()


def test_marks_stand_beside_each_other_once_they_no_longer_lead(qtbot, window, second):
    first = window.review_screen.opening.sheet
    criteria = first.job.rubric.active
    for each in criteria:
        window.desk.run(SetMark(first.ref, each.id, MarkKind.FAIL))
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)
    opened(qtbot, window, second.ref)
    pane = compared(qtbot, window)
    assert pane.marks.rowCount() == len(criteria) + 2
    assert pane.marks.item(0, 1).text() == "hidden until all are marked"
    assert pane.marks.item(0, 2).text() == "–"
    for at in range(len(criteria)):
        with qtbot.waitSignal(window.desk.changed):
            press(Qt.Key.Key_P)
        if at + 1 < len(criteria):
            assert pane.marks.item(0, 1).text() == "hidden until all are marked"
    assert pane.marks.item(0, 1).text() == "✗ Fail"
    assert pane.marks.item(0, 2).text() == "✓ Pass"
    assert pane.marks.item(0, 2).font().bold()


def test_any_two_models_can_be_chosen_and_the_brief_or_a_file_in_its_place(qtbot, window):
    pane = compared(qtbot, window)
    sheet = window.review_screen.opening.sheet
    assert pane.choosers[0].currentText() != pane.choosers[1].currentText()
    choose(qtbot, pane, 0, "Brief")
    assert shown(pane.view.left) == to_editor(sheet.job.brief)
    assert pane.marks.item(0, 1).text() == ""
    choose(qtbot, pane, 0, "open")
    assert pane._count.text() == "0 changes"
    assert "Brief" not in [pane.choosers[1].itemText(at) for at in range(pane.choosers[1].count())]


def test_a_text_file_of_the_job_can_be_chosen(qtbot, window):
    screen = window.review_screen
    for key in list(screen.model.keys):
        window.desk.open(key)
        qtbot.waitUntil(lambda key=key: screen.opening.sheet.key == key)
        texts = [each for each in screen.opening.sheet.job.attachments if each.name.endswith(".csv")]
        if texts:
            break
    assert texts
    pane = compared(qtbot, window)
    choose(qtbot, pane, 0, texts[0].name)
    path = window.desk.house.workbench.attachment_path(texts[0].sha256)
    assert shown(pane.view.left) == to_editor(path.read_bytes().decode("utf-8-sig"))


def test_what_is_compared_with_takes_the_briefs_place_and_gives_it_back(qtbot, window):
    assert BRIEF in window.review_screen.panes.open_panes
    compared(qtbot, window)
    assert BRIEF not in window.review_screen.panes.open_panes
    press(Qt.Key.Key_R)
    assert BRIEF in window.review_screen.panes.open_panes
    assert not window.review_screen.comparing.is_open


def test_the_zoom_keys_make_the_texts_larger_that_have_the_focus(qtbot, window):
    screen = window.review_screen
    pane = compared(qtbot, window)
    usual = pane.view.left.font().pixelSize()
    press(Qt.Key.Key_Plus, CTRL)
    assert pane.view.left.font().pixelSize() == pane.view.right.font().pixelSize() > usual
    press(Qt.Key.Key_0, CTRL)
    assert pane.view.left.font().pixelSize() == usual
    screen.editing.open()
    press(Qt.Key.Key_Plus, CTRL)
    assert screen.editing.pane.texts.zoom_steps == 1
    assert screen.texts.brief.zoom_steps == screen.texts.deliverable.zoom_steps == 0


def test_the_tab_key_goes_round_read_edit_and_compare(qtbot, window):
    screen = window.review_screen
    seen = []
    for _step in range(3):
        press(Qt.Key.Key_Tab, CTRL)
        seen.append((screen.editing.is_open, screen.comparing.is_open))
    assert seen == [(True, False), (False, True), (False, False)]


def test_another_deliverable_opens_to_be_read(qtbot, window):
    compared(qtbot, window)
    press(Qt.Key.Key_PageDown, CTRL)
    qtbot.waitUntil(lambda: not window.review_screen.comparing.is_open)
    pane = compared(qtbot, window)
    assert shown(pane.view.right) == to_editor(window.review_screen.opening.sheet.deliverable.content)


def test_no_model_has_a_name_while_models_are_hidden(qtbot, window):
    models = {each.model for each in window.review_screen.opening.sheet.attempts} - {None}
    assert models
    window.preferences.set_value("blind", True)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.is_blind)
    pane = compared(qtbot, window)
    said = {chooser.itemText(at) for chooser in pane.choosers for at in range(chooser.count())}
    assert not [text for text in said for model in models if model in text]


def test_old_japanese_files_are_read_too():
    assert decoded("顧客,金額\n".encode("cp932")) == "顧客,金額\n"
    assert decoded("\ufeff顧客".encode()) == "顧客"
    assert decoded(b"\xff\xfe\x00\x81") == "\ufffd\ufffd\x00\ufffd"
