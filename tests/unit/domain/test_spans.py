"""Spans: the unit is the code point, the quote is the source, and a moved quote is found again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.spans import CONTEXT, Span, SpanTarget, located, span_of
from annotator.errors import DomainError

TEXTS = st.text(st.sampled_from("ab \n\r🍵👩‍💻日本語*_`\u2028"), min_size=1, max_size=80)


@given(TEXTS, st.data())
def test_a_span_quotes_what_stands_at_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = span_of(text, start, end)
    assert text[span.start : span.end] == span.quote
    assert text.startswith(span.prefix + span.quote + span.suffix, start - len(span.prefix))
    assert len(span.prefix) == min(CONTEXT, start)
    assert located(span, text) == span


def test_an_empty_or_outlying_range_is_no_span() -> None:
    for start, end in ((2, 2), (3, 2), (0, 6), (-1, 2)):
        with pytest.raises(DomainError):
            span_of("hello", start, end)


@given(TEXTS)
def test_a_unique_quote_is_found_after_text_was_put_before_it(text: str) -> None:
    span = span_of(f"<<{text}>>", 0, len(text) + 4)
    moved = located(span, f"🍵 more {span.quote}")
    assert (moved.start, moved.is_orphan) == (7, False)


def test_a_repeated_quote_is_found_by_its_context() -> None:
    span = span_of("red tea, green tea", 15, 18)
    assert located(span, "!red tea, green tea").start == 16


def test_a_quote_that_is_gone_or_stands_twice_becomes_an_orphan_and_keeps_everything() -> None:
    span = Span(SpanTarget.BRIEF, 4, 7, "tea", extra='{"by": 1}')
    for text in ("coffee only", "tea and tea"):
        assert located(span, text) == replace(span, is_orphan=True)
