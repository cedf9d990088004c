"""The laws of the word diff, and what it shows of known edits."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.textdiff import Change, ChangeKind, word_diff

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
