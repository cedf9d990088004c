"""Taking edits back: one alone leaves the others as they are, and all of them give the old text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.edits import Edit, carried_out, edits_of, taken_back
from annotator.domain.textdiff import word_diff

PIECES = [
    "the", "cat", " ", "  ", "\n", "\r\n", ".", "3.14", "—", "😀", "金曜日", "まで", "に", "提出します", "。",
    "データ", "\0",
]  # fmt: skip


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text and one that shares most of it."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=25))
    changed: list[str] = []
    for piece in pieces:
        match draw(st.integers(0, 9)):
            case 0:
                changed.append(draw(st.sampled_from(PIECES)))
            case 1:
                pass
            case 2:
                changed += (piece, draw(st.sampled_from(PIECES)))
            case _:
                changed.append(piece)
    return "".join(pieces), "".join(changed)


pairs = st.one_of(edited(), st.tuples(st.text(max_size=15), st.text(max_size=15)))


@given(pairs)
def test_edits_stand_apart_and_lead_from_the_old_text_to_the_new(texts: tuple[str, str]) -> None:
    old, new = texts
    edits = edits_of(word_diff(old, new))
    assert carried_out(old, new, edits) == new
    assert carried_out(old, new, ()) == old
    assert all(edit.old_start < edit.old_end or edit.new_start < edit.new_end for edit in edits)
    assert all(one.old_end < other.old_start and one.new_end < other.new_start for one, other in pairwise(edits))


@given(pairs, st.data())
def test_an_edit_taken_back_leaves_exactly_the_others(texts: tuple[str, str], data: st.DataObject) -> None:
    old, new = texts
    edits = edits_of(word_diff(old, new))
    if not edits:
        assert old == new
        return
    at = data.draw(st.integers(0, len(edits) - 1))
    back = taken_back(old, new, edits[at])
    assert back == carried_out(old, new, edits[:at] + edits[at + 1 :])
    assert back != new


@given(st.integers(1, 12), st.data())
def test_the_word_diff_of_what_is_left_lacks_just_the_edit_taken_back(count: int, data: st.DataObject) -> None:
    words = [f"word{number}" for number in range(count)]
    changed = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
    old = " and ".join(words)
    new = " and ".join(f"new{at}" if at in changed else word for at, word in enumerate(words))
    edits = edits_of(word_diff(old, new))
    assert len(edits) == len(changed)
    gone = data.draw(st.sampled_from(edits))
    back = taken_back(old, new, gone)
    left = edits_of(word_diff(old, back))
    shown = [(old[edit.old_start : edit.old_end], back[edit.new_start : edit.new_end]) for edit in left]
    assert shown == [
        (old[edit.old_start : edit.old_end], new[edit.new_start : edit.new_end]) for edit in edits if edit != gone
    ]


@given(pairs, st.randoms(use_true_random=False))
def test_every_edit_taken_back_in_any_order_gives_the_old_text(texts: tuple[str, str], random) -> None:
    old, new = texts
    while edits := edits_of(word_diff(old, new)):
        back = taken_back(old, new, random.choice(edits))
        assert back != new
        new = back
    assert new == old


def test_a_removal_and_its_replacement_are_one_edit() -> None:
    old, new = "one two three four", "one 2 three! four"
    edits = edits_of(word_diff(old, new))
    assert edits == (Edit(4, 7, 4, 5), Edit(13, 13, 11, 12))
    assert [taken_back(old, new, edit) for edit in edits] == ["one two three! four", "one 2 three four"]


@pytest.mark.parametrize(("old", "new", "edit"), [("a b", "a ", Edit(2, 3, 2, 2)), ("", "new", Edit(0, 0, 0, 3))])
def test_a_removal_at_the_end_and_a_whole_new_text_are_edits(old: str, new: str, edit: Edit) -> None:
    assert edits_of(word_diff(old, new)) == (edit,)
    assert taken_back(old, new, edit) == old
