"""First attempts by one or more models for some jobs: what would leave, and one model asked after the other."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from annotator.errors import KnownError
from annotator.llm.network import aside
from annotator.storage import generation as rows
from annotator.storage import studies
from annotator.storage.database import reading
from annotator.workflow import blinding, generation
from annotator.workflow.generated import Generated, Part, Progress
from annotator.workflow.generating import generate_by_connection
from annotator.workflow.generation import Generation
from annotator.workflow.sending import never_sends

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from annotator.domain.message import Message
    from annotator.llm.keys import ApiKey
    from annotator.settings.connections import Connection
    from annotator.storage.jobs import Subject
    from annotator.workflow.generation import Plan
    from annotator.workflow.workbench import Workbench

_SAMPLE: Final = 25
"""Jobs whose messages are counted; the others are guessed from them."""


@dataclass(frozen=True, slots=True)
class Round:
    """A wish for first attempts by each of some models.

    `among` are keys of deliverables: only their jobs are asked about; nothing stands for all jobs of the study.
    `cost_limit` holds for the whole round, in each currency by itself. With `study`, nothing is asked about another one
    that is open by now: nobody has seen what would leave there.
    """

    connections: tuple[Connection, ...]
    among: frozenset[int] | None = None
    concurrency: int = 4
    cost_limit: float | None = None
    study: str | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """What would leave for one model: how many jobs, about how many tokens, about what it costs (without prices None).

    `skipped` counts the jobs that have an answer by the model.
    """

    connection: Connection
    to_ask: int
    skipped: int
    tokens: int
    cost: float | None


@dataclass(frozen=True, slots=True)
class Leaving:
    """A job that would be asked about, with what people call it."""

    about: Subject
    title: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a round would do. `never_sends` says that the workspace lets nothing leave.

    Where models are hidden (`is_blind`) a round is for all jobs: which ones have no answer by a model would tell who
    made what.
    """

    destinations: tuple[Destination, ...] = ()
    leaving: tuple[Leaving, ...] = ()
    study: str | None = None
    never_sends: bool = False
    is_blind: bool = False

    @property
    def count(self) -> int:
        """How many requests would leave."""
        return sum(each.to_ask for each in self.destinations)


def outlook(workbench: Workbench, wanted: Round) -> Outlook:
    """Return what a round would do; nothing leaves."""
    with reading(workbench.database) as session:
        is_blind = blinding.is_blind(session)
    if never_sends(workbench):
        return Outlook(never_sends=True, is_blind=is_blind)
    wanted = replace(wanted, among=None) if is_blind else wanted
    plans = [(each, _plan(workbench, wanted, each)) for each in wanted.connections]
    tokens: dict[Subject, int] = {}
    leaving = {each: plan.titles[each.job_key] for _connection, plan in plans for each in plan.to_ask}
    return Outlook(
        tuple(_destination(workbench, connection, plan, tokens) for connection, plan in plans),
        tuple(Leaving(about, title) for about, title in leaving.items()),
        study=_study(workbench),
        is_blind=is_blind,
    )


def leaving_messages(workbench: Workbench, leaving: Leaving) -> tuple[Message, ...]:
    """Return what would leave for a job."""
    return generation.messages_of(workbench, leaving.about)


def _destination(workbench: Workbench, connection: Connection, plan: Plan, known: dict[Subject, int]) -> Destination:
    step = max(1, len(plan.to_ask) // _SAMPLE)
    sample = plan.to_ask[::step]
    for each in sample:
        if each not in known:
            known[each] = generation.guessed_tokens(generation.messages_of(workbench, each))
    count = len(plan.to_ask)
    tokens = sum(known[each] for each in sample) * count // len(sample) if sample else 0
    return Destination(connection, count, plan.skipped, tokens, generation.guess_of(connection, tokens, count))


def _plan(workbench: Workbench, wanted: Round, connection: Connection) -> Plan:
    jobs = _jobs(workbench, wanted.among)
    found = generation.plan(workbench, Generation(connection, jobs or frozenset()))
    return found if jobs != frozenset() else replace(found, to_ask=(), skipped=0)


def _study(workbench: Workbench) -> str | None:
    found = workbench.current_study()
    return None if found is None else found.id


def _jobs(workbench: Workbench, among: Collection[int] | None) -> frozenset[str] | None:
    if among is None:
        return None
    with reading(workbench.database) as session:
        study = studies.current_key(session)
        return frozenset() if study is None else rows.jobs_of(session, study, among)


async def run_round(
    workbench: Workbench,
    wanted: Round,
    key_of: Callable[[str], ApiKey | None],
    on_progress: Callable[[Progress], object],
) -> Progress:
    """Ask one model after the other; what goes wrong with one keeps no other from being asked.

    When cancelled, what is under way is dropped and listed as possibly paid, and what was reached is returned.
    """
    run = _Run(workbench, wanted, key_of, on_progress)
    try:
        await run.through()
    except asyncio.CancelledError:  # nothing was under way
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
    return run.progress


class _Run:
    def __init__(
        self,
        workbench: Workbench,
        wanted: Round,
        key_of: Callable[[str], ApiKey | None],
        on_progress: Callable[[Progress], object],
    ) -> None:
        self.workbench = workbench
        self.wanted = wanted
        self.key_of = key_of
        self.on_progress = on_progress
        self.parts: tuple[Part, ...] = ()
        self.to_come: dict[str, int] = {}

    @property
    def progress(self) -> Progress:
        begun = sum(each.report.total for each in self.parts)
        return Progress(self.parts, begun + sum(self.to_come.values()))

    async def through(self) -> None:
        ahead = await aside(partial(outlook, self.workbench, self.wanted))
        models = {each.connection.model: each for each in reversed(ahead.destinations)}
        self.to_come = {each.connection.name: each.to_ask for each in models.values()}
        jobs = await aside(partial(_jobs, self.workbench, None if ahead.is_blind else self.wanted.among))
        for connection in self.wanted.connections:
            is_elsewhere = self.wanted.study is not None and await aside(self.study) != self.wanted.study
            if self.progress.has_stopped == "cancelled" or is_elsewhere:
                return
            if jobs != frozenset():
                await self.ask(connection, jobs or frozenset())

    def study(self) -> str | None:
        return _study(self.workbench)

    async def ask(self, connection: Connection, jobs: frozenset[str]) -> None:
        limit, same = self.wanted.cost_limit, connection.currency
        charged = sum(each.report.charged for each in self.parts if each.connection.currency == same)
        rest = None if limit is None else limit - charged
        wish = Generation(connection, jobs, concurrency=self.wanted.concurrency, cost_limit=rest)
        others = self.parts

        def note(report: Generated, refusal: str = "") -> None:
            self.to_come.pop(connection.name, None)
            self.parts = (*others, Part(connection, report.as_it_is(), refusal))
            self.on_progress(self.progress)

        try:
            note(await generate_by_connection(self.workbench, wish, self.key_of, note))
        except KnownError as error:
            last = self.parts[-1].report if len(self.parts) > len(others) else Generated()
            note(last, str(error))
