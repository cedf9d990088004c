"""Practice items: what the reference says of them, and how a reviewer's own marks compare. They never count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annotator.domain.review import ReviewStatus
from annotator.storage.exchange_out import stored_jobs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.ids import CriterionId
    from annotator.domain.review import Review
    from annotator.domain.shapes import Record
    from annotator.storage.exchange_reviews import StoredReview


@dataclass(frozen=True, slots=True)
class Compared:
    """One criterion of a practice item: the reviewer's mark, the reference's, and why."""

    criterion: str
    own: str | None
    reference: str | None
    explanation: str

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.own == self.reference


@dataclass(frozen=True, slots=True)
class Comparison:
    """A practice item beside its reference, which is shown only once the review is done."""

    is_done: bool
    own_verdict: str | None
    reference_verdict: str | None
    explanation: str
    criteria: tuple[Compared, ...]


def references(session: Session, practice: Mapping[int, Sequence[int]], own_reviewer: str) -> dict[int, Record]:
    """Return what a pack says of its practice items, by deliverable; one that nobody reviewed has no reference.

    The reference is a gold review, else an adjudicated one, else the coordinator's own.
    """
    made: dict[int, Record] = {}
    for job in stored_jobs(session, list(practice), is_parsed=True):
        for deliverable in job.deliverables.values():
            if deliverable.key not in practice[job.key]:
                continue
            done = [
                each
                for each in deliverable.reviews.that_count()
                if each.record["status"] == ReviewStatus.SUBMITTED.value
            ]
            ranked = sorted(done, key=lambda each: _rank(each, own_reviewer))
            if ranked and _rank(ranked[0], own_reviewer) < _NO_REFERENCE:
                made[deliverable.key] = _reference(ranked[0].record)
    return made


_NO_REFERENCE = 3


def _rank(review: StoredReview, own_reviewer: str) -> int:
    record = review.record
    if record["gold"]:
        return 0
    if record["role"] == "adjudicator":
        return 1
    return 2 if record["reviewer_id"] == own_reviewer else _NO_REFERENCE


def _reference(record: Record) -> Record:
    return {
        "verdict": record["verdict"],
        "client_acceptance": record["client_acceptance"],
        "note": record["note"],
        "marks": {
            mark["criterion_id"]: {"mark": mark["mark"], "note": mark["note"]}
            for mark in record["marks"]
            if mark["mark"]
        },
    }


def compared(reference: Mapping[str, Any], review: Review, texts: Mapping[CriterionId, str]) -> Comparison:
    """Return a reviewer's review of a practice item beside its reference.

    Args:
        reference: what the pack says of it.
        review: the reviewer's own.
        texts: the criteria.
    """
    marks: dict[str, dict[str, Any]] = reference.get("marks") or {}
    own = {mark.criterion_id: mark.kind.value for mark in review.marks if mark.kind is not None}
    return Comparison(
        review.status is ReviewStatus.SUBMITTED,
        None if review.verdict is None else review.verdict.value,
        reference.get("verdict"),
        reference.get("note") or "",
        tuple(
            Compared(text, own.get(id_), marks[id_].get("mark"), marks[id_].get("note") or "")
            for id_, text in texts.items()
            if id_ in marks
        ),
    )
