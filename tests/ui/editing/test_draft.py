"""What is typed into an editor reaches the disk exactly, whatever the text is made of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from pytestqt.qtbot import QtBot

from annotator.domain.ids import DeliverableId, ReviewRef, StudyId
from annotator.domain.newlines import to_editor
from annotator.domain.review import Intervention
from annotator.domain.textpatch import apply
from annotator.ui.editing.draft import Draft
from annotator.ui.editing.editor import TextEditor
from annotator.workflow.commands import Command, EditText, StartIntervention

REF = ReviewRef(StudyId("study"), DeliverableId("job/1"))
OTHER = ReviewRef(StudyId("study"), DeliverableId("job/2"))
PIECES = ["\n", "\r\n", "\r", "\u2029", "\u2028", "\u00a0", "\ufeff", "\ud83d", "😀", "日本", "a", "b ", "\0", "\t"]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
typed = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 6), st.sampled_from(["", "x", "\n", "語\n語", "😀", "\u00a0"])),
    max_size=6,
)


class Disk:
    """Stores what a draft sends."""

    def __init__(self, original: str) -> None:
        self.text = original
        self.commands: list[Command] = []

    def store(self, commands: tuple[Command, ...]) -> None:
        for command in commands:
            self.commands.append(command)
            if isinstance(command, EditText):
                self.text = apply(command.patch, self.text)


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    made = TextEditor()
    qtbot.addWidget(made)
    return made


def opened(editor: TextEditor, text: str) -> tuple[Draft, Disk]:
    draft, disk = Draft(editor), Disk(text)
    draft.commands_requested.connect(disk.store)
    draft.show(REF, text, None)
    return draft, disk


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts, typed, st.booleans())
def test_what_is_stored_is_what_the_editor_shows(editor: TextEditor, text: str, done: list, undoes: bool) -> None:
    draft, disk = opened(editor, text)
    assert draft.text == text
    cursor = QTextCursor(editor.document())
    last = editor.document().characterCount
    for place, length, new in done:
        cursor.setPosition(place % last())
        cursor.setPosition(min(cursor.position() + length, last() - 1), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
        if place % 3 == 0:
            draft.flush()
    if undoes:
        while editor.document().isUndoAvailable():
            editor.undo()
    draft.flush()
    assert disk.text == draft.text
    assert to_editor(draft.text).split("\n") == to_editor(editor.document().toRawText()).split("\n")
    if not disk.commands:
        assert disk.text == text
    draft.deleteLater()
    editor.document().contentsChange.disconnect(draft._follow_editor)


def test_opening_sends_nothing_and_the_first_change_begins_the_intervention(editor: TextEditor, qtbot: QtBot) -> None:
    draft, disk = opened(editor, "one\r\ntwo\u00a0")
    draft.flush()
    assert not disk.commands
    qtbot.keyClicks(editor, "x")
    with qtbot.waitSignal(draft.commands_requested, timeout=2000):
        pass
    start, edit = disk.commands
    assert isinstance(start, StartIntervention)
    assert isinstance(edit, EditText)
    assert edit.key == start.intervention_id
    assert disk.text == "xone\r\ntwo\u00a0"
    qtbot.keyClicks(editor, "y")
    draft.flush()
    assert len(disk.commands) == 3


def test_typed_and_deleted_again_stores_nothing(editor: TextEditor, qtbot: QtBot) -> None:
    draft, disk = opened(editor, "one")
    qtbot.keyClicks(editor, "x")
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    draft.flush()
    assert not disk.commands


def test_typing_in_another_text_sends_the_first_one_under_its_own_name(editor: TextEditor, qtbot: QtBot) -> None:
    draft, disk = opened(editor, "one")
    qtbot.keyClicks(editor, "x")
    draft.show(OTHER, "two", None)
    assert disk.commands[-1].about == REF
    assert disk.text == "xone"
    assert draft.text == "two"


def test_a_failed_save_is_sent_again_with_all_that_was_typed(editor: TextEditor, qtbot: QtBot) -> None:
    draft, disk = opened(editor, "one")
    qtbot.keyClicks(editor, "x")
    draft.flush()
    disk.text = "one"  # nothing of it was stored
    disk.commands.clear()
    qtbot.keyClicks(editor, "y")
    draft.save_failed(is_stored=False)
    with qtbot.waitSignal(draft.commands_requested, timeout=2000):
        pass
    assert [type(each) for each in disk.commands] == [StartIntervention, EditText]
    assert disk.text == "xyone"


def test_an_undo_from_elsewhere_is_shown_and_typing_goes_on_from_there(editor: TextEditor, qtbot: QtBot) -> None:
    draft, disk = opened(editor, "one")
    qtbot.keyClicks(editor, "x")
    draft.flush()
    draft.follow(Intervention(draft.id, "I5", True, "xone"))
    draft.follow(Intervention(draft.id, "I5", True, "one"))
    assert editor.toPlainText() == "one"
    disk.text = "one"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, "z")
    draft.flush()
    assert disk.text == "onez"


def test_copying_keeps_non_breaking_spaces_and_shift_enter_is_a_newline(editor: TextEditor, qtbot: QtBot) -> None:
    draft, _disk = opened(editor, "a\u00a0b")
    editor.selectAll()
    editor.copy()
    assert QGuiApplication.clipboard().text() == "a\u00a0b"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    pasted = QMimeData()
    pasted.setText("c\u2028d\r\ne")
    editor.insertFromMimeData(pasted)
    assert draft.text == "a\u00a0b\nc\nd\ne"
