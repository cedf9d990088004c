"""The rows behind the outbox: the steps of a reviewer that ask for another attempt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select

from annotator.storage.plain import DELIVERABLE, INTERVENTION, REVIEW
from annotator.storage.standings import is_open

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

_AT_ONCE: Final = 400

_STEPS = (
    select(
        DELIVERABLE.c.key,
        DELIVERABLE.c.id,
        REVIEW.c.status,
        INTERVENTION.c.id,
        INTERVENTION.c.kind,
        INTERVENTION.c.content,
        INTERVENTION.c.result,
        INTERVENTION.c.created_at,
    )
    .select_from(
        INTERVENTION.join(REVIEW, REVIEW.c.key == INTERVENTION.c.review_key).join(
            DELIVERABLE, DELIVERABLE.c.key == REVIEW.c.deliverable_key
        )
    )
    .where(
        DELIVERABLE.c.study_key == bindparam("study_key"),
        INTERVENTION.c.kind.in_(bindparam("kinds", expanding=True)),
        is_open(),
    )
    .order_by(DELIVERABLE.c.key, INTERVENTION.c.position, INTERVENTION.c.key)
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a review, with the deliverable it is about and the status of the review."""

    deliverable_key: int
    deliverable: str
    status: str
    id: str
    kind: str
    content: str | None
    result: str | None
    created_at: str | None


def steps(session: Session, study_key: int, reviewer_key: int, kinds: Iterable[str]) -> tuple[StepRow, ...]:
    """Return the steps of some kinds in the reviewer's open reviews of a study."""
    values = {"study_key": study_key, "reviewer_key": reviewer_key, "kinds": list(kinds)}
    return tuple(StepRow(*row) for row in session.execute(_STEPS, values))


def arms_of_followers(session: Session, study_key: int, parents: Iterable[str]) -> dict[str, Counter[str]]:
    """Return how often each arm came of some deliverables."""
    wanted, found = list(parents), dict[str, Counter[str]]()
    for at in range(0, len(wanted), _AT_ONCE):
        rows = session.execute(
            select(DELIVERABLE.c.parent, DELIVERABLE.c.arm).where(
                DELIVERABLE.c.study_key == study_key, DELIVERABLE.c.parent.in_(wanted[at : at + _AT_ONCE])
            )
        )
        for parent, arm in rows:
            found.setdefault(parent, Counter())[arm] += 1
    return found
