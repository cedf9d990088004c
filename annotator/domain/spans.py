"""A stretch of an immutable text, in code points, with its quote."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from annotator.errors import DomainError

CONTEXT = 32
"""Code points kept before and after a quote, so that it can be found again."""


class SpanTarget(Enum):
    """Which text a span lies in."""

    DELIVERABLE = "deliverable"
    BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class Span:
    """The source range [start, end) of a text, in code points, with what stands there.

    An orphan's quote was not found in its text: it is kept and shown, but marks no place.
    `extra` holds keys of the document that the program does not know, as JSON text.
    """

    target: SpanTarget
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""
    is_orphan: bool = False
    extra: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise DomainError(f"a span runs from {self.start} to {self.end}; it must not run backwards")


def span_of(text: str, start: int, end: int, target: SpanTarget = SpanTarget.DELIVERABLE) -> Span:
    """Return the span [start, end) of `text` with its quote and context.

    Raises:
        DomainError: the range is empty or leaves the text.
    """
    if not 0 <= start < end <= len(text):
        raise DomainError(f"a span from {start} to {end} does not lie in a text of {len(text)} characters")
    return Span(target, start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def located(span: Span, text: str) -> Span:
    """Return `span` where its quote stands in `text`: in place, relocated if that is unique, else as an orphan."""
    if span.quote and text[span.start : span.end] == span.quote:
        return replace(span, is_orphan=False)
    places = _places(text, span.quote)
    if len(places) != 1:
        places = [at for at in places if _has_context(text, at, span)]
    if len(places) != 1:
        return replace(span, is_orphan=True)
    start = places[0]
    found = span_of(text, start, start + len(span.quote), span.target)
    return replace(found, extra=span.extra)


_MANY = 1000
"""More places than this are never made unique by their context."""


def _places(text: str, quote: str) -> list[int]:
    places: list[int] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(places) < _MANY:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _has_context(text: str, at: int, span: Span) -> bool:
    end = at + len(span.quote)
    return bool(span.prefix or span.suffix) and (
        text[max(0, at - len(span.prefix)) : at] == span.prefix and text[end : end + len(span.suffix)] == span.suffix
    )
