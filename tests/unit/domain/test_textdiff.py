"""The laws of the word diff, and what it shows of known edits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.textdiff import Change, ChangeKind, carry_span, reverted, word_diff
from annotator.errors import DomainError

PIECES = [
    "the", "cat", " ", "  ", "\n", "\r\n", ".", "3.14", "—", "😀", "金曜日", "まで", "に", "提出します", "。",
    "データ", "\0",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.text(max_size=15))


@st.composite
def _edits(draw: st.DrawFn) -> tuple[str, str]:
    """A text and one that shares most of it."""
    pieces = draw(st.lists(st.sampled_from(PIECES), max_size=25))
    edited = [draw(st.sampled_from(PIECES)) if draw(st.integers(0, 5)) == 0 else piece for piece in pieces]
    return "".join(pieces), "".join(edited)


def _shown(old: str, new: str) -> list[str]:
    signs = {ChangeKind.EQUAL: "", ChangeKind.REMOVED: "-", ChangeKind.INSERTED: "+"}
    return [
        signs[change.kind] + (old[change.old_start : change.old_end] or new[change.new_start : change.new_end])
        for change in word_diff(old, new)
    ]


@given(st.one_of(_edits(), st.tuples(TEXTS, TEXTS)))
def test_changes_cover_both_texts(texts: tuple[str, str]) -> None:
    old, new = texts
    changes = word_diff(old, new)
    kept = [c for c in changes if c.kind is not ChangeKind.INSERTED]
    given_now = [c for c in changes if c.kind is not ChangeKind.REMOVED]
    assert "".join(old[c.old_start : c.old_end] for c in kept) == old
    assert "".join(new[c.new_start : c.new_end] for c in given_now) == new
    for change in changes:
        before, now = old[change.old_start : change.old_end], new[change.new_start : change.new_end]
        assert (before, now) == {
            ChangeKind.EQUAL: (before, before),
            ChangeKind.REMOVED: (before, ""),
            ChangeKind.INSERTED: ("", now),
        }[change.kind]
        assert before or now


@given(st.one_of(_edits(), st.tuples(TEXTS, TEXTS)))
def test_neighbours_differ_and_a_removal_comes_before_its_replacement(texts: tuple[str, str]) -> None:
    kinds = [change.kind for change in word_diff(*texts)]
    pairs = set(pairwise(kinds))
    assert not {(kind, kind) for kind in ChangeKind} & pairs
    assert (ChangeKind.INSERTED, ChangeKind.REMOVED) not in pairs


@given(st.one_of(_edits(), st.tuples(TEXTS, TEXTS)))
def test_taking_back_every_change_gives_the_old_text(texts: tuple[str, str]) -> None:
    old, new = texts
    while changed := [at for at, c in enumerate(word_diff(old, new)) if c.kind is not ChangeKind.EQUAL]:
        back = reverted(old, new, word_diff(old, new), changed[0])
        assert back != new
        new = back
    assert new == old


@given(_edits(), st.data())
def test_one_change_taken_back_leaves_the_others(texts: tuple[str, str], data: st.DataObject) -> None:
    old, new = texts
    changes = word_diff(old, new)
    changed = [at for at, c in enumerate(changes) if c.kind is not ChangeKind.EQUAL]
    if not changed:
        assert old == new
        return
    at = data.draw(st.sampled_from(changed))
    change = changes[at]
    back = reverted(old, new, changes, at)
    assert back.startswith(new[: change.new_start] if change.kind is ChangeKind.REMOVED else "")
    assert old[change.old_start : change.old_end] in back


def test_nothing_to_take_back_where_nothing_changed() -> None:
    changes = word_diff("a b", "a c")
    with pytest.raises(DomainError, match="changes nothing"):
        reverted("a b", "a c", changes, 0)


def test_a_replacement_goes_back_as_one_whichever_half_is_named() -> None:
    old, new = "one two three", "one 2 three!"
    changes = word_diff(old, new)
    assert [reverted(old, new, changes, at) for at in (1, 2, 4)] == ["one two three!", "one two three!", "one 2 three"]


@given(_edits(), st.data())
def test_a_carried_span_holds_the_same_text(texts: tuple[str, str], data: st.DataObject) -> None:
    old, new = texts
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    carried = carry_span(start, end, word_diff(old, new))
    if carried is not None:
        assert new[carried[0] : carried[1]] == old[start:end]
    if old == new:
        assert carried == (start, end)


@pytest.mark.parametrize(
    ("old", "new", "quote", "carried"),
    [
        ("the cat sat", "so the cat sat", "cat", (7, 10)),
        ("the cat sat", "the dog sat", "cat", None),
        ("the cat sat", "the fat cat sat", "the cat", None),
        ("the cat sat", "the cat", "the cat", (0, 7)),
        ("the cat sat", "the cat stood", "cat sat", None),
        ("", "new", "", None),
    ],
)
def test_carries_a_span_whose_text_survives(old: str, new: str, quote: str, carried: tuple[int, int] | None) -> None:
    start = old.index(quote)
    assert carry_span(start, start + len(quote), word_diff(old, new)) == carried


def test_without_changes_there_is_nowhere_to_carry_to() -> None:
    assert carry_span(0, 1, ()) is None


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("", "", []),
        ("same", "same", ["same"]),
        ("", "new", ["+new"]),
        ("old", "", ["-old"]),
        (
            "The cat sit on the mat.",
            "The cats sit on a mat.",
            ["The ", "-cat", "+cats", " sit on ", "-the", "+a", " mat."],
        ),
        ("aaa bbb ccc\nd", "xxx yyy zzz\nd", ["-aaa bbb ccc", "+xxx yyy zzz", "\nd"]),
        ("It costs 3.14 now", "It costs 3.15 now", ["It costs ", "-3.14", "+3.15", " now"]),
        ("I don’t", "I don’t know", ["I don’t", "+ know"]),
        ("a\nb\n\nc\n", "a\nx\n\nc\n", ["a\n", "-b", "+x", "\n\nc\n"]),
        (
            "納品物は来週の金曜日まで提出します。",
            "納品物は来週金曜日までに提出いたします。",
            ["納品物は来週", "-の", "金曜日まで", "+に", "提出", "+いた", "します。"],
        ),
        ("新案件", "旧案内", ["-新案件", "+旧案内"]),
        ("価格は高いです。", "価格は安いです。", ["価格は", "-高", "+安", "いです。"]),
    ],
)
def test_shows_words(old: str, new: str, shown: list[str]) -> None:
    assert _shown(old, new) == shown


def test_a_change_is_a_plain_value() -> None:
    assert word_diff("a b", "a c") == (
        Change(ChangeKind.EQUAL, 0, 2, 0, 2),
        Change(ChangeKind.REMOVED, 2, 3, 2, 2),
        Change(ChangeKind.INSERTED, 3, 3, 2, 3),
    )
