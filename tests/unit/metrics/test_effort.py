"""Edit effort: worked values M21, its odd cases, and the block shifts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.metrics.effort import (
    LONGEST_WITH_SHIFTS,
    EditEffort,
    EffortUnit,
    changed_share,
    character_distance,
    counts_characters,
    edit_effort,
    word_distance,
)
from annotator.metrics.shifts import distance, edits_with_shifts

WORDS = st.text(alphabet="abcd", max_size=14)


def test_m21_snover() -> None:
    effort = edit_effort(
        "THIS WEEK THE SAUDIS denied information published in the new york times",
        "SAUDI ARABIA denied THIS WEEK information published in the AMERICAN new york times",
    )
    assert effort == EditEffort(EffortUnit.WORD, edits=4, shifts=1, length=13)
    assert effort.rate == pytest.approx(0.307692, abs=1e-6)


def test_m21_one_word() -> None:
    before, fixed = "The cat sit on the mat.", "The cat sits on the mat."
    assert edit_effort(before, fixed).rate == pytest.approx(1 / 6)
    assert word_distance(before, fixed) == 1
    assert character_distance(before, fixed) == 1


@pytest.mark.parametrize("language", ["ja", "ja-JP", "JA_jp", None])
def test_m21_japanese_counts_characters(language: str | None) -> None:
    effort = edit_effort("納品物は来週の金曜日まで提出します。", "納品物は来週金曜日までに提出いたします。", language)
    assert effort == EditEffort(EffortUnit.CHARACTER, edits=4, shifts=0, length=20)
    assert effort.rate == pytest.approx(0.2)


def test_nothing_left_has_no_rate() -> None:
    effort = edit_effort("all of it", "")
    assert (effort.edits, effort.rate, effort.is_emptied) == (3, None, True)
    assert edit_effort("", "").is_emptied is False
    assert edit_effort("", "").rate is None


def test_may_exceed_one() -> None:
    assert edit_effort("one two three", "four").rate == 3.0


def test_nothing_changed_is_no_effort() -> None:
    assert edit_effort("one  two\n", "one two").edits == 0


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("日本語", "en", False),
        ("English", "zh-Hant", True),
        ("English", "th", True),
        ("한국어 번역", "ko", False),
        ("Excelの関数を使います", None, True),
        ("The word 日本 is Japanese", None, False),
        ("123", None, False),
        ("", None, False),
    ],
)
def test_unit_follows_the_language_or_the_letters(text: str, language: str | None, expected: bool) -> None:
    assert counts_characters(text, language) is expected


def test_very_long_texts_are_measured_without_shifts() -> None:
    words = [f"w{n}" for n in range(LONGEST_WITH_SHIFTS + 1)]
    moved = [*words[5:20], *words[:5], *words[20:]]
    assert edit_effort(" ".join(words), " ".join(moved)) == EditEffort(EffortUnit.WORD, 10, 0, len(words))
    assert edit_effort(" ".join(words[:-1]), " ".join(moved[:-1])).edits == 1


def test_stores_its_measures() -> None:
    assert edit_effort("a b", "a c").as_document() == {
        "measure": "ter",
        "unit": "word",
        "edits": 1,
        "shifts": 0,
        "length": 2,
        "rate": 0.5,
    }
    assert edit_effort("日本", "", "ja").as_document()["rate"] is None


def test_share_of_cells_or_lines() -> None:
    assert changed_share(3, 12) == 0.25
    assert changed_share(3, 0) is None


@given(WORDS, WORDS)
def test_shifts_never_cost_more_than_editing_word_by_word(old: str, new: str) -> None:
    found = edits_with_shifts(old, new)
    assert 0 <= found.shifts <= found.edits <= distance(old, new)
    assert (found.edits == 0) == (old == new)
    assert found.edits >= abs(len(old) - len(new))


@given(st.permutations("abcdefghijkl"), st.integers(0, 11), st.integers(1, 9), st.integers(0, 11))
def test_one_block_moved_is_one_edit(letters: list[str], start: int, length: int, target: int) -> None:
    block, rest = letters[start : start + length], letters[:start] + letters[start + length :]
    moved = rest[:target] + block + rest[target:]
    assert edits_with_shifts("".join(letters), "".join(moved)).edits <= 1


def test_long_repetitive_texts_end() -> None:
    assert edits_with_shifts("ab" * 1200, "ba" * 1200).edits <= 2
