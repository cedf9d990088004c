"""Rounds of first attempts by several models, over real HTTP to a server with faults."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from annotator.settings.connections import Connection
from annotator.storage.alone import alone
from annotator.workflow import generation, sending
from annotator.workflow.rounds import Round, outlook, run_round
from annotator.workflow.sheets import QueueFilter

JOBS = 2


@pytest.fixture
def home(llmock) -> Connection:
    llmock.reply("Done.", times=None)
    return Connection("Home", llmock.base_url(), "gpt-4o", price_in=1000.0, price_out=1000.0, currency="EUR")


def ran(workbench, wanted, on_progress=lambda _progress: None):
    return asyncio.run(run_round(workbench, wanted, lambda _origin: None, on_progress))


def test_one_model_after_the_other_and_a_model_that_stands_there_twice_is_asked_once(workbench, home, llmock):
    wanted = Round((home, replace(home, name="Again"), replace(home, name="Other", model="gpt-4", currency="USD")))
    seen = []
    progress = ran(workbench, wanted, seen.append)
    assert (progress.done, progress.generated, progress.planned) == (2 * JOBS, 2 * JOBS, 2 * JOBS)
    assert {each.planned for each in seen} == {2 * JOBS}
    assert set(progress.cost) == {"EUR", "USD"}
    assert len(llmock.requests) == 2 * JOBS
    assert outlook(workbench, wanted).count == 0


def test_among_no_deliverables_nothing_is_asked(workbench, home, llmock):
    wanted = Round((home,), among=frozenset())
    assert outlook(workbench, wanted).count == 0
    assert ran(workbench, wanted).planned == 0
    keys = frozenset(list(workbench.queue(QueueFilter()))[:1])
    assert outlook(workbench, replace(wanted, among=keys)).count == 1
    assert llmock.requests == []


def test_nothing_leaves_for_a_study_that_nobody_was_shown(workbench, home, llmock):
    ahead = outlook(workbench, Round((home,)))
    assert ahead.study == workbench.current_study().id
    assert ran(workbench, Round((home,), study="another")).generated == 0
    assert llmock.requests == []
    assert ran(workbench, Round((home,), study=ahead.study)).generated == JOBS


def test_what_keeps_a_model_from_being_asked_is_said(workbench, home, llmock):
    with alone(generation.lock_of(workbench.database.path)):
        assert generation.is_generating(workbench)
        progress = ran(workbench, Round((home, replace(home, name="Other", model="gpt-4"))))
    assert ["another generation" in each.refusal for each in progress.parts] == [True, True]
    assert llmock.requests == []
    assert not generation.is_generating(workbench)


def test_the_limit_holds_for_all_models_together(workbench, home, llmock):
    both = (home, replace(home, name="Other", model="gpt-4"))
    cost = ran(workbench, Round((replace(home, model="gpt-4o-mini"),))).cost["EUR"]
    progress = ran(workbench, Round(both, concurrency=1, cost_limit=1.2 * cost))
    assert progress.has_stopped == "cost_limit"
    assert len(llmock.requests) < 3 * JOBS


def test_a_workspace_that_never_sends_has_nothing_to_show(workbench, home):
    sending.set_never_sends(workbench, True)
    assert outlook(workbench, Round((home,))).never_sends


def test_cancelled_before_anything_left_it_ends_with_nothing(workbench, home, llmock):
    async def run():
        task = asyncio.create_task(run_round(workbench, Round((home,)), lambda _origin: None, lambda _progress: None))
        asyncio.get_running_loop().call_soon(task.cancel)
        return await task

    assert asyncio.run(run()).generated == 0
    assert llmock.requests == []
