"""The rows of reviews as a whole: the first act makes one, reopening copies one, submitting supersedes one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, literal, select, update

from annotator.domain.ids import ReviewId
from annotator.domain.review import ReviewStatus
from annotator.errors import DomainError
from annotator.storage.plain import INTERVENTION, MARK, REVIEW, TAG, TIME
from annotator.storage.studies import enlist

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Table, Update
    from sqlalchemy.orm import Session

    from annotator.storage.reviews import StoredReview

_FRESH = frozenset({"status", "revision", "rule", "rule_verdict", "rubric_version", "brief_version", "submitted_at"})
"""What a reopened review does not take over from the submitted one."""


def create(
    session: Session, stored: StoredReview, review_id: str, reviewer_name: str, at: str, *, is_blind: bool = False
) -> StoredReview:
    """Give an untouched review its row, as a draft begun at `at` (ISO 8601, UTC).

    `is_blind` says that the reviewer does not see which model made the deliverable.

    Raises:
        DomainError: it has a row, or its reviewer has none.
    """
    if stored.key is not None or stored.author.key is None:
        raise DomainError("only an untouched review of a known reviewer is created")
    review = replace(stored.review, id=ReviewId(review_id), started_at=at)
    key = session.execute(
        insert(REVIEW)
        .values(
            deliverable_key=stored.about.deliverable_key,
            reviewer_key=stored.author.key,
            occasion=stored.about.ref.occasion,
            revision=review.revision,
            id=review_id,
            reviewer_name=reviewer_name,
            role="reviewer",
            gold=False,
            status=review.status.value,
            is_flagged=False,
            started_at=at,
            blind=True if is_blind else None,
            metadata_json="{}",
            extra="{}",
        )
        .returning(REVIEW.c.key)
    ).scalar_one()
    enlist(session, stored.about.study_key, stored.author.key)
    return replace(stored, key=key, review=review)


def reopen(session: Session, stored: StoredReview) -> None:
    """Copy a review into a draft of the next revision; the submitted one stays valid.

    All rows are copied as they are, spellings and unknown keys included.
    """
    copied = [column for column in REVIEW.c if column.name not in _FRESH | {"key", "is_superseded"}]
    fresh: dict[str, ColumnElement[Any]] = {
        "status": literal(ReviewStatus.DRAFT.value),
        "revision": literal(stored.review.revision + 1),
    }
    values: list[ColumnElement[Any]] = [*copied, *fresh.values(), literal(value=False)]
    source = select(*values).where(REVIEW.c.key == stored.key)
    session.execute(
        insert(REVIEW).from_select([*(column.name for column in copied), *fresh, "is_superseded"], source)
    )  # fmt: skip
    new_key = session.execute(
        select(REVIEW.c.key).where(
            REVIEW.c.deliverable_key == stored.about.deliverable_key,
            REVIEW.c.reviewer_key == stored.author.key,
            REVIEW.c.occasion == stored.about.ref.occasion,
            REVIEW.c.revision == stored.review.revision + 1,
        )
    ).scalar_one()
    _copy_rows(session, MARK, stored, new_key)
    _copy_rows(session, TAG, stored, new_key)
    _copy_interventions_and_time(session, stored, new_key)


def discard(session: Session, stored: StoredReview) -> None:
    """Remove a draft with all its rows, so that the revision before it is the open one again."""
    for table in (MARK, TAG, TIME, INTERVENTION):
        session.execute(delete(table).where(table.c.review_key == stored.key))
    session.execute(delete(REVIEW).where(REVIEW.c.key == stored.key))


def supersede_earlier(session: Session, stored: StoredReview) -> None:
    """Let the submitted revisions before this one count no more."""
    session.execute(_earlier(stored).values(is_superseded=True))


def restore_earlier(session: Session, stored: StoredReview) -> None:
    """Let the latest submitted revision before this one count again."""
    latest = (
        select(REVIEW.c.revision)
        .where(
            REVIEW.c.deliverable_key == stored.about.deliverable_key,
            REVIEW.c.reviewer_key == stored.author.key,
            REVIEW.c.occasion == stored.about.ref.occasion,
            REVIEW.c.revision < stored.review.revision,
            REVIEW.c.status == ReviewStatus.SUBMITTED.value,
        )
        .order_by(REVIEW.c.revision.desc())
        .limit(1)
        .scalar_subquery()
    )
    session.execute(_earlier(stored).where(REVIEW.c.revision == latest).values(is_superseded=False))


def _earlier(stored: StoredReview) -> Update:
    return update(REVIEW).where(
        REVIEW.c.deliverable_key == stored.about.deliverable_key,
        REVIEW.c.reviewer_key == stored.author.key,
        REVIEW.c.occasion == stored.about.ref.occasion,
        REVIEW.c.revision < stored.review.revision,
        REVIEW.c.status == ReviewStatus.SUBMITTED.value,
    )


def _copy_rows(session: Session, table: Table, stored: StoredReview, new_key: int) -> None:
    columns = [column for column in table.c if column.name not in {"key", "review_key"}]
    source = select(literal(new_key), *columns).where(table.c.review_key == stored.key)
    session.execute(insert(table).from_select(["review_key", *(column.name for column in columns)], source))


def _copy_interventions_and_time(session: Session, stored: StoredReview, new_key: int) -> None:
    _copy_rows(session, INTERVENTION, stored, new_key)
    _copy_rows(session, TIME, stored, new_key)
    new_keys = dict(
        session.execute(
            select(INTERVENTION.c.id, INTERVENTION.c.key).where(INTERVENTION.c.review_key == new_key)
        )

        .all()
    )  # fmt: skip
    for id_, place in stored.interventions.items():
        session.execute(
            update(TIME)
            .where(TIME.c.review_key == new_key, TIME.c.intervention_key == place.key)
            .values(intervention_key=new_keys[id_])
        )
