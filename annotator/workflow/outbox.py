"""The requests that wait: steps that nothing came of yet, and requests that left and have no answer here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import TYPE_CHECKING, Final

from annotator.domain.feedback import ARMS, open_steps
from annotator.domain.ids import DeliverableId, InterventionId, ReviewRef, StudyId
from annotator.domain.job import Arm
from annotator.domain.moments import now
from annotator.domain.review import Intervention, ReviewStatus
from annotator.errors import DomainError
from annotator.storage import generation as jobs_asked
from annotator.storage import jobs, outbox, studies
from annotator.storage import requests as stored
from annotator.storage.database import reading, transaction
from annotator.workflow import finding
from annotator.workflow.attempts import Delivery, NewAttempt, add_attempt
from annotator.workflow.conversing import messages_for
from annotator.workflow.generation import is_generating, labels
from annotator.workflow.requests import Ask

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.storage.outbox import StepRow
    from annotator.storage.requests import StoredRequest
    from annotator.workflow.attempts import Added
    from annotator.workflow.sheets import QueueEntry
    from annotator.workflow.workbench import Workbench


class Waiting(Enum):
    """Why a line stands in the outbox."""

    TRAVELS = "travels"
    TO_BE_SENT = "to_be_sent"
    UNDER_WAY = "under_way"
    BROKE_OFF = "broke_off"
    MAYBE_PAID = "maybe_paid"


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A request that waits.

    `ask` is what would be sent, nothing for a first attempt; `status` is that of the review whose step it is, nothing
    for a request that belongs to no step any more. `came` is what came of an answer that broke off.
    """

    waiting: Waiting
    title: str
    entry: QueueEntry | None
    arm: Arm
    ask: Ask | None
    status: ReviewStatus | None = None
    request_id: str | None = None
    host: str | None = None
    sent_at: str | None = None
    trouble: str | None = None
    came: str = ""

    @property
    def name(self) -> str:
        """What tells it from the others, for as long as it waits."""
        step = None if self.ask is None else self.ask.intervention_id
        return step or self.request_id or ""


_STATES: Final = (stored.WAITING, stored.SENT, stored.UNKNOWN, stored.FAILED, stored.STOPPED)
_BY_STATE: Final = {
    stored.WAITING: Waiting.TO_BE_SENT,
    stored.SENT: Waiting.MAYBE_PAID,
    stored.UNKNOWN: Waiting.MAYBE_PAID,
    stored.FAILED: Waiting.BROKE_OFF,
    stored.STOPPED: Waiting.TRAVELS,
}


def lines(workbench: Workbench, under_way: str | None = None) -> tuple[OutboxLine, ...]:
    """Return what waits in the current study, in the order of its deliverables; then what belongs to no step.

    Args:
        workbench: the workspace.
        under_way: the request that this program waits for just now.
    """
    generates = is_generating(workbench)
    with reading(workbench.database) as session:
        study = studies.current_key(session)
        if study is None:
            return ()
        found = _Outbox(session, study, studies.reviewer_key(session, workbench.reviewer.id), under_way)
        return (*found.of_steps(), *found.of_requests(generates=generates))


def keep(workbench: Workbench, id_: str) -> Added:
    """Store what came of an answer that broke off as the next attempt, marked partial; what was paid is not known.

    Raises:
        DomainError: there is no such request, or nothing came of it.
    """
    with transaction(workbench.database) as session:
        row = stored.request(session, id_)
        if not row.partial_text or row.parent is None:
            raise DomainError(f"nothing came of the request {id_!r}")
        study = StudyId(row.study)
        step = None if row.intervention_id is None else InterventionId(row.intervention_id)
        ask = Ask(ReviewRef(study, DeliverableId(row.parent)), Arm(row.arm), row.message, step)
        messages = messages_for(workbench, session, ask.parent, ask.arm, ask.message)
        delivery = Delivery(
            row.partial_text,
            is_partial=True,
            model=row.model,
            prompt={"messages": [each.as_json() for each in messages]},
            metadata={"connection": row.connection, "trouble": row.trouble},
        )
        new = NewAttempt(ask.parent, ask.arm, delivery, ask.intervention_id)
        added = add_attempt(session, new, studies.reviewer_key(session, workbench.reviewer.id), now())
        stored.change(
            session, id_, state=stored.ANSWERED, ended_at=now(), result=added.ref.deliverable, partial_text=None
        )
    return added


