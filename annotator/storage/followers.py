"""The deliverables that came of another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select

from annotator.domain.ids import DeliverableId
from annotator.domain.job import Arm
from annotator.storage.plain import DELIVERABLE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.storage.jobs import Subject

_FOLLOWERS = (
    select(DELIVERABLE.c.key, DELIVERABLE.c.id, DELIVERABLE.c.attempt, DELIVERABLE.c.arm)
    .where(DELIVERABLE.c.study_key == bindparam("study_key"), DELIVERABLE.c.parent == bindparam("parent"))
    .order_by(DELIVERABLE.c.key)
)
_CHILD = DELIVERABLE.alias()
_FOLLOWER_KEYS = (
    select(_CHILD.c.key)
    .join(DELIVERABLE, and_(DELIVERABLE.c.study_key == _CHILD.c.study_key, DELIVERABLE.c.id == _CHILD.c.parent))
    .where(DELIVERABLE.c.key == bindparam("key"), _CHILD.c.parent.is_not(None))
    .order_by(_CHILD.c.key)
)


@dataclass(frozen=True, slots=True)
class FollowerRow:
    """A deliverable that came of another one."""

    key: int
    id: DeliverableId
    attempt: int
    arm: Arm


def followers(session: Session, about: Subject) -> tuple[FollowerRow, ...]:
    """Return the deliverables that came of one, in order."""
    rows = session.execute(_FOLLOWERS, {"study_key": about.study_key, "parent": about.ref.deliverable})
    return tuple(FollowerRow(key, DeliverableId(id_), attempt, Arm(arm)) for key, id_, attempt, arm in rows)


def follower_keys(session: Session, deliverable_key: int) -> tuple[int, ...]:
    """Return the keys of the deliverables that came of one, in order; none of one that is not there."""
    return tuple(session.execute(_FOLLOWER_KEYS, {"key": deliverable_key}).scalars())
