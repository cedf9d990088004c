"""Every way in which a server fails, at the start, in the middle and at the end of an answer.

Each is left alone, stopped, and met by a window that closes. Real HTTP on loopback throughout.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from annotator.domain.job import Arm
from annotator.llm.model import ModelTrouble, Trouble
from annotator.settings.connections import Connection
from annotator.ui.backroom import DRAIN_MS
from annotator.ui.outbox.answer_news import ANSWER
from annotator.workflow import requests
from annotator.workflow.requests import Ask, RequestState
from annotator.workflow.workspaces import open_workspace
from tests.ui.gate import Gate, gate_before

TEXT = " ".join(f"word{number}" for number in range(40))
PLACES = {"start": 0, "middle": 20, "end": 41}
"""Which piece is hit: the first one has no words yet, the last one says that the answer is whole."""

FAULTS = {
    "429": Trouble.RATE,
    "500": Trouble.SERVER,
    "truncate": Trouble.TRUNCATED,
    "disconnect": Trouble.DISCONNECTED,
    "malformed": Trouble.MALFORMED,
    "stall": Trouble.STALLED,
}
IN_THE_STREAM = {
    "429": {"message": "Rate limit reached.", "type": "requests", "code": 429},
    "500": {"message": "The server is on fire.", "type": "server_error", "code": 500},
}

every_fault = pytest.mark.parametrize("fault", FAULTS)
every_place = pytest.mark.parametrize("place", PLACES)


class Failing:
    """A server that can be told how to fail, with a gate before it."""

    def __init__(self, llmock, gate: Gate, address: str) -> None:
        self.llmock = llmock
        self.gate = gate
        self.connection = Connection("Home", address, "gpt-4o", first_token_s=20, between_tokens_s=20)

    def prepare(self, fault: str, place: str, *, retry_after_s: float = 0.05) -> Connection:
        """Let the next answer fail; return the connection, which is hasty if there is nothing to wait for."""
        at = PLACES[place]
        match fault:
            case "429" | "500" if at == 0:
                self.llmock.fail(int(fault), times=4, retry_after=retry_after_s)
            case "429" | "500":
                self.gate.put_error(at, IN_THE_STREAM[fault])
            case "malformed":
                self.llmock.corrupt(after_chunks=at)
            case "stall":
                self.llmock.stall(after_chunks=at, seconds=5)
                return replace(self.connection, first_token_s=1 if at == 0 else 20, between_tokens_s=1)
            case _:
                getattr(self.llmock, fault)(after_chunks=at)
        return self.connection

    def mend(self) -> None:
        """Fail no more."""
        self.gate.open()
        self.llmock.reset()
        self.llmock.reply(TEXT, times=None)


@pytest.fixture
def failing(llmock) -> Iterator[Failing]:
    address = urlsplit(llmock.base_url())
    with gate_before(address.port) as (gate, url):
        made = Failing(llmock, gate, f"{url}{address.path}")
        made.mend()
        yield made


@pytest.fixture
def ask(window) -> Ask:
    return Ask(window.review_screen.opening.sheet.ref, Arm.FEEDBACK, "Please mend the second paragraph.")


def came_before(place: str) -> list[str]:
    return TEXT.split()[: max(0, PLACES[place] - 1)]


def ends_of(workbench, state: RequestState):
    return [each for each in requests.open_ends(workbench) if each.state is state]


def begin_and_meet(qtbot, window, ask: Ask, failing: Failing, fault: str, place: str) -> None:
    """Send a request and wait until it stands just before its fault, or waits to be sent again after it."""
    is_turned_away = fault in IN_THE_STREAM and place == "start"
    connection = failing.prepare(fault, place, retry_after_s=30)
    failing.gate.hold(PLACES[place])
    window.desk.asking.ask(ask, replace(connection, first_token_s=20, between_tokens_s=20))
    if is_turned_away:
        qtbot.waitUntil(lambda: len(failing.llmock.requests) == 1, timeout=20_000)
    else:
        qtbot.waitUntil(failing.gate.has_held.is_set, timeout=20_000)
    qtbot.waitUntil(lambda: window.desk.asking.text.split() == came_before(place), timeout=20_000)


@every_place
@every_fault
def test_left_alone_it_is_one_sentence_what_came_is_kept_and_asking_again_works(
    qtbot, window, ask, failing, fault, place
):
    asking, workbench = window.desk.asking, window.desk.house.workbench
    connection = failing.prepare(fault, place)
    with qtbot.waitSignal(asking.failed, timeout=20_000) as heard:
        asking.ask(ask, connection)

    trouble = heard.args[0]
    assert isinstance(trouble, ModelTrouble)
    is_silent = fault == "stall" and place == "start"
    assert trouble.kind is (Trouble.FIRST_TIMEOUT if is_silent else FAULTS[fault])
    qtbot.waitUntil(lambda: window.notices.text_of(ANSWER) == str(trouble))
    assert trouble.what.count(". ") == 0, "one sentence"
    assert asking.text.split() == came_before(place)
    [failed] = ends_of(workbench, RequestState.FAILED)
    assert (failed.partial_text.split(), failed.trouble) == (came_before(place), str(trouble))
    assert [link.is_partial for link in workbench.chain(ask.parent)] == [False], "no half attempt"

    failing.mend()
    with qtbot.waitSignal(asking.finished, timeout=20_000) as retried:
        asking.ask(ask, connection)
    assert retried.args[0].text == TEXT
    assert [link.is_partial for link in workbench.chain(ask.parent)] == [False, False]


@every_place
@every_fault
def test_stopped_there_what_came_is_kept_and_marked_and_asking_again_works(qtbot, window, ask, failing, fault, place):
    asking, workbench = window.desk.asking, window.desk.house.workbench
    begin_and_meet(qtbot, window, ask, failing, fault, place)
    with qtbot.waitSignal(asking.finished, timeout=20_000) as heard:
        asking.stop()

    assert heard.args[0].text.split() == came_before(place)
    assert len(ends_of(workbench, RequestState.STOPPED)) == (0 if came_before(place) else 1)
    kept = workbench.chain(ask.parent)[1:]
    assert [link.is_partial for link in kept] == ([True] if came_before(place) else [])

    failing.mend()
    with qtbot.waitSignal(asking.finished, timeout=20_000) as retried:
        asking.ask(ask, failing.connection)
    assert retried.args[0].text == TEXT
    assert not workbench.chain(ask.parent)[-1].is_partial


@every_place
@every_fault
def test_the_window_closes_there_without_waiting_for_the_server_and_what_came_is_there_afterwards(
    qtbot, window, ask, failing, fault, place
):
    begin_and_meet(qtbot, window, ask, failing, fault, place)
    folder = window.desk.house.folder
    window.close()
    assert window.desk.close(20_000), "the server goes on after more than that; the bench measures how long it takes"

    workbench = open_workspace(folder)
    try:
        kept = workbench.chain(ask.parent)[1:]
        assert [link.is_partial for link in kept] == ([True] if came_before(place) else [])
        texts = [workbench.sheet_of(link.ref).deliverable.content.split() for link in kept]
        assert texts == ([came_before(place)] if came_before(place) else [])
        assert len(ends_of(workbench, RequestState.STOPPED)) == (0 if kept else 1)
    finally:
        workbench.close()


def test_closing_comes_back_though_neither_the_network_nor_a_lane_ends(qtbot, window):
    desk, go_on, under_way = window.desk, threading.Event(), threading.Semaphore(0)

    def hold(_what: object = None) -> None:
        under_way.release()
        go_on.wait()

    async def hold_the_network(_keys: object) -> None:
        hold()

    desk.asking.asker.call(hold_the_network, lambda _done: None, lambda _error: None)
    for lane in (desk.write, desk.read):
        lane(hold, lambda _done: None)
    desk.errand(hold, lambda _done: None, lambda _error: None)
    for _each in range(4):
        under_way.acquire()
    window.close()
    assert not desk.close(60), "it waited its time and went on"
    go_on.set()
    assert desk.close(20_000)


def test_closing_waits_less_than_the_two_seconds_in_which_the_program_is_to_be_gone():
    assert DRAIN_MS < 2000
