"""Work in a process of its own always ends: with an answer, or without one, and then the next one comes."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from annotator.workflow.apart import ProcessApart

PATIENT_SECONDS = 60
"""A limit that nothing here reaches, however busy the machine is."""


def endless() -> None:
    """Do what a process has to be killed for."""
    threading.Event().wait()


@pytest.fixture
def apart() -> Iterator[Callable[..., ProcessApart]]:
    """A function that makes one, to be closed at the end."""
    made: list[ProcessApart] = []

    def make(limit_seconds: float = PATIENT_SECONDS, **options: Any) -> ProcessApart:
        made.append(ProcessApart("testing", limit_seconds, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()
    assert running() == []


def running() -> list[multiprocessing.Process]:
    return [each for each in multiprocessing.active_children() if each.name == "testing"]


def test_work_is_done_in_one_process_that_stays(apart):
    process = apart()
    pids = {process.ask(os.getpid), process.ask(os.getpid)}
    assert len(pids) == 1
    assert pids.isdisjoint({os.getpid(), None})


def test_what_takes_too_long_has_no_answer_and_the_next_question_has(apart):
    process = apart(limit_seconds=3)
    assert process.ask(endless) is None
    assert process.ask(divmod, 7, 2) == (3, 1)


def test_what_fails_has_no_answer_but_is_in_the_log(apart, caplog):
    process = apart()
    assert process.ask(divmod, 7, 0) is None
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
    assert process.ask(divmod, 7, 2) == (3, 1)


def test_a_process_that_died_is_replaced(apart):
    process = apart()
    assert process.ask(abs, -1) == 1
    for each in running():
        each.kill()
    assert process.ask(abs, -2) == 2


def test_a_process_that_nobody_asks_ends_and_is_started_again(apart):
    process = apart(idle_seconds=0.5)
    assert process.ask(abs, -1) == 1
    (idle,) = running()
    idle.join(PATIENT_SECONDS)
    assert not idle.is_alive()
    assert process.ask(abs, -2) == 2


def test_several_threads_may_ask_at_once(apart):
    process = apart()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda number: process.ask(abs, -number), range(20))) == list(range(20))


def test_closing_ends_what_is_under_way_and_nothing_is_answered_any_more(apart):
    process = apart()
    process.ask(abs, -1)
    answers: list[object] = ["none yet"]
    asking = threading.Thread(target=lambda: answers.append(process.ask(endless)))
    asking.start()
    process.close()
    asking.join(PATIENT_SECONDS / 2)
    assert not asking.is_alive()
    assert answers == ["none yet", None]
    assert process.ask(abs, -1) is None


class Meanwhile:
    """Does something at the moment when it is handed to a new process."""

    act: Callable[[], None]

    def __reduce__(self) -> tuple[Any, ...]:
        self.act()
        return partial, (abs, 0)


def test_what_is_closed_while_its_process_starts_stays_closed(apart):
    meanwhile = Meanwhile()
    process = apart(prepare=meanwhile)
    meanwhile.act = process.close
    assert process.ask(abs, -1) is None
    assert running() == []
