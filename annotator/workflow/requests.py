"""Requests to models as the workspace keeps them: written down before they leave, closed when they end."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from annotator.domain.ids import DeliverableId, InterventionId, JobId, ReviewRef, StudyId
from annotator.domain.job import Arm
from annotator.domain.moments import now
from annotator.storage import jobs, studies
from annotator.storage import requests as stored
from annotator.storage.database import reading, transaction
from annotator.workflow.attempts import NewAttempt, add_attempt
from annotator.workflow.conversing import messages_for
from annotator.workflow.sending import require_sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.message import Message
    from annotator.settings.connections import Connection
    from annotator.storage.jobs import Subject
    from annotator.storage.requests import StoredRequest
    from annotator.workflow.answers import Answer
    from annotator.workflow.attempts import Added
    from annotator.workflow.workbench import Workbench


class RequestState(Enum):
    """What became of a request."""

    WAITING = stored.WAITING
    SENT = stored.SENT
    ANSWERED = stored.ANSWERED
    FAILED = stored.FAILED
    STOPPED = stored.STOPPED
    UNKNOWN = stored.UNKNOWN


@dataclass(frozen=True, slots=True)
class Ask:
    """A wish for the next attempt after a deliverable.

    `message` is what the reviewer says (nothing for a plain retry); `intervention_id` is the step of their review that
    will name the answer as its result.
    """

    parent: ReviewRef
    arm: Arm
    message: str = ""
    intervention_id: InterventionId | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request and what became of it; `partial_text` is what came of an answer that was never stored as an attempt."""

    id: str
    ask: Ask
    job: JobId
    state: RequestState
    sends: int
    created_at: str
    sent_at: str | None
    connection: str | None
    host: str | None
    trouble: str | None
    partial_text: str
    result: DeliverableId | None


def preview(workbench: Workbench, ask: Ask) -> tuple[Message, ...]:
    """Return what would leave for the server, message by message.

    Raises:
        DomainError: there is no such deliverable.
    """
    with reading(workbench.database) as session:
        return messages_for(workbench, session, ask.parent, ask.arm, ask.message)


def put_by(workbench: Workbench, ask: Ask) -> str:
    """Put a request into the outbox, to be sent on demand; return its id."""
    with transaction(workbench.database) as session:
        return _add_ask(session, ask, state=stored.WAITING)


def take_from_outbox(workbench: Workbench, id_: str) -> None:
    """Let a request wait no longer: it is not wanted any more, or went another way."""
    with transaction(workbench.database) as session:
        stored.change(session, id_, state=stored.STOPPED, ended_at=now())


def outbox(workbench: Workbench) -> tuple[Request, ...]:
    """Return the requests of the current study that wait to be sent."""
    return _in_states(workbench, (stored.WAITING,))


def open_ends(workbench: Workbench) -> tuple[Request, ...]:
    """Return the requests of the current study that left and have no stored answer: they may have been paid."""
    return _in_states(workbench, (stored.SENT, stored.UNKNOWN, stored.FAILED, stored.STOPPED))


def begin(
    workbench: Workbench, ask: Ask, connection: Connection, request_id: str | None
) -> tuple[str, tuple[Message, ...]]:
    """Write down what is about to be sent; return the request's id and the messages.

    Args:
        workbench: the workspace.
        ask: what is wished.
        connection: whom it goes to.
        request_id: a request from the outbox that this sends.

    Raises:
        Refused: the workspace forbids sending.
    """
    with transaction(workbench.database) as session:
        require_sending(session)
        messages = messages_for(workbench, session, ask.parent, ask.arm, ask.message)
        id_ = request_id or _add_ask(session, ask, state=stored.WAITING)
        stored.change(
            session, id_, connection=connection.name, model=connection.model, host=connection.host, trouble=None
        )
    return id_, messages


def add_opinion(session: Session, about: Subject, connection: Connection) -> str:
    """Write down that a model is about to be asked to mark a deliverable; return the request's id."""
    sent_to = {"connection": connection.name, "model": connection.model, "host": connection.host}
    return _add(session, about, arm=stored.OPINION, message="", state=stored.WAITING, **sent_to)


def sending(workbench: Workbench, id_: str) -> None:
    """Note that a request leaves now."""
    with transaction(workbench.database) as session:
        stored.send(session, id_, now())


def note_partial(workbench: Workbench, id_: str, text: str) -> None:
    """Keep what has come in so far."""
    with transaction(workbench.database) as session:
        stored.change(session, id_, partial_text=text)


def fail(workbench: Workbench, id_: str, trouble: str, text: str) -> None:
    """Note why there is no whole answer, and keep what there is."""
    with transaction(workbench.database) as session:
        stored.change(session, id_, state=stored.FAILED, ended_at=now(), trouble=trouble, partial_text=text or None)


def stop(workbench: Workbench, id_: str) -> None:
    """Note that a request was stopped before anything came."""
    with transaction(workbench.database) as session:
        stored.change(session, id_, state=stored.STOPPED, ended_at=now())


def finish(workbench: Workbench, id_: str, ask: Ask, answer: Answer) -> Added:
    """Store an answer as the next attempt and close its request, in one transaction."""
    cost = answer.cost
    with transaction(workbench.database) as session:
        new = NewAttempt(ask.parent, ask.arm, answer.delivery(), ask.intervention_id)
        added = add_attempt(session, new, studies.reviewer_key(session, workbench.reviewer.id), now())
        stored.change(
            session,
            id_,
            state=stored.ANSWERED,
            ended_at=now(),
            result=added.ref.deliverable,
            partial_text=None,
            cost_amount=None if cost is None else cost.amount,
            cost_currency=None if cost is None else cost.currency,
        )
    return added


def _in_states(workbench: Workbench, states: Sequence[str]) -> tuple[Request, ...]:
    with reading(workbench.database) as session:
        study = studies.current_key(session)
        found = () if study is None else stored.requests(session, study, states)
    return tuple(_request(each) for each in found if each.parent is not None and each.arm != stored.OPINION)


def _request(row: StoredRequest) -> Request:
    parent = ReviewRef(StudyId(row.study), DeliverableId(row.parent or ""))
    step = None if row.intervention_id is None else InterventionId(row.intervention_id)
    return Request(
        id=row.id,
        ask=Ask(parent, Arm(row.arm), row.message, step),
        job=JobId(row.job),
        state=RequestState(row.state),
        sends=row.sends,
        created_at=row.created_at,
        sent_at=row.sent_at,
        connection=row.connection,
        host=row.host,
        trouble=row.trouble,
        partial_text=row.partial_text or "",
        result=None if row.result is None else DeliverableId(row.result),
    )


def _add_ask(session: Session, ask: Ask, *, state: str) -> str:
    about = jobs.subject(session, ask.parent)
    wish = {"arm": ask.arm.value, "message": ask.message, "intervention_id": ask.intervention_id}
    return _add(session, about, state=state, **wish)


def _add(session: Session, about: Subject, **columns: object) -> str:
    id_ = str(uuid.uuid4())
    parent = about.ref.deliverable
    stored.add(session, about.study_key, about.job_key, id=id_, parent=parent, created_at=now(), **columns)
    return id_
