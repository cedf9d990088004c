"""Changes of an edit by real keys: from one to the next, one taken back, inline and side by side, from nothing."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from annotator.domain.ids import TagId
from annotator.domain.newlines import to_editor
from annotator.domain.review import Tag
from annotator.domain.spans import span_of
from annotator.ui.editing.texts import DiffLook
from annotator.workflow.commands import AddTag
from tests.ui.conftest import opened_shell
from tests.ui.editing.conftest import press, settled, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def original(window) -> str:
    return window.review_screen.opening.sheet.deliverable.content


def interventions(window):
    return window.review_screen.opening.sheet.review.interventions


def edit_both_ends(qtbot, window, pane) -> None:
    """Put a word before the text and one after it."""
    press(Qt.Key.Key_Home, CTRL)
    type_text("First ")
    press(Qt.Key.Key_End, CTRL)
    type_text(" last")
    settled(qtbot, window)
    assert pane.texts.walk.count == 2


def button(pane, act: str) -> QToolButton:
    return next(each for each in pane.findChildren(QToolButton) if each.property("act") == act)


def marked(editor) -> set[str]:
    return {each.cursor.selectedText() for each in editor.extraSelections()}


def test_a_change_is_taken_back_by_key_and_the_editors_undo_brings_it_again(qtbot, window, pane):
    edit_both_ends(qtbot, window, pane)
    edited = pane.draft.text
    press(Qt.Key.Key_Home, CTRL)
    press(Qt.Key.Key_F8)
    assert pane.editor.textCursor().selectedText() == "First "
    press(Qt.Key.Key_F9)
    settled(qtbot, window)
    assert pane.draft.text == edited.removeprefix("First ")
    assert interventions(window)[-1].content == pane.draft.text
    press(Qt.Key.Key_Z, CTRL)
    settled(qtbot, window)
    assert pane.draft.text == edited
    assert interventions(window)[-1].content == edited


def test_every_change_taken_back_gives_the_original_exactly(qtbot, window, pane):
    edit_both_ends(qtbot, window, pane)
    for _change in range(2):
        press(Qt.Key.Key_F8)
        press(Qt.Key.Key_F9)
        settled(qtbot, window)
    assert pane.draft.text == original(window)
    assert pane.texts.walk.count == 0
    assert interventions(window)[-1].content == original(window)
    assert not button(pane, "take_back").isEnabled()


def test_what_is_taken_back_right_after_typing_is_what_was_typed(qtbot, window, pane):
    press(Qt.Key.Key_Home, CTRL)
    type_text("Hasty ")
    press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: pane.draft.text == original(window))
    settled(qtbot, window)
    assert pane.texts.walk.count == 0


def test_a_change_is_taken_back_from_the_diff_and_by_its_button(qtbot, window, pane):
    edit_both_ends(qtbot, window, pane)
    edited = pane.draft.text
    assert button(pane, "take_back").isEnabled()
    diff = pane.texts.diff
    qtbot.mouseClick(diff.viewport(), Qt.MouseButton.LeftButton)
    assert diff.hasFocus()
    press(Qt.Key.Key_Home, CTRL)
    assert pane.texts.walk.here == 0
    qtbot.mouseClick(button(pane, "take_back"), Qt.MouseButton.LeftButton)
    settled(qtbot, window)
    assert pane.draft.text == edited.removeprefix("First ")
    press(Qt.Key.Key_End, CTRL)
    press(Qt.Key.Key_F9)
    settled(qtbot, window)
    assert pane.draft.text == original(window)


def test_f8_goes_round_and_the_bar_says_where_one_is(qtbot, window, pane):
    edit_both_ends(qtbot, window, pane)
    press(Qt.Key.Key_F8)
    assert pane.changes.bar._count.text() == "1 / 2"
    press(Qt.Key.Key_F8)
    assert pane.changes.bar._count.text() == "2 / 2"
    press(Qt.Key.Key_F8, SHIFT)
    assert pane.changes.bar._count.text() == "1 / 2"
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    assert pane.changes.bar._count.text() == "2 changes"


def test_changes_stand_side_by_side_and_that_is_remembered(qtbot, shell, window, pane, workspace):
    edit_both_ends(qtbot, window, pane)
    assert pane.texts.diff.isVisible()
    assert not pane.texts.original.isVisible()
    press(Qt.Key.Key_D, CTRL)
    assert pane.texts.original.isVisible()
    assert not pane.texts.diff.isVisible()
    assert pane.texts.original.document().toRawText().replace("\u2029", "\n") == to_editor(original(window))
    assert pane.texts.marks.counts == (0, 2)
    for key, word in ((Qt.Key.Key_End, " last"), (Qt.Key.Key_Home, "First ")):
        pane.editor.setFocus()
        press(key, CTRL)
        qtbot.waitUntil(lambda word=word: word in marked(pane.editor))
    assert shell.close()
    again = opened_shell(qtbot, workspace)
    try:
        assert again.window.review_screen.editing.pane.texts.look is DiffLook.BESIDE
    finally:
        assert again.close()


def test_what_stands_beside_the_editor_scrolls_with_it(qtbot, window, pane):
    press(Qt.Key.Key_End, CTRL)
    type_text("\n" + "more\n" * 60)
    press(Qt.Key.Key_Home, CTRL)
    type_text("above\n" * 30)
    settled(qtbot, window)
    for look, other in ((DiffLook.INLINE, pane.texts.diff), (DiffLook.BESIDE, pane.texts.original)):
        pane.changes.show_look(look)
        pane.editor.verticalScrollBar().setValue(0)
        pane.editor.verticalScrollBar().setValue(30)
        top = pane.editor.firstVisibleBlock().text()
        assert top == to_editor(original(window)).split("\n")[0]
        assert other.firstVisibleBlock().text() == top
        other.verticalScrollBar().setValue(0)
        assert pane.editor.firstVisibleBlock().text() in {"above", top}


def test_taking_over_starts_from_nothing_as_its_own_kind(qtbot, window, pane):
    qtbot.mouseClick(pane.line.findChild(QPushButton, "take_over"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(interventions(window)))
    (begun,) = interventions(window)
    assert (begun.kind, begun.content) == ("I8", "")
    assert pane.editor.hasFocus()
    type_text("All mine.")
    settled(qtbot, window)
    (written,) = interventions(window)
    assert (written.id, written.kind, written.content) == (begun.id, "I8", "All mine.")
    assert original(window) != "All mine."
    for _step in range(20):
        press(Qt.Key.Key_Z, CTRL)
    settled(qtbot, window)
    assert interventions(window)[-1].content == original(window)


def test_taking_over_an_edit_that_is_begun_keeps_its_intervention(qtbot, window, pane):
    type_text("Some ")
    settled(qtbot, window)
    (begun,) = interventions(window)
    assert begun.kind == "I5"
    window.content.acts.trigger("take_over")
    qtbot.waitUntil(lambda: interventions(window)[-1].content == "")
    settled(qtbot, window)
    (now,) = interventions(window)
    assert (now.id, now.kind) == (begun.id, "I8")


def test_marked_places_are_carried_over_and_listed(qtbot, window, pane):
    text = original(window)
    first, last = text.split()[0], text.split()[-1]
    ref = window.review_screen.opening.sheet.ref
    for number, (word, at) in enumerate(((first, text.index(first)), (last, text.rindex(last)))):
        window.desk.run(AddTag(ref, Tag(TagId(f"tag-{number}"), "G05", span=span_of(text, at, at + len(word)))))
    places = pane.line.places
    qtbot.waitUntil(lambda: "2 stand, 0 changed" in places.text(), timeout=20_000)
    press(Qt.Key.Key_Home, CTRL)
    for _letter in first:
        press(Qt.Key.Key_Delete)
    settled(qtbot, window)
    qtbot.waitUntil(lambda: "1 stand, 1 changed" in places.text())
    gone, stands = places.menu().actions()
    assert gone.text().startswith("changed or gone: ")
    assert first.strip("#*") in gone.text()
    stands.trigger()
    assert pane.editor.textCursor().selectedText() == last
    gone.trigger()
    assert pane.texts.look is DiffLook.BESIDE
    assert pane.texts.original.textCursor().selectedText() == first


def test_effort_of_a_takeover_counts_what_was_written(qtbot, window, pane):
    window.content.acts.trigger("take_over")
    type_text("Short.")
    settled(qtbot, window)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: json.loads(interventions(window)[-1].effort).get("length") == 1, timeout=20_000)
