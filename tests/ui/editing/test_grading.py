"""The edited text becomes the next attempt, once, by real keys; what was graded never changes."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from annotator.domain.job import Arm
from annotator.workflow.exporting import export_file
from annotator.workflow.workspaces import open_workspace
from tests.ui.editing.conftest import press, settled, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def sheet(window):
    return window.review_screen.opening.sheet


def graded(qtbot, window):
    """Press the key that grades the edited text and return the sheet that it leads to."""
    before = sheet(window).ref
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    qtbot.waitUntil(lambda: sheet(window).ref != before)
    return sheet(window)


def back(qtbot, window, ref) -> None:
    window.desk.open_ref(ref)
    qtbot.waitUntil(lambda: sheet(window).ref == ref)
    press(Qt.Key.Key_E)
    settled(qtbot, window)


def test_the_edited_text_opens_as_the_next_attempt_of_its_chain(qtbot, window, pane):
    first = sheet(window)
    type_text("Better: ")
    second = graded(qtbot, window)
    assert second.deliverable.content == f"Better: {first.deliverable.content}"
    assert (second.deliverable.arm, second.deliverable.parent) == (Arm.HUMAN_EDIT, first.deliverable.id)
    assert (second.deliverable.attempt, second.deliverable.model) == (2, first.deliverable.model)
    assert not second.review.marks
    assert not window.review_screen.editing.is_open
    settled(qtbot, window)
    back(qtbot, window, first.ref)
    (edit,) = sheet(window).review.interventions
    assert edit.result == second.deliverable.id
    assert edit.content == second.deliverable.content
    assert json.loads(edit.effort)["edits"] > 0


def test_a_graded_text_is_stored_once_and_found_again(qtbot, window, pane):
    first = sheet(window)
    type_text("Better: ")
    second = graded(qtbot, window)
    back(qtbot, window, first.ref)
    assert pane.line.findChild(QPushButton, "grade_edit").accessibleName() == "Go to its grade"
    known = len(sheet(window).attempts)
    again = graded(qtbot, window)
    assert again.ref == second.ref
    assert len(again.attempts) == known


def test_a_change_after_grading_begins_another_edit_and_another_attempt(qtbot, window, pane):
    first = sheet(window)
    type_text("Better: ")
    second = graded(qtbot, window)
    back(qtbot, window, first.ref)
    assert pane.draft.text == second.deliverable.content
    press(Qt.Key.Key_End, CTRL)
    type_text(" And more.")
    third = graded(qtbot, window)
    assert third.deliverable.content == f"{second.deliverable.content} And more."
    assert third.deliverable.parent == first.deliverable.id
    settled(qtbot, window)
    back(qtbot, window, second.ref)
    assert sheet(window).deliverable == second.deliverable
    back(qtbot, window, first.ref)
    edits = sheet(window).review.interventions
    assert [(each.result, each.content, each.is_primary) for each in edits] == [
        (second.deliverable.id, second.deliverable.content, True),
        (third.deliverable.id, third.deliverable.content, False),
    ]


def test_an_edit_begun_after_grading_is_discarded_back_to_what_was_graded(qtbot, window, pane):
    first = sheet(window)
    type_text("Better: ")
    second = graded(qtbot, window)
    back(qtbot, window, first.ref)
    discard = pane.line.findChild(QPushButton, "discard_edit")
    assert not discard.isEnabled()
    type_text("Worse: ")
    settled(qtbot, window)
    assert len(sheet(window).review.interventions) == 2
    qtbot.mouseClick(discard, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(sheet(window).review.interventions) == 1)
    settled(qtbot, window)
    assert pane.draft.text == second.deliverable.content
    assert not discard.isEnabled()


def test_a_text_written_from_nothing_is_a_takeover_and_travels(qtbot, window, pane, workspace, tmp_path):
    first = sheet(window)
    window.content.acts.trigger("take_over")
    type_text("All of it is mine.")
    second = graded(qtbot, window)
    assert (second.deliverable.arm, second.deliverable.content) == (Arm.TAKEOVER, "All of it is mine.")
    qtbot.waitUntil(lambda: not window.desk.has_unsaved)
    elsewhere = open_workspace(workspace)
    path = tmp_path / "out.json"
    export_file(elsewhere, path)
    elsewhere.close()
    job = json.loads(path.read_text(encoding="utf-8"))["jobs"][0]
    by_id = {each["id"]: each for each in job["deliverables"]}
    assert by_id[second.deliverable.id]["arm"] == "takeover"
    (step,) = by_id[first.deliverable.id]["reviews"][0]["interventions"]
    assert (step["kind"], step["result"], step["content"]) == ("I8", second.deliverable.id, "All of it is mine.")


def test_nothing_is_graded_before_anything_changed(qtbot, window, pane):
    known = len(sheet(window).attempts)
    press(Qt.Key.Key_Return, CTRL | SHIFT)
    assert pane.line._facts[0].whole == "There is nothing to grade yet: change the text first."
    settled(qtbot, window)
    assert len(sheet(window).attempts) == known
    assert not sheet(window).review.interventions
