"""How far a reviewer is with each deliverable, in words: to_do, started, done, skipped, reopened, recheck.

To be checked again is what came of a deliverable that the reviewer has judged, and is untouched itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, exists, or_, select

from annotator.storage.plain import DELIVERABLE, INTERVENTION, MARK, REVIEW, TAG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

TO_DO, STARTED, DONE, SKIPPED, REOPENED = "to_do", "started", "done", "skipped", "reopened"
RECHECK = "recheck"

NOBODY = -1
"""No reviewer has this key."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a reviewer is with a deliverable."""

    state: str = TO_DO
    is_flagged: bool = False


UNTOUCHED = Standing()


def standings(session: Session, reviewer_key: int | None, among: Sequence[int] | None = None) -> dict[int, Standing]:
    """Return how far the reviewer is, by deliverable; what is not in it is untouched."""
    if reviewer_key is None:
        return {}
    question, values = (_STANDINGS, {}) if among is None else (_STANDINGS_AMONG, {"keys": among})
    known: dict[int, Standing] = {}
    submitted: set[int] = set()
    for key, status, is_flagged, says_something in session.execute(question, {"reviewer_key": reviewer_key, **values}):
        known[key] = Standing(_state(status, says_something=says_something, is_again=key in submitted), is_flagged)
        if status == "submitted":
            submitted.add(key)
    again = _RECHECKS if among is None else _RECHECKS_AMONG
    for key in session.execute(again, {"reviewer_key": reviewer_key, **values}).scalars():
        before = known.get(key, UNTOUCHED)
        if before.state == TO_DO:
            known[key] = Standing(RECHECK, before.is_flagged)
    return known


def is_recheck(session: Session, deliverable_key: int, reviewer_key: int) -> bool:
    """Return whether a deliverable came of one that the reviewer has judged."""
    values = {"reviewer_key": reviewer_key, "keys": [deliverable_key]}
    return session.execute(_RECHECKS_AMONG, values).first() is not None


def has_submitted_before(session: Session, deliverable_key: int, reviewer_key: int, revision: int) -> bool:
    """Return whether the reviewer submitted an earlier revision than `revision`."""
    return (
        session.execute(
            select(REVIEW.c.key).where(
                REVIEW.c.deliverable_key == deliverable_key,
                REVIEW.c.reviewer_key == reviewer_key,
                REVIEW.c.occasion == 1,
                REVIEW.c.revision < revision,
                REVIEW.c.status == "submitted",
            )
        ).first()
        is not None
    )


def is_open() -> ColumnElement[bool]:
    """Return whether a review is the reviewer's open one of a deliverable: no revision is higher."""
    later = REVIEW.alias()
    return and_(
        REVIEW.c.deliverable_key == DELIVERABLE.c.key,
        REVIEW.c.reviewer_key == bindparam("reviewer_key"),
        REVIEW.c.occasion == 1,
        ~exists().where(
            later.c.deliverable_key == REVIEW.c.deliverable_key,
            later.c.reviewer_key == REVIEW.c.reviewer_key,
            later.c.occasion == 1,
            later.c.revision > REVIEW.c.revision,
        ),
    )


def _says_something() -> ColumnElement[bool]:
    """Return whether a draft holds anything; active time alone does not make it started."""
    return or_(
        REVIEW.c.is_flagged,
        REVIEW.c.verdict.is_not(None),
        REVIEW.c.client_acceptance.is_not(None),
        REVIEW.c.note.is_not(None),
        exists().where(MARK.c.review_key == REVIEW.c.key),
        exists().where(TAG.c.review_key == REVIEW.c.key),
        exists().where(INTERVENTION.c.review_key == REVIEW.c.key),
    )


def _state(status: str, *, says_something: bool, is_again: bool) -> str:
    if status == "draft":
        if is_again:
            return REOPENED
        return STARTED if says_something else TO_DO
    return DONE if status == "submitted" else SKIPPED


# Built once: building a question costs more than SQLite's answer.
_STANDINGS = (
    select(
        REVIEW.c.deliverable_key,
        REVIEW.c.status,
        REVIEW.c.is_flagged,
        case((REVIEW.c.status == "draft", _says_something()), else_=True),
    )
    .where(REVIEW.c.reviewer_key == bindparam("reviewer_key"), REVIEW.c.occasion == 1)
    .order_by(REVIEW.c.deliverable_key, REVIEW.c.revision)
)
_PARENT = DELIVERABLE.alias()
_RECHECKS = (
    select(DELIVERABLE.c.key)
    .join(_PARENT, and_(_PARENT.c.study_key == DELIVERABLE.c.study_key, _PARENT.c.id == DELIVERABLE.c.parent))
    .where(
        DELIVERABLE.c.parent.is_not(None),
        exists().where(
            REVIEW.c.deliverable_key == _PARENT.c.key,
            REVIEW.c.reviewer_key == bindparam("reviewer_key"),
            REVIEW.c.occasion == 1,
            or_(REVIEW.c.status == "submitted", REVIEW.c.verdict.is_not(None)),
        ),
    )
)
_RECHECKS_AMONG = _RECHECKS.where(DELIVERABLE.c.key.in_(bindparam("keys", expanding=True)))
_STANDINGS_AMONG = _STANDINGS.where(REVIEW.c.deliverable_key.in_(bindparam("keys", expanding=True)))
