"""Reviews out of the database, as the document's records, and which of their revisions count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from annotator.domain.review import ReviewStatus
from annotator.storage.exchange_select import rows_by_owner
from annotator.storage.exchange_tables import INTERVENTIONS, MARKS, REVIEWS, TAGS, TIMES
from annotator.storage.tables import ReviewerRow, ReviewRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record

_DRAFT = ReviewStatus.DRAFT.value


@dataclass(slots=True)
class StoredReview:
    """One revision of a review."""

    key: int
    record: Record
    is_superseded: bool


@dataclass(slots=True)
class StoredReviews:
    """The reviews of one deliverable, all revisions, in the order they came in."""

    revisions: list[StoredReview] = field(default_factory=list)

    def of(self, reviewer_id: str, occasion: int) -> list[StoredReview]:
        """Return all revisions of a reviewer's review of one occasion."""
        return [
            each
            for each in self.revisions
            if each.record["reviewer_id"] == reviewer_id and each.record["occasion"] == occasion
        ]

    def that_count(self) -> list[StoredReview]:
        """Return one revision per reviewer and occasion: the latest submitted or skipped one, else the draft."""
        best: dict[tuple[str, int], StoredReview] = {}
        for each in self.revisions:
            if each.is_superseded:
                continue
            name = each.record["reviewer_id"], each.record["occasion"]
            if name not in best or _rank(each) > _rank(best[name]):
                best[name] = each
        return sorted(best.values(), key=lambda each: each.key)


def _rank(review: StoredReview) -> tuple[bool, int]:
    return review.record["status"] != _DRAFT, review.record["revision"]


def reviews_of(
    session: Session, deliverables: Sequence[int], *, is_parsed: bool, chosen: frozenset[int] | None = None
) -> dict[int, StoredReviews]:
    """Return the reviews of deliverables, by their keys.

    Args:
        session: where to read.
        deliverables: their keys.
        is_parsed: whether JSON columns become values, rather than text that is only written.
        chosen: the keys of the reviews that are wanted; otherwise all are.
    """
    rows = session.execute(
        select(
            ReviewRow.deliverable_key,
            ReviewRow.key,
            ReviewRow.is_superseded,
            ReviewerRow.id,
            ReviewerRow.name,
            *REVIEWS.selected(),
        )
        .join_from(ReviewRow, ReviewerRow, ReviewerRow.key == ReviewRow.reviewer_key)
        .where(ReviewRow.deliverable_key.in_(deliverables))
        .order_by(ReviewRow.key)
    ).all()
    record_of = REVIEWS.reader(is_parsed=is_parsed)
    made: dict[int, StoredReviews] = defaultdict(StoredReviews)
    records: dict[int, Record] = {}
    for deliverable_key, key, is_superseded, reviewer_id, name, *rest in rows:
        if chosen is not None and key not in chosen:
            continue
        record = records[key] = record_of(rest)
        record["reviewer_id"] = reviewer_id
        if record["reviewer"] is None:
            record["reviewer"] = name
        made[deliverable_key].revisions.append(StoredReview(key, record, is_superseded))
    if records:
        _add_parts(session, records, is_parsed=is_parsed)
    return made


def _add_parts(session: Session, reviews: dict[int, Record], *, is_parsed: bool) -> None:
    keys = list(reviews)
    marks = rows_by_owner(session, MARKS, "review_key", keys, "position", is_parsed=True)
    tags = rows_by_owner(session, TAGS, "review_key", keys, "position", "key", is_parsed=is_parsed)
    steps = rows_by_owner(session, INTERVENTIONS, "review_key", keys, "position", "key", is_parsed=is_parsed)
    times = rows_by_owner(
        session, TIMES, "review_key", keys, "position", "key", "intervention_key", is_parsed=is_parsed
    )
    for key, record in reviews.items():
        record["marks"] = [mark for _own, mark in marks.get(key, ()) if says_something(mark)]
        record["tags"] = [tag for _own, tag in tags.get(key, ())]
        by_step: dict[int | None, list[Record]] = defaultdict(list)
        for (_position, _key, step), time in times.get(key, ()):
            by_step[step].append(time)
        record["time"] = by_step.get(None, [])
        record["interventions"] = [step for _own, step in steps.get(key, ())]
        for (_position, step_key), step in steps.get(key, ()):
            step["time"] = by_step.get(step_key, [])


def says_something(mark: Record) -> bool:
    """Return whether a mark is more than the row that an undone one leaves."""
    return any(value for name, value in mark.items() if name != "criterion_id")
