"""Spans of imported reviews, placed where their quotes stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.spans import Span, SpanTarget, located

if TYPE_CHECKING:
    from annotator.domain.shapes import Record


def place_spans(review: Record, content: str | None, briefs: dict[int, str | None], current_brief: int) -> None:
    """Put each span of a review to where its quote stands, or mark it as an orphan; nothing is dropped.

    Args:
        review: the review; its spans are changed.
        content: the deliverable's text.
        briefs: the job's briefs by version.
        current_brief: the version that counts when the review names none.
    """
    version = review["brief_version"]
    brief = briefs.get(current_brief if version is None else version, briefs.get(current_brief))
    texts = {SpanTarget.DELIVERABLE.value: content or "", SpanTarget.BRIEF.value: brief or ""}
    for mark in review["marks"]:
        for evidence in mark["evidence"]:
            _place(evidence["span"], texts)
    for tag in review["tags"]:
        _place(tag["span"], texts)


def _place(span: Record | None, texts: dict[str, str]) -> None:
    if span is None:
        return
    text = texts[span["target"]]
    if not span["quote"] and 0 <= span["start"] < span["end"] <= len(text):
        span["quote"] = text[span["start"] : span["end"]]
    found = located(
        Span(
            SpanTarget(span["target"]),
            span["start"],
            span["end"],
            span["quote"],
            span["prefix"],
            span["suffix"],
        ),
        text,
    )
    span.update(
        start=found.start,
        end=found.end,
        prefix=found.prefix,
        suffix=found.suffix,
        orphan=found.is_orphan,
    )
