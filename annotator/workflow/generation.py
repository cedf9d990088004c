"""What a generation is about: which jobs are asked, what is written down of each, and what came of it all."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.domain.ids import DeliverableId, JobId, ReviewRef, StudyId
from annotator.domain.job import Arm, Money
from annotator.domain.moments import now
from annotator.storage import generation as rows
from annotator.storage import requests as stored
from annotator.storage import studies
from annotator.storage.database import reading, transaction
from annotator.storage.jobs import Subject
from annotator.workflow.attempts import NewFirst, add_first
from annotator.workflow.conversing import first_messages
from annotator.workflow.sending import require_sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.message import Message
    from annotator.settings.connections import Connection
    from annotator.workflow.answers import Answer
    from annotator.workflow.workbench import Workbench


@dataclass(frozen=True, slots=True)
class Generation:
    """A wish for first attempts by one model; empty filters let every job of the current study through.

    `cost_limit` is in the connection's currency, for this run.
    """

    connection: Connection
    jobs: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    concurrency: int = 4
    cost_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a generation will ask: the jobs without a first attempt by the model, and how many have one."""

    study: StudyId
    to_ask: tuple[Subject, ...]
    names: dict[int, str]
    skipped: int


@dataclass(frozen=True, slots=True)
class Trace:
    """A request that failed, or that may have been paid without an answer: the job, when it left, and the reason."""

    job: str
    at: str | None
    reason: str

    def as_json(self) -> dict[str, object]:
        """Return it for scripts."""
        return {"job": self.job, "at": self.at, "reason": self.reason}


@dataclass(slots=True)
class Generated:
    """What came of a generation; `stopped` says why it ended early, `left` how many jobs were not asked then."""

    total: int = 0
    generated: int = 0
    skipped: int = 0
    left: int = 0
    failed: list[Trace] = field(default_factory=list)
    possibly_paid: list[Trace] = field(default_factory=list)
    cost: float = 0.0
    currency: str | None = None
    stopped: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every job has its answer."""
        return not self.failed and not self.left

    def as_json(self) -> dict[str, Any]:
        """Return it for scripts."""
        return {
            "generated": self.generated,
            "skipped": self.skipped,
            "left": self.left,
            "failed": [each.as_json() for each in self.failed],
            "possibly_paid": [each.as_json() for each in self.possibly_paid],
            "cost": None if self.currency is None else {"amount": round(self.cost, 6), "currency": self.currency},
            "stopped": self.stopped,
        }


def plan(workbench: Workbench, wanted: Generation) -> Plan:
    """Return which jobs a generation asks; those that have an answer by the model are never asked again.

    Raises:
        Refused: the workspace forbids sending.
    """
    with reading(workbench.database) as session:
        require_sending(session)
        key = studies.current_key(session)
        if key is None:
            return Plan(StudyId(""), (), {}, 0)
        study = next(each.id for each in studies.studies(session) if each.key == key)
        jobs = rows.jobs(session, key, wanted.jobs, wanted.categories, wanted.languages)
        answered = stored.jobs_answered(session, key, wanted.connection.model)
    to_ask = tuple(
        Subject(ReviewRef(study, DeliverableId("")), key, job_key, 0)
        for job_key, _id in jobs
        if job_key not in answered
    )
    return Plan(study, to_ask, dict(jobs), len(jobs) - len(to_ask))


def orphans(workbench: Workbench, wanted: Generation) -> list[Trace]:
    """Return the requests that killed programs had under way, in earlier runs too: nobody knows what they cost."""
    with transaction(workbench.database) as session:
        study = studies.current_key(session)
        found = () if study is None else stored.orphans(session, study, wanted.connection.model, now())
    return [Trace(each.job, each.sent_at, "") for each in found]


def messages_of(workbench: Workbench, about: Subject) -> tuple[Message, ...]:
    """Return what asks for a first attempt at a job."""
    with reading(workbench.database) as session:
        return first_messages(workbench, session, about)


def begin(workbench: Workbench, about: Subject, connection: Connection) -> tuple[str, tuple[Message, ...]]:
    """Write down what is about to be sent; return the request's id and the messages.

    Raises:
        Refused: the workspace forbids sending, by now.
    """
    id_ = str(uuid.uuid4())
    with transaction(workbench.database) as session:
        require_sending(session)
        messages = first_messages(workbench, session, about)
        stored.add(
            session,
            about.study_key,
            about.job_key,
            id=id_,
            arm=Arm.FIRST.value,
            message="",
            connection=connection.name,
            model=connection.model,
            host=connection.host,
            prompt_json=json.dumps([each.as_json() for each in messages], ensure_ascii=False),
            state=stored.WAITING,
            created_at=now(),
        )
    return id_, messages


def finish(workbench: Workbench, id_: str, about: Subject, job: str, answer: Answer) -> Money | None:
    """Store an answer as a first attempt and close its request, in one transaction; return what it cost."""
    cost = answer.cost
    with transaction(workbench.database) as session:
        first = NewFirst(about.ref.study, JobId(job), answer.delivery())
        added = add_first(session, about.study_key, first, now())
        stored.change(
            session,
            id_,
            state=stored.ANSWERED,
            ended_at=now(),
            result=added.ref.deliverable,
            prompt_json=None,  # it stands with the deliverable from now on
            cost_amount=None if cost is None else cost.amount,
            cost_currency=None if cost is None else cost.currency,
        )
    return cost


def abandon(workbench: Workbench, ids: Sequence[str]) -> tuple[list[Trace], int]:
    """Note that requests were cancelled.

    Return those that had left and may have been paid, and how many of all have no answer: one may have come in the
    last moment.
    """
    left, unanswered = [], 0
    with transaction(workbench.database) as session:
        for id_ in ids:
            request = stored.request(session, id_)
            if request.state == stored.ANSWERED:
                continue
            has_left = request.state == stored.SENT
            stored.change(session, id_, state=stored.UNKNOWN if has_left else stored.STOPPED, ended_at=now())
            unanswered += 1
            if has_left:
                left.append(Trace(request.job, request.sent_at, ""))
    return left, unanswered
