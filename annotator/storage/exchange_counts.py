"""Which reviews an export holds, and the counts that stand in its manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from annotator.domain.review import ReviewStatus
from annotator.storage.tables import DeliverableRow, JobRow, ReviewRow, TagRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ChosenReviews:
    """The reviews of an export: their keys, how many there are of each status, and of how many deliverables."""

    keys: frozenset[int]
    by_status: dict[str, int]
    deliverables: int


def chosen_reviews(
    session: Session, study_key: int | None, *, reviewers: Sequence[int] | None, is_submitted_only: bool
) -> ChosenReviews:
    """Return the reviews that count: one revision per deliverable, reviewer and occasion.

    It is the latest submitted or skipped one; only a review that was never finished is its draft.

    Args:
        session: where to read.
        study_key: the study.
        reviewers: the keys of the reviewers whose reviews are wanted; otherwise everybody's.
        is_submitted_only: whether drafts and skipped ones stay out.
    """
    place = (
        func.row_number()
        .over(
            partition_by=(ReviewRow.deliverable_key, ReviewRow.reviewer_key, ReviewRow.occasion),
            order_by=(ReviewRow.status == ReviewStatus.DRAFT.value, ReviewRow.revision.desc()),
        )
        .label("place")
    )
    ranked = (
        select(ReviewRow.key, ReviewRow.deliverable_key, ReviewRow.status, ReviewRow.reviewer_key, place)
        .join_from(ReviewRow, DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .where(DeliverableRow.study_key == study_key, ReviewRow.is_superseded.is_(False))
        .subquery()
    )
    wanted = select(ranked.c.key, ranked.c.deliverable_key, ranked.c.status).where(ranked.c.place == 1)
    if reviewers is not None:
        wanted = wanted.where(ranked.c.reviewer_key.in_(reviewers))
    if is_submitted_only:
        wanted = wanted.where(ranked.c.status == ReviewStatus.SUBMITTED.value)
    rows = session.execute(wanted).all()
    by_status = {status.value: 0 for status in ReviewStatus}
    for _key, _deliverable, status in rows:
        by_status[status] += 1
    return ChosenReviews(frozenset(row[0] for row in rows), by_status, len({row[1] for row in rows}))


def counts(session: Session, study_key: int | None, chosen: ChosenReviews) -> Record:
    """Return an export's manifest; a deliverable that nobody reviewed counts as missing."""
    jobs = session.execute(select(func.count()).where(JobRow.study_key == study_key)).scalar_one()
    deliverables = session.execute(select(func.count()).where(DeliverableRow.study_key == study_key)).scalar_one()
    by_status = {name: chosen.by_status[name] for name in ("submitted", "draft", "skipped")}
    return {
        "jobs": jobs,
        "deliverables": deliverables,
        "reviews": {**by_status, "missing": deliverables - chosen.deliverables},
    }


def used_tags(session: Session, chosen: ChosenReviews) -> set[str]:
    """Return the codes of the tags that the chosen reviews carry."""
    keys = sorted(chosen.keys)
    used: set[str] = set()
    for at in range(0, len(keys), _AT_ONCE):
        codes = select(TagRow.code).where(TagRow.review_key.in_(keys[at : at + _AT_ONCE])).distinct()
        used.update(session.execute(codes).scalars())
    return used
