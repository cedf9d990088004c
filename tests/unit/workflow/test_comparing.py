"""The comparison of an edit covers both texts, and a process apart finds the same."""

from __future__ import annotations

import multiprocessing
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.newlines import to_editor
from annotator.domain.spans import span_of
from annotator.domain.textdiff import ChangeKind
from annotator.workflow.comparing import carry_over, compare
from annotator.workflow.measuring import MeasuringService

texts = st.lists(
    st.sampled_from(["one ", "two ", "\n", "\r\n", "納品物", "は", "来週", "。", "\n\n", "x"]), max_size=16
).map("".join)


@given(texts, texts)
def test_changes_lead_from_the_original_to_the_text(original, text):
    old, new = to_editor(original), to_editor(text)
    changes = compare(original, text).changes
    assert "".join(old[each.old_start : each.old_end] for each in changes) == old
    assert "".join(new[each.new_start : each.new_end] for each in changes) == new
    for each in changes:
        if each.kind is ChangeKind.EQUAL:
            assert old[each.old_start : each.old_end] == new[each.new_start : each.new_end]
    kinds = [each.kind for each in changes]
    assert all(one is not other for one, other in pairwise(kinds))


@given(texts)
def test_an_unchanged_text_has_no_changes(text):
    found = compare(text, text)
    assert found.changed_words == 0
    assert all(each.kind is ChangeKind.EQUAL for each in found.changes)


def test_how_lines_end_is_no_difference():
    assert compare("one\r\ntwo", "one\ntwo").changed_words == 0


def test_a_replaced_word_counts_once():
    assert compare("The cat sit on the mat.", "The cat sits on the mat.").changed_words == 1
    assert compare("one two\nthree", "one\nthree four").changed_words == 2


@given(texts, texts, st.data())
def test_carried_spans_are_shown_where_the_editor_has_them(original, text, data):
    if not original:
        return
    start = data.draw(st.integers(0, len(original) - 1))
    span = span_of(original, start, data.draw(st.integers(start + 1, len(original))))
    (found,) = carry_over(original, text, [span])
    assert found.span == span
    assert (found.now is None) == (found.shown is None)
    if found.now is not None and found.shown is not None:
        assert text[found.now.start : found.now.end] == span.quote
        shown = to_editor(text)[slice(*found.shown)]
        assert shown.strip("\n") == to_editor(span.quote).strip("\n")


def test_a_process_apart_compares_and_measures():
    others = set(multiprocessing.active_children())
    service = MeasuringService()
    try:
        found = service.compare("The cat sit.", "The cat sits.")
        effort = service.effort(
            "納品物は来週の金曜日まで提出します。", "納品物は来週金曜日までに提出いたします。", "ja"
        )
    finally:
        service.close()
    assert found == compare("The cat sit.", "The cat sits.")
    assert effort is not None
    assert (effort.edits, effort.length) == (4, 20)
    assert set(multiprocessing.active_children()) <= others


def test_a_comparison_that_takes_too_long_is_none():
    service = MeasuringService(limit_seconds=0.0)
    try:
        assert service.compare("a " * 50_000, "b " * 50_000) is None
    finally:
        service.close()
