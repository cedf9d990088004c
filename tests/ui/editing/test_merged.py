"""Both texts are in the merged one, and a view that takes patches shows the same as one built anew."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from annotator.domain.edits import edits_of
from annotator.domain.newlines import to_editor
from annotator.domain.textdiff import ChangeKind
from annotator.ui.editing.merged import NEWLINE_SIGN, Merged, line_patch, merged, place_at, sign_of
from annotator.ui.editing.merged_view import MergedView
from annotator.ui.editing.sides import sides
from annotator.ui.editing.utf16 import Units
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
    edits = edits_of(compare(old, new).changes)
    assert len(found.places) == len(edits)
    for at, (place, edit) in enumerate(zip(found.places, edits, strict=True)):
        assert (place.line, place.start) <= (place.end_line, place.end)
        assert place_at(found.places, place.line, place.start) is not None
        if edit.old_end > edit.old_start and "\n" not in old[edit.old_start : edit.old_end]:
            shown = "".join(run.text for run in found.lines[place.line])
            assert shown.startswith(old[edit.old_start : edit.old_end], place.start)
            assert place_at(found.places, place.line, place.start) == at


def test_a_replacement_is_one_change_and_signs_tell_them_apart():
    found = merge("The cat sit.\nkept\ngone\n", "The cat sits.\nkept\nnew line here\nmore\n")
    assert [sign_of(line) for line in found.lines][:2] == ["±", ""]
    assert found.places[0] == (0, len("The cat "), 0, len("The cat sitsits"))
    assert [place_at(found.places, line, character) for line, character in ((0, 0), (0, 99), (1, 2))] == [0, 0, None]
    assert sign_of(merge("one\n", "one\ntwo\n").lines[1]) == "+"
    assert sign_of(merge("one\ntwo\n", "one\n").lines[1]) == "−"


@given(texts, texts)
def test_lines_side_by_side_belong_together(old, new):
    both = sides(to_editor(old), to_editor(new), compare(old, new).changes)
    assert len(both.of_old) == old.count("\n") + 1
    assert len(both.of_new) == new.count("\n") + 1
    assert list(both.of_old) == sorted(both.of_old)
    assert list(both.of_new) == sorted(both.of_new)
    assert max(both.of_old) < len(both.of_new)
    assert max(both.of_new) < len(both.of_old)
    if old == new:
        assert both.of_old == both.of_new == tuple(range(len(both.of_old)))


@given(texts, texts)
def test_ranges_of_edits_are_qt_s(old, new):
    both = sides(to_editor(old), to_editor(new), compare(old, new).changes)
    for text, ranges in ((old, both.old_ranges), (new, both.new_ranges)):
        wide = text.encode("utf-16-le")
        for (start, end), edit in zip(ranges, both.edits, strict=True):
            first, last = (edit.old_start, edit.old_end) if text is old else (edit.new_start, edit.new_end)
            assert wide[2 * start : 2 * end].decode("utf-16-le") == text[first:last]


@given(st.text(st.sampled_from("a語😀👩‍💻\n")), st.data())
def test_positions_in_utf16_and_back(text, data):
    units = Units(text)
    at = data.draw(st.integers(0, len(text)))
    assert units.to_qt(at) == len(text[:at].encode("utf-16-le")) // 2
    assert units.from_qt(units.to_qt(at)) == at


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
