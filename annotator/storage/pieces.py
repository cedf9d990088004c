"""Parts of a review that are kept as JSON text: spans and evidence, in the document's shape."""

from __future__ import annotations

import json
from typing import Any

from annotator.domain.review import Evidence, EvidenceKind
from annotator.domain.spans import Span, SpanTarget

_SPAN_KEYS = frozenset({"target", "start", "end", "quote", "prefix", "suffix", "orphan"})
_EVIDENCE_KEYS = frozenset({"kind", "span", "file", "place", "text"})


def span_from_json(text: str | None) -> Span | None:
    """Return the span in a column."""
    return None if text is None else _span(json.loads(text))


def span_to_json(span: Span | None) -> str | None:
    """Return the column of a span."""
    return None if span is None else _dumps(_span_document(span))


def evidence_from_json(text: str) -> tuple[Evidence, ...]:
    """Return the evidence in a column."""
    return () if text == "[]" else tuple(_evidence(document) for document in json.loads(text))


def evidence_to_json(evidence: tuple[Evidence, ...]) -> str:
    """Return the column of a mark's evidence."""
    return "[]" if not evidence else _dumps([_evidence_document(each) for each in evidence])


def extra_from_column(text: str) -> str:
    """Return unknown keys as values carry them: no text when there are none."""
    return "" if text == "{}" else text


def extra_to_column(extra: str) -> str:
    """Return the column of a value's unknown keys."""
    return extra or "{}"


def _span(document: object) -> Span | None:
    if not isinstance(document, dict):
        return None
    return Span(
        target=SpanTarget(document.get("target") or "deliverable"),
        start=int(document["start"]),
        end=int(document["end"]),
        quote=document.get("quote") or "",
        prefix=document.get("prefix") or "",
        suffix=document.get("suffix") or "",
        is_orphan=bool(document.get("orphan")),
        extra=_unknown(document, _SPAN_KEYS),
    )


def _span_document(span: Span) -> dict[str, Any]:
    return {
        "target": span.target.value,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
        "prefix": span.prefix,
        "suffix": span.suffix,
        "orphan": span.is_orphan,
        **(json.loads(span.extra) if span.extra else {}),
    }


def _evidence(document: dict[str, Any]) -> Evidence:
    place = document.get("place")
    return Evidence(
        kind=EvidenceKind(document["kind"]),
        span=_span(document.get("span")),
        file=document.get("file"),
        place=None if place is None else _dumps(place),
        text=document.get("text"),
        extra=_unknown(document, _EVIDENCE_KEYS),
    )


def _evidence_document(evidence: Evidence) -> dict[str, Any]:
    return {
        "kind": evidence.kind.value,
        "span": None if evidence.span is None else _span_document(evidence.span),
        "file": evidence.file,
        "place": None if evidence.place is None else json.loads(evidence.place),
        "text": evidence.text,
        **(json.loads(evidence.extra) if evidence.extra else {}),
    }


def _unknown(document: dict[str, Any], known: frozenset[str]) -> str:
    rest = {key: value for key, value in document.items() if key not in known}
    return _dumps(rest) if rest else ""


def _dumps(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
