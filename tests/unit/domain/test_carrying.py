"""Spans carried over onto an edited text quote the same, and what was changed is not carried."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.carrying import carried, carried_range
from annotator.domain.edits import edits_of
from annotator.domain.spans import CONTEXT, SpanTarget, span_of
from annotator.domain.textdiff import word_diff
from tests.unit.domain.test_edits import edited


@given(edited(), st.data())
def test_a_carried_span_quotes_the_same_and_no_edit_touches_it(texts: tuple[str, str], data: st.DataObject) -> None:
    old, new = texts
    if not old:
        return
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    span, changes = replace(span_of(old, start, end), extra='{"by": 1}'), word_diff(old, new)
    now = carried(span, old, new, changes)
    # An insertion inside the span parts it; one at its ends does not.
    is_touched = any(
        (edit.old_start < end and edit.old_end > start) or start < edit.old_start < end for edit in edits_of(changes)
    )
    if now is None:
        assert is_touched
    else:
        assert (now.quote, now.extra, now.is_orphan) == (span.quote, span.extra, False)
        assert new[now.start : now.end] == span.quote
        assert now.prefix == new[max(0, now.start - CONTEXT) : now.start]
        assert not is_touched or new.count(span.quote) == 1
    if old == new:
        assert now == span


@given(edited(), st.data())
def test_carried_ranges_keep_their_order(texts: tuple[str, str], data: st.DataObject) -> None:
    old, new = texts
    changes = word_diff(old, new)
    places = sorted(data.draw(st.lists(st.integers(0, max(0, len(old) - 1)), max_size=6)))
    found = [place for at in places if (place := carried_range(at, at + 1, changes)) is not None]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("old", "new", "quote", "now"),
    [
        ("the cat sat", "so the cat sat", "cat", 7),
        ("the cat sat", "the dog sat", "cat", None),
        ("the cat sat", "the fat cat sat", "the cat", None),
        ("the cat sat", "the cat", "the cat", 0),
        ("the cat sat", "the cat stood", "cat sat", None),
        ("納品物は来週です。", "納品物は必ず来週です。", "来週", 6),
        ("One long sentence.\nAnother one.\n", "Another one.\nOne long sentence.\n", "One long sentence.", 13),
        ("One long sentence.\nX.\n", "X.\nOne long sentence. One long sentence.\n", "One long sentence.", None),
    ],
)
def test_carries_a_span_whose_text_survives(old: str, new: str, quote: str, now: int | None) -> None:
    start = old.index(quote)
    found = carried(span_of(old, start, start + len(quote)), old, new, word_diff(old, new))
    assert (None if found is None else found.start) == now


def test_spans_of_the_brief_orphans_and_empty_ones_are_carried_nowhere() -> None:
    old = new = "the cat sat"
    span = span_of(old, 4, 7)
    for other in (
        span_of(old, 4, 7, target=SpanTarget.BRIEF),
        replace(span, is_orphan=True),
        replace(span, end=4),
        replace(span, quote="dog"),
    ):
        assert carried(other, old, new, word_diff(old, new)) is None


def test_without_changes_there_is_nowhere_to_carry_to() -> None:
    assert carried_range(0, 1, ()) is None
