"""Asking a model for its opinion on a deliverable's criteria.

It is a review of its own by a reviewer of kind model, and never counts as one; `opining` keeps it out of sight until
the reviewer has marked.
"""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from annotator.domain.message import Message
from annotator.domain.moments import now
from annotator.domain.opinions import INSTRUCTIONS, Opinion, opinions_in, question
from annotator.errors import DomainError, KnownError, Refused
from annotator.i18n import _
from annotator.llm.model import Reception
from annotator.llm.network import aside
from annotator.llm.openai_model import OpenAIModel
from annotator.llm.patience import IMPATIENT, ask_patiently
from annotator.storage import jobs, opinions
from annotator.storage import requests as stored
from annotator.storage.database import reading, transaction
from annotator.workflow import requests
from annotator.workflow.answers import Answer
from annotator.workflow.conversing import reader_of
from annotator.workflow.prompting import PromptTemplate, first_messages
from annotator.workflow.sending import require_sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewRef
    from annotator.domain.job import Job
    from annotator.domain.rubric import Criterion
    from annotator.llm.keys import Keys
    from annotator.llm.model import Completion
    from annotator.settings.connections import Connection
    from annotator.storage.jobs import Subject
    from annotator.workflow.workbench import Workbench

T = TypeVar("T")

_TEMPLATE = PromptTemplate(system=INSTRUCTIONS, user="# The client's brief\n\n{title}\n\n{brief}\n\n{files}")


def preview(workbench: Workbench, ref: ReviewRef) -> tuple[Message, ...]:
    """Return what would leave for the server, message by message.

    Raises:
        DomainError: there is no such deliverable, or it has no criteria.
    """
    with reading(workbench.database) as session:
        return _messages(workbench, session, jobs.subject(session, ref))[0]


async def ask(workbench: Workbench, ref: ReviewRef, connection: Connection, keys: Keys) -> None:
    """Ask a model for its opinion: written down before it leaves, stored only if it is exactly what was asked for.

    Raises:
        KnownError: there is no opinion; the first sentence says why.
    """
    id_, messages, asked = await _on_disk(partial(_begin, workbench, ref, connection))
    reception, begun = Reception(), time.monotonic()
    model = OpenAIModel(connection, await aside(partial(keys.get, connection.origin)))
    patience = IMPATIENT.before(partial(_on_disk, partial(requests.sending, workbench, id_)))
    try:
        completion = await ask_patiently(model, messages, reception, patience)
        found = _read(completion, asked, connection)
    except asyncio.CancelledError:
        await _on_disk(partial(requests.stop, workbench, id_))
        raise
    except KnownError as error:
        await _on_disk(partial(requests.fail, workbench, id_, str(error), reception.text))
        raise
    finally:
        await model.close()
    answer = Answer(completion, connection, messages, time.monotonic() - begun)
    await _on_disk(partial(_finish, workbench, ref, id_, found, answer))


def _read(completion: Completion, asked: tuple[Criterion, ...], connection: Connection) -> tuple[Opinion, ...]:
    try:
        return opinions_in(completion.text, asked)
    except DomainError as error:
        raise KnownError(
            _("What “{model}” answered is not the list of marks that was asked for.").format(model=connection.model),
            safe=_("Nothing of it was taken; your own marks are as they were."),
            hint=_("Ask again, or ask another model."),
        ) from error


def _begin(
    workbench: Workbench, ref: ReviewRef, connection: Connection
) -> tuple[str, tuple[Message, ...], tuple[Criterion, ...]]:
    with transaction(workbench.database) as session:
        require_sending(session)
        about = jobs.subject(session, ref)
        if opinions.of_deliverable(session, about, workbench.reviewer.id) is not None:
            raise Refused(
                _("Nothing was sent: a model has marked this deliverable already."),
                safe=_("Its marks are stored."),
                hint=_("Mark every criterion, then look at them."),
            )
        messages, asked = _messages(workbench, session, about)
        id_ = requests.add_opinion(session, about, connection)
    return id_, messages, asked


def _messages(
    workbench: Workbench, session: Session, about: Subject
) -> tuple[tuple[Message, ...], tuple[Criterion, ...]]:
    job: Job = jobs.job(session, about)
    asked = job.rubric.active
    if not asked:
        raise DomainError("there are no criteria to be marked")
    system, user = first_messages(_TEMPLATE, job, reader_of(workbench))
    delivered = jobs.deliverable(session, about)
    said = question(asked, delivered.content, [each.name for each in delivered.attachments])
    return (system, Message(user.role, f"{user.content}\n\n{said}")), asked


def _finish(workbench: Workbench, ref: ReviewRef, id_: str, found: tuple[Opinion, ...], answer: Answer) -> None:
    at = now()
    with transaction(workbench.database) as session:
        about = jobs.subject(session, ref)
        brief_version, rubric_version = jobs.versions(session, about.job_key)
        columns = {
            "rubric_version": rubric_version,
            "brief_version": brief_version,
            "started_at": at,
            "submitted_at": at,
        }
        delivery = answer.delivery()
        metadata = {
            **delivery.metadata,
            "served_model": delivery.served_model,
            "usage": dict(delivery.usage),
            "cost": None if answer.cost is None else {"amount": answer.cost.amount, "currency": answer.cost.currency},
            "prompt": delivery.prompt,
        }
        review = opinions.add(
            session, about, workbench.reviewer.id, answer.connection.model, found, columns, metadata
        )  # fmt: skip
        cost = answer.cost
        stored.change(
            session,
            id_,
            state=stored.ANSWERED,
            ended_at=at,
            result=review,
            partial_text=None,
            cost_amount=None if cost is None else cost.amount,
            cost_currency=None if cost is None else cost.currency,
        )


async def _on_disk(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(None, work)
