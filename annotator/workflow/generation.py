"""What a generation is about: which jobs are asked, what is written down of each, and what came of it all."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.domain.blinding import Named
from annotator.domain.ids import DeliverableId, JobId, ReviewRef, StudyId
from annotator.domain.job import Arm, Money
from annotator.domain.moments import now
from annotator.storage import generation as rows
from annotator.storage import requests as stored
from annotator.storage import studies
from annotator.storage.alone import alone
from annotator.storage.database import reading, transaction
from annotator.storage.jobs import Subject
from annotator.workflow import blinding
from annotator.workflow.attempts import NewFirst, add_first
from annotator.workflow.conversing import first_messages
from annotator.workflow.generated import Trace
from annotator.workflow.sending import require_sending

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy.orm import Session

    from annotator.domain.message import Message
    from annotator.settings.connections import Connection
    from annotator.workflow.answers import Answer
    from annotator.workflow.workbench import Workbench


_LETTERS_A_TOKEN: Final = 3
"""Of plain text; a letter of any other is a token by itself."""

ANSWER_TOKENS: Final = 1500
"""What an answer is guessed at where the connection sets no limit: some two pages."""


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
    """What a generation will ask: the jobs without a first attempt by the model, and how many have one.

    By key, `names` holds the jobs' ids, `titles` what people call them.
    """

    study: StudyId
    to_ask: tuple[Subject, ...]
    names: dict[int, str]
    titles: dict[int, str]
    skipped: int


def plan(workbench: Workbench, wanted: Generation) -> Plan:
    """Return which jobs a generation asks; those that have an answer by the model are never asked again.

    Raises:
        Refused: the workspace forbids sending.
    """
    with reading(workbench.database) as session:
        require_sending(session)
        key = studies.current_key(session)
        if key is None:
            return Plan(StudyId(""), (), {}, {}, 0)
        study = next(each.id for each in studies.studies(session) if each.key == key)
        jobs = rows.jobs(session, key, wanted.jobs, wanted.categories, wanted.languages)
        answered = stored.jobs_answered(session, key, wanted.connection.model)
        called = labels(session, study, {id_: title for _key, id_, title in jobs})
    to_ask = tuple(
        Subject(ReviewRef(study, DeliverableId("")), key, job_key, 0)
        for job_key, _id, _title in jobs
        if job_key not in answered
    )
    names = {job_key: id_ for job_key, id_, _title in jobs}
    return Plan(study, to_ask, names, {key: called[id_] for key, id_ in names.items()}, len(jobs) - len(to_ask))


def labels(session: Session, study: str, titles: Mapping[str, str | None]) -> dict[str, str]:
    """Return what jobs are called, by their ids; where models are hidden, no id that may name one."""
    hides = blinding.aliases(session, study) if blinding.is_blind(session) else None
    return {
        id_: title or (id_ if hides is None else hides.alias(Named.JOB, id_)) for id_, title in titles.items()
    }  # fmt: skip


def orphans(workbench: Workbench, wanted: Generation) -> list[Trace]:
    """Return the requests that killed programs had under way, in earlier runs too: nobody knows what they cost."""
    with transaction(workbench.database) as session:
        study = studies.current_key(session)
        found = () if study is None else stored.orphans(session, study, wanted.connection.model, now())
        return _traces(session, found)


def _traces(session: Session, requests: Sequence[stored.StoredRequest]) -> list[Trace]:
    if not requests:
        return []
    key = studies.current_key(session)
    called = labels(session, requests[0].study, rows.titles(session, key or 0, {each.job for each in requests}))
    return [Trace(each.job, each.sent_at, "", called.get(each.job, "")) for each in requests]


def is_generating(workbench: Workbench) -> bool:
    """Return whether a generation is under way in the workspace, in this process or another one."""
    path = workbench.database.path
    if path is None:
        return False
    with alone(lock_of(path)) as is_alone:
        return not is_alone


def lock_of(path: Path) -> Path:
    """Return the file that keeps a second generation out of a workspace."""
    return path.with_name(f"{path.name}.generating")


def guessed_tokens(messages: Sequence[Message]) -> int:
    """Return about how many tokens messages are, rather too many than too few: only the server can count them."""
    texts = [each.content for each in messages]
    plain = sum(len(text.encode("ascii", "ignore")) for text in texts)
    return plain // _LETTERS_A_TOKEN + sum(map(len, texts)) - plain


def guess_of(connection: Connection, tokens_in: int, requests: int = 1) -> float | None:
    """Return about what requests cost, `None` without prices."""
    return connection.cost_of(tokens_in, requests * (connection.max_tokens or ANSWER_TOKENS))


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
    left: list[stored.StoredRequest] = []
    unanswered = 0
    with transaction(workbench.database) as session:
        for id_ in ids:
            request = stored.request(session, id_)
            if request.state == stored.ANSWERED:
                continue
            has_left = request.state == stored.SENT
            stored.change(session, id_, state=stored.UNKNOWN if has_left else stored.STOPPED, ended_at=now())
            unanswered += 1
            if has_left:
                left.append(request)
        return _traces(session, left), unanswered
