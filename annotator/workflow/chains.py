"""The chain a deliverable stands in: a first attempt and all that came of it, as a tree by `parent`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.ids import DeliverableId, ReviewRef
from annotator.domain.job import Arm
from annotator.storage import attempts as stored
from annotator.storage import jobs
from annotator.workflow import finding
from annotator.workflow.attempts import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.storage.attempts import StoredAttempt
    from annotator.workflow.sheets import QueueEntry


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A deliverable in its chain; `entry` is its row of the queue, with state and verdict of the reviewer who asks."""

    key: int
    ref: ReviewRef
    parent: DeliverableId | None
    arm: Arm
    attempt: int
    model: str | None
    served_model: str | None
    is_partial: bool
    is_by_hand: bool
    created_at: str | None
    entry: QueueEntry


def chain(session: Session, ref: ReviewRef, reviewer_key: int | None) -> tuple[ChainLink, ...]:
    """Return the chain that a deliverable stands in, as the tree that grew from its first attempt, in order.

    Raises:
        DomainError: there is no such deliverable.
    """
    about = jobs.subject(session, ref)
    every = stored.attempts(session, about.job_key)
    links = _tree_of(every, about.deliverable_key)
    entries = {each.key: each for each in finding.entries(session, reviewer_key, [each.key for each in links])}
    return tuple(
        ChainLink(
            key=each.key,
            ref=ReviewRef(ref.study, DeliverableId(each.id)),
            parent=None if each.parent is None else DeliverableId(each.parent),
            arm=Arm(each.arm),
            attempt=each.attempt,
            model=entries[each.key].model,
            served_model=each.served_model if entries[each.key].model == each.model else None,
            is_partial=each.is_partial,
            is_by_hand=json.loads(each.metadata).get(BY_HAND) is True,
            created_at=each.created_at,
            entry=entries[each.key],
        )
        for each in links
    )


def _tree_of(every: Sequence[StoredAttempt], key: int) -> list[StoredAttempt]:
    by_id = {each.id: each for each in every}
    root = next(each for each in every if each.key == key)
    above = {root.id}
    while root.parent in by_id and root.parent not in above:  # a file may hold a ring of parents
        root = by_id[root.parent]
        above.add(root.id)
    ids, is_growing = {root.id}, True
    while is_growing:
        more = {each.id for each in every if each.parent in ids} - ids
        ids |= more
        is_growing = bool(more)
    return [each for each in every if each.id in ids]
