"""Asking a model for first attempts at many jobs: each request is written down before it leaves, and none is lost."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from annotator.errors import KnownError
from annotator.i18n import _
from annotator.llm.model import FATAL, ModelTrouble, Reception, Trouble
from annotator.llm.network import aside
from annotator.llm.openai_model import OpenAIModel
from annotator.llm.patience import Patience, ask_patiently
from annotator.storage.alone import alone
from annotator.workflow import generation, requests
from annotator.workflow.answers import Answer
from annotator.workflow.budget import Budget
from annotator.workflow.generated import Generated, Trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from annotator.llm.keys import ApiKey
    from annotator.llm.model import Model
    from annotator.storage.jobs import Subject
    from annotator.workflow.generation import Generation, Plan
    from annotator.workflow.workbench import Workbench

T = TypeVar("T")

_STOPS_ALL: Final = FATAL | {Trouble.REFUSED, Trouble.CONNECT_TIMEOUT}
"""What has met one request after many tries will meet the others too."""


def require_price(wanted: Generation) -> None:
    """Refuse a cost limit that could not be kept.

    Raises:
        KnownError: the connection has no prices.
    """
    if wanted.cost_limit is not None and not wanted.connection.has_price:
        raise KnownError(
            _("Nothing was sent: “{name}” has no prices, so a cost limit could not be kept.").format(
                name=wanted.connection.name
            ),
            safe=_("Nothing was changed."),
            hint=_("Enter what a million tokens cost, or leave the limit out."),
        )


async def generate_by_connection(
    workbench: Workbench,
    wanted: Generation,
    key_of: Callable[[str], ApiKey | None],
    on_progress: Callable[[Generated], object],
) -> Generated:
    """Ask the model that the wish's connection names; `key_of` gives the key for a server and may take its time.

    Raises:
        KnownError: nothing was sent at all.
    """
    model = OpenAIModel(wanted.connection, await aside(partial(key_of, wanted.connection.origin)))
    try:
        return await generate(workbench, wanted, model, on_progress)
    finally:
        await model.close()


@contextmanager
def _only_one(workbench: Workbench) -> Iterator[None]:
    """Keep a second generation out of the workspace: both would ask the same jobs."""
    path = workbench.database.path
    if path is None:
        yield
        return
    with alone(generation.lock_of(path)) as is_alone:
        if not is_alone:
            raise KnownError(
                _("Nothing was sent: another generation is under way in this workspace."),
                safe=_("Nothing was changed."),
                hint=_("Wait until it has finished, or stop it."),
            )
        yield


async def generate(
    workbench: Workbench,
    wanted: Generation,
    model: Model,
    on_progress: Callable[[Generated], object],
    patience: Patience | None = None,
) -> Generated:
    """Ask for the first attempts that are missing, and return what came of it.

    When cancelled, what is under way is dropped and listed as possibly paid.

    Raises:
        KnownError: nothing was sent at all.
    """
    require_price(wanted)
    with _only_one(workbench), ThreadPoolExecutor(1, thread_name_prefix="generating") as disk:
        budget = Budget(wanted.connection, wanted.cost_limit)
        run = _Run(workbench, wanted, model, on_progress, patience or Patience(), disk, budget)
        return await run.through()


@dataclass(slots=True)
class _Run:
    workbench: Workbench
    wanted: Generation
    model: Model
    on_progress: Callable[[Generated], object]
    patience: Patience
    disk: ThreadPoolExecutor
    budget: Budget
    report: Generated = field(default_factory=Generated)
    waiting: deque[Subject] = field(default_factory=deque)
    under_way: set[str] = field(default_factory=set)
    """The requests that are out."""

    async def through(self) -> Generated:
        report = self.report
        report.possibly_paid += await self.on_disk(partial(generation.orphans, self.workbench, self.wanted))
        plan = await self.on_disk(partial(generation.plan, self.workbench, self.wanted))
        self.waiting.extend(plan.to_ask)
        report.total, report.skipped = len(plan.to_ask), plan.skipped
        self.on_progress(report)
        workers = [asyncio.create_task(self.work(plan)) for _number in range(max(1, self.wanted.concurrency))]
        try:
            await asyncio.gather(*workers)
        except asyncio.CancelledError:
            _uncancel()
            report.stopped = "cancelled"
        finally:
            await self.end(workers)
        return report

    async def end(self, workers: list[asyncio.Task[None]]) -> None:
        """Let nobody go on, and note what was out."""
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        out = list(self.under_way)
        left, unanswered = await self.on_disk(partial(generation.abandon, self.workbench, out))
        self.report.possibly_paid += left
        self.report.generated += len(out) - unanswered
        self.report.left = self.report.total - self.report.generated - len(self.report.failed)

    async def work(self, plan: Plan) -> None:
        while self.waiting and self.report.stopped is None:
            about = self.waiting.popleft()
            most = await self.set_aside(about)
            if most is None:
                self.end_early("cost_limit")
                return
            cost: float | None = 0.0
            try:
                cost = await self.ask(about, plan.names[about.job_key], plan.titles[about.job_key])
            finally:
                await self.budget.settle(most, cost)
                self.report.charged = self.budget.charged
            self.on_progress(self.report)

    def end_early(self, reason: str) -> None:
        """Let nothing more leave; the first reason stands."""
        self.report.stopped = self.report.stopped or reason

    async def set_aside(self, about: Subject) -> float | None:
        """Wait until a request fits into the cost limit; return what it may cost, `None` if it does not fit."""
        if self.wanted.cost_limit is None:
            return 0.0
        messages = await self.on_disk(partial(generation.messages_of, self.workbench, about))
        most = await self.budget.set_aside(messages)
        if most is not None and self.report.stopped is not None:  # another one met something meanwhile
            await self.budget.settle(most, 0.0)
            return None
        return most

    async def ask(self, about: Subject, job: str, title: str) -> float | None:
        """Ask about one job; return what it cost, `None` if it may have cost something and nobody knows what."""
        connection = self.wanted.connection
        id_, messages = await self.on_disk(partial(generation.begin, self.workbench, about, connection))
        self.under_way.add(id_)
        reception, begun = Reception(), time.monotonic()
        patience = self.patience.before(partial(self.on_disk, partial(requests.sending, self.workbench, id_)))
        try:
            completion = await ask_patiently(self.model, messages, reception, patience)
        except ModelTrouble as trouble:
            self.under_way.remove(id_)
            await self.on_disk(partial(requests.fail, self.workbench, id_, str(trouble), reception.text))
            self.report.failed.append(Trace(job, None, str(trouble), title))
            if trouble.kind in _STOPS_ALL:
                self.report.stopped = trouble.kind.value
            return None if reception.text else 0.0
        answer = Answer(completion, connection, messages, time.monotonic() - begun)
        cost = await asyncio.shield(
            self.on_disk(partial(generation.finish, self.workbench, id_, about, job, answer))
        )  # a paid answer is stored, whoever has lost patience meanwhile
        self.under_way.remove(id_)
        self.report.generated += 1
        if cost is None:
            return None
        self.report.cost += cost.amount
        self.report.currency = cost.currency
        return cost.amount

    async def on_disk(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.disk, work)


def _uncancel() -> None:
    """Go on in a task that was cancelled: what was under way has still to be noted."""
    task = asyncio.current_task()
    if task is not None:
        task.uncancel()
