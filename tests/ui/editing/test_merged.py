"""Both texts are in the merged one, and a view that takes patches shows the same as one built anew."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from annotator.domain.newlines import to_editor
from annotator.domain.textdiff import ChangeKind
from annotator.ui.editing.merged import NEWLINE_SIGN, Merged, line_patch, merged, qt_position, sign_of
from annotator.ui.editing.merged_view import MergedView
from annotator.workflow.comparing import compare

PIECES = ["one ", "two ", "\n", "納品物", "は", "来週", "。", "\n\n", "😀", "x"]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def merge(old: str, new: str) -> Merged:
    return merged(to_editor(old), to_editor(new), compare(old, new).changes)


def text_of(found: Merged, *kinds: ChangeKind) -> str:
    return "".join(run.text for line in found.lines for run in line if run.kind in kinds)


@given(texts, texts)
def test_both_texts_are_there(old, new):
    found = merge(old, new)
    for text, kind in ((old, ChangeKind.REMOVED), (new, ChangeKind.INSERTED)):
        shown = text_of(found, ChangeKind.EQUAL, kind).replace(NEWLINE_SIGN, "")
        assert shown == text.replace("\n", "")
    assert len(found.of_new) == new.count("\n") + 1
    assert all(0 <= place.start <= place.end <= len(new) for place in found.places)
    assert all(sign_of(found.lines[place.line]) for place in found.places if found.lines[place.line])


def test_a_replacement_is_one_change_and_signs_tell_them_apart():
    found = merge("The cat sit.\nkept\ngone\n", "The cat sits.\nkept\nnew line here\nmore\n")
    assert [sign_of(line) for line in found.lines][:2] == ["±", ""]
    assert found.places[0].line == 0
    assert found.places[0].end - found.places[0].start == len("sits")
    assert sign_of(merge("one\n", "one\ntwo\n").lines[1]) == "+"
    assert sign_of(merge("one\ntwo\n", "one\n").lines[1]) == "−"


def test_positions_are_qt_s():
    assert qt_position("a😀b", 2) == 3
    assert qt_position("abc", 2) == 2


@pytest.fixture
def view(qtbot: QtBot) -> MergedView:
    made = MergedView()
    qtbot.addWidget(made)
    return made


def formats(view: MergedView) -> list[tuple[str, bool, bool]]:
    found = []
    block = view.document().begin()
    while block.isValid():
        pieces = iter(block)
        while not pieces.atEnd():
            piece = pieces.fragment()
            if piece.isValid():
                found.append((piece.text(), piece.charFormat().fontStrikeOut(), piece.charFormat().fontUnderline()))
            pieces += 1
        block = block.next()
    return found


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts, min_size=1, max_size=5))
def test_a_view_that_takes_patches_shows_every_edit(view: MergedView, edits: list[str]) -> None:
    for new in edits:
        found = merge(edits[0], new)
        view.show_patch(line_patch(view.lines, found.lines))
        assert tuple(view.lines) == found.lines
        shown = view.document().toRawText().replace("\u2029", "\n")
        assert shown == "\n".join("".join(run.text for run in line) for line in found.lines)
        struck = "".join(text for text, is_struck, _under in formats(view) if is_struck)
        underlined = "".join(text for text, _struck, is_under in formats(view) if is_under)
        assert struck == text_of(found, ChangeKind.REMOVED)
        assert underlined == text_of(found, ChangeKind.INSERTED)
