"""The rows of requests to models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import func, insert, select, update

from annotator.errors import DomainError
from annotator.storage.tables import DeliverableRow, JobRow, RequestRow, StudyRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

REQUEST = cast("Table", RequestRow.__table__)

WAITING, SENT, ANSWERED, FAILED, STOPPED, UNKNOWN = "waiting", "sent", "answered", "failed", "stopped", "unknown"

OPINION = "opinion"
"""Stands in an arm's place where a model was asked to mark a deliverable, and not for the next one."""


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """A request as it is written down, with the names of study and job."""

    id: str
    study: str
    job: str
    parent: str | None
    arm: str
    message: str
    intervention_id: str | None
    connection: str | None
    model: str | None
    host: str | None
    state: str
    sends: int
    created_at: str
    sent_at: str | None
    ended_at: str | None
    trouble: str | None
    partial_text: str | None
    result: str | None


_SELECT = select(
    REQUEST.c.id,
    StudyRow.id,
    JobRow.id,
    *(REQUEST.c[name] for name in StoredRequest.__slots__[3:]),
).select_from(
    REQUEST.join(StudyRow.__table__, StudyRow.key == REQUEST.c.study_key).join(
        JobRow.__table__, JobRow.key == REQUEST.c.job_key
    )
)


def add(session: Session, study_key: int, job_key: int, **columns: Any) -> None:  # noqa: ANN401 -- columns differ
    """Write a request down."""
    session.execute(insert(REQUEST).values(study_key=study_key, job_key=job_key, **{"sends": 0, **columns}))


def request(session: Session, id_: str) -> StoredRequest:
    """Return a request.

    Raises:
        DomainError: there is none with this id.
    """
    row = session.execute(_SELECT.where(REQUEST.c.id == id_)).one_or_none()
    if row is None:
        raise DomainError(f"there is no request {id_!r}")
    return StoredRequest(*row)


def requests(session: Session, study_key: int, states: Sequence[str]) -> tuple[StoredRequest, ...]:
    """Return the requests of a study in these states, in the order they were made."""
    rows = session.execute(
        _SELECT.where(REQUEST.c.study_key == study_key, REQUEST.c.state.in_(states)).order_by(REQUEST.c.key)
    )
    return tuple(StoredRequest(*row) for row in rows)


def change(session: Session, id_: str, **columns: Any) -> None:  # noqa: ANN401 -- columns differ
    """Change what is written down of a request."""
    session.execute(update(REQUEST).where(REQUEST.c.id == id_).values(**columns))


def send(session: Session, id_: str, at: str) -> None:
    """Note that a request leaves now."""
    change(session, id_, state=SENT, sent_at=at, sends=REQUEST.c.sends + 1)


def orphans(session: Session, study_key: int, model: str, at: str) -> tuple[StoredRequest, ...]:
    """Let the first attempts that a killed program had under way be unknown from now on, and return all unknown ones.

    Those of earlier kills are among them: the run that found them may have been killed before it could say so.
    """
    of_model = (REQUEST.c.study_key == study_key, REQUEST.c.model == model, REQUEST.c.parent.is_(None))
    for before, after in ((SENT, UNKNOWN), (WAITING, STOPPED)):
        session.execute(update(REQUEST).where(*of_model, REQUEST.c.state == before).values(state=after, ended_at=at))
    rows = session.execute(_SELECT.where(*of_model, REQUEST.c.state == UNKNOWN).order_by(REQUEST.c.key))
    return tuple(StoredRequest(*row) for row in rows)


def jobs_answered(session: Session, study_key: int, model: str) -> set[int]:
    """Return the keys of the jobs that have a first attempt by a model."""
    rows = session.execute(
        select(DeliverableRow.job_key).where(
            DeliverableRow.study_key == study_key, DeliverableRow.model == model, DeliverableRow.arm == "first"
        )
    )
    return set(rows.scalars())


def spent(session: Session, study_key: int) -> dict[str | None, float]:
    """Return what the answered requests of a study cost, by currency."""
    rows = session.execute(
        select(REQUEST.c.cost_currency, func.sum(REQUEST.c.cost_amount))
        .where(REQUEST.c.study_key == study_key, REQUEST.c.cost_amount.is_not(None))
        .group_by(REQUEST.c.cost_currency)
    )
    return {currency: float(amount) for currency, amount in rows}
