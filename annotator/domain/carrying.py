"""Where the spans of a review stand in the edited text, and which of them did not survive the edit."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from annotator.domain.spans import Span, SpanTarget, span_of
from annotator.domain.textdiff import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.textdiff import Change

_CERTAIN: Final = 12
"""A quote of so many characters that stands once in either text is the same passage, wherever it was moved to."""


def carried(span: Span, old: str, new: str, changes: Sequence[Change]) -> Span | None:
    """Return a span of the old text where it stands in the new one; `None` if it did not survive whole.

    Args:
        span: lies in the old text; an orphan or a span of another text is carried nowhere.
        old: the text before the edit.
        new: the edited text.
        changes: what leads from the one to the other.
    """
    is_placed = span.target is SpanTarget.DELIVERABLE and not span.is_orphan
    if not is_placed or not span.start < span.end <= len(old) or old[span.start : span.end] != span.quote:
        return None
    place = carried_range(span.start, span.end, changes) or _moved(span, old, new)
    if place is None:
        return None
    return replace(span_of(new, *place, target=span.target), extra=span.extra)


def carried_range(start: int, end: int, changes: Sequence[Change]) -> tuple[int, int] | None:
    """Return where the old text's range [start, end) stands in the new text; `None` if it did not survive whole."""
    index = bisect_right(changes, start, key=lambda change: change.old_start) - 1
    if index < 0:
        return None
    change = changes[index]
    if change.kind is not ChangeKind.EQUAL or end > change.old_end:
        return None
    shift = change.new_start - change.old_start
    return start + shift, end + shift


def _moved(span: Span, old: str, new: str) -> tuple[int, int] | None:
    """Return where a passage was moved to; `None` if that is not certain."""
    is_unique = len(span.quote) >= _CERTAIN and old.find(span.quote, old.find(span.quote) + 1) < 0
    at = new.find(span.quote) if is_unique else -1
    if at < 0 or new.find(span.quote, at + 1) >= 0:
        return None
    return at, at + len(span.quote)
