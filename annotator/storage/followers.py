"""The deliverables that came of another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import aliased

from annotator.domain.ids import DeliverableId
from annotator.domain.job import Arm
from annotator.storage.tables import DeliverableRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.storage.jobs import Subject

_FOLLOWERS = (
    select(DeliverableRow.key, DeliverableRow.id, DeliverableRow.attempt, DeliverableRow.arm)
    .where(DeliverableRow.study_key == bindparam("study_key"), DeliverableRow.parent == bindparam("parent"))
    .order_by(DeliverableRow.key)
)
_CHILD = aliased(DeliverableRow)
_FOLLOWER_KEYS = (
    select(_CHILD.key)
    .join(DeliverableRow, and_(DeliverableRow.study_key == _CHILD.study_key, DeliverableRow.id == _CHILD.parent))
    .where(DeliverableRow.key == bindparam("key"), _CHILD.parent.is_not(None))
    .order_by(_CHILD.key)
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
