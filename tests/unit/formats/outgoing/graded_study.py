"""A document with what is hard for other tools: emoji and Japanese before spans, formulas, an edit, every status."""

from __future__ import annotations

from typing import Any

TEXT = "\U0001f600\U0001f468‍\U0001f469‍\U0001f467 評価は=良い。\r\nThe *second* line\xa0ends."
GAP = "良い"
STRENGTH = "*second* line"
EDIT = "=SUM(1+1) is now right."


def span(quote: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(quote)
    return {"target": "deliverable", "start": start, "end": start + len(quote), "quote": quote}


def review(**more: Any) -> dict[str, Any]:
    return {"reviewer": "ada", "reviewer_id": "6f9619ff-8b86-4011-b42d-00cf4fc964ff", "status": "submitted", **more}


FAILED = review(
    id="r1",
    verdict="fail",
    client_acceptance="reject",
    note="-1+1 is no formula to me",
    marks=[
        {"criterion_id": "c1", "mark": "pass"},
        {"criterion_id": "c2", "mark": "fail", "note": "@nowhere", "evidence": [{"kind": "absent"}]},
    ],
    tags=[
        {"code": "G05", "severity": "major", "span": span(GAP)},
        {"code": "S01", "span": span(STRENGTH)},
        {"code": "G01", "severity": "minor"},
    ],
    interventions=[
        {
            "kind": "I5",
            "primary": True,
            "content": EDIT,
            "time": [{"activity": "intervention", "seconds": 90}],
            "active_seconds": 90,
        }
    ],
    time=[{"seconds": 100, "corrected_seconds": 120, "reason": "phone"}, {"seconds": 60}],
    active_seconds=180.0,
)

DOCUMENT: dict[str, Any] = {
    "format": "annotator/1",
    "study": {"id": "study-x", "name": "Pilot"},
    "jobs": [
        {
            "id": "j1",
            "title": "=cmd|'/C calc'!A0",
            "brief": "Write it.",
            "category": "Writing",
            "language": "ja",
            "budget": {"amount": 250, "currency": "USD"},
            "rubric": [{"id": "c1", "text": "Right", "importance": "critical"}, {"id": "c2", "text": "Short"}],
            "deliverables": [
                {"id": "j1/1", "model": "model-a", "content": TEXT, "reviews": [FAILED]},
                {
                    "id": "j1/2",
                    "model": "model-a",
                    "attempt": 2,
                    "parent": "j1/1",
                    "content": "Better.",
                    "reviews": [review(id="r2", verdict="pass", client_acceptance="accept")],
                },
                {
                    "id": "j1/b",
                    "model": "model-b",
                    "content": "Other.",
                    "reviews": [
                        review(id="r3", status="draft"),
                        {"id": "r4", "reviewer": "bob", "reviewer_id": "bob", "status": "skipped"},
                    ],
                },
            ],
        }
    ],
}