class _Outbox:
    def __init__(self, session: Session, study_key: int, reviewer_key: int | None, under_way: str | None) -> None:
        self.session, self.study_key, self.reviewer_key, self.under_way = session, study_key, reviewer_key, under_way
        self.study = StudyId(jobs.ids_of_study(session, study_key)[0])
        found = stored.requests(session, study_key, _STATES)
        # A request for a model's marks leaves at once or not at all, and is asked for again from the review itself.
        self.requests = [each for each in found if each.arm != stored.OPINION]
        self.steps = () if reviewer_key is None else outbox.steps(session, study_key, reviewer_key, ARMS)
        self.open = self._open_steps()

    def _open_steps(self) -> dict[str, StepRow]:
        came = outbox.arms_of_followers(self.session, self.study_key, {each.deliverable for each in self.steps})
        found: dict[str, StepRow] = {}
        for deliverable, group in groupby(self.steps, lambda each: each.deliverable):
            rows = {each.id: each for each in group}
            arms = [Arm(arm) for arm in came.get(deliverable, {}) for _time in range(came[deliverable][arm])]
            found |= {each.id: rows[each.id] for each in open_steps(map(_intervention, rows.values()), arms)}
        return found

    def of_steps(self) -> Iterator[OutboxLine]:
        latest = {each.intervention_id: each for each in self.requests}
        entries = self._entries([each.deliverable_key for each in self.open.values()])
        for step in self.open.values():
            request, entry = latest.get(step.id), entries[step.deliverable]
            ref = ReviewRef(self.study, DeliverableId(step.deliverable))
            ask = Ask(ref, ARMS[step.kind], step.content or "", InterventionId(step.id))
            line = OutboxLine(Waiting.TRAVELS, entry.title, entry, ask.arm, ask, ReviewStatus(step.status))
            yield line if request is None else self._with(line, request)

    def of_requests(self, *, generates: bool) -> Iterator[OutboxLine]:
        others = [each for each in self.requests if each.intervention_id not in self.open and _counts(each)]
        parents = [each.parent for each in others if each.parent is not None]
        refs = [ReviewRef(self.study, DeliverableId(each)) for each in parents]
        entries = self._entries([jobs.subject(self.session, each).deliverable_key for each in refs])
        titles = jobs_asked.titles(self.session, self.study_key, {each.job for each in others})
        called = labels(self.session, self.study, titles)
        for each in others:
            if each.parent is None and each.state == stored.SENT and generates:
                continue  # it is on its way just now
            entry = None if each.parent is None else entries[each.parent]
            ask = None
            if each.parent is not None:
                ref = ReviewRef(self.study, DeliverableId(each.parent))
                step = None if each.intervention_id is None else InterventionId(each.intervention_id)
                ask = Ask(ref, Arm(each.arm), each.message, step)
            title = called.get(each.job, "") if entry is None else entry.title
            yield self._with(OutboxLine(Waiting.TRAVELS, title, entry, Arm(each.arm), ask), each)

    def _entries(self, keys: Sequence[int]) -> Mapping[str, QueueEntry]:
        found = finding.entries(self.session, self.reviewer_key, keys)
        return {each.ref.deliverable: each for each in found}

    def _with(self, line: OutboxLine, request: StoredRequest) -> OutboxLine:
        return replace(
            line,
            waiting=Waiting.UNDER_WAY if request.id == self.under_way else _BY_STATE[request.state],
            request_id=request.id,
            host=request.host,
            sent_at=request.sent_at,
            trouble=request.trouble,
            came=request.partial_text or "",
        )


def _counts(request: StoredRequest) -> bool:
    """Return whether a request that belongs to no open step is worth a line: it may be paid, or waits by itself."""
    if request.state in {stored.SENT, stored.UNKNOWN}:
        return True
    belongs_to_nothing = request.intervention_id is None and request.parent is not None
    return belongs_to_nothing and request.state in {stored.WAITING, stored.FAILED}


def _intervention(row: StepRow) -> Intervention:
    result = None if row.result is None else DeliverableId(row.result)
    return Intervention(InterventionId(row.id), row.kind, is_primary=False, content=row.content or "", result=result)
