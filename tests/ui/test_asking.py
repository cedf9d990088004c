"""Asking a model from the window, over real HTTP to a server on loopback."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from annotator.domain.job import Arm
from annotator.errors import KnownError
from annotator.settings.connections import Connection
from annotator.workflow import requests, sending
from annotator.workflow.requests import Ask, RequestState
from annotator.workflow.workspaces import open_workspace

TEXT = " ".join(f"word{number}" for number in range(40))
FAULTS = ("disconnect", "truncate", "corrupt", "stall")
PLACES = {"start": 0, "middle": 20, "end": 41}


@pytest.fixture
def connection(llmock) -> Connection:
    llmock.reply(TEXT, times=None)
    return Connection(
        "Home", llmock.base_url(), "gpt-4o", price_in=1.0, price_out=2.0, first_token_s=20, between_tokens_s=20
    )


@pytest.fixture
def ask(window) -> Ask:
    return Ask(window.review_screen.opening.sheet.ref, Arm.FEEDBACK, "Please mend the second paragraph.")


def test_an_answer_streams_in_and_becomes_the_next_attempt(qtbot, window, connection, ask, llmock):
    asking, pieces = window.desk.asking, []
    asking.text_arrived.connect(pieces.append)
    llmock.pace(10)

    with qtbot.waitSignal(asking.finished, timeout=20_000) as heard:
        asking.ask(ask, connection)
        assert asking.is_busy

    ended = heard.args[0]
    assert not ended.is_partial
    assert "".join(pieces) == TEXT
    assert len(pieces) > 1
    screen = window.review_screen
    window.desk.open(ended.added.key)
    qtbot.waitUntil(lambda: screen.opening.sheet.ref == ended.added.ref)
    delivered = screen.opening.sheet.deliverable
    assert (delivered.content, delivered.model, delivered.arm, delivered.attempt) == (TEXT, "gpt-4o", Arm.FEEDBACK, 2)
    sent = llmock.last_request.body["messages"]
    assert [each["role"] for each in sent] == ["system", "user", "assistant", "user"]
    assert sent[-1]["content"] == ask.message


def test_what_would_leave_is_shown_before_it_does(qtbot, window, connection, ask, llmock):
    seen = []
    window.desk.asking.preview(ask, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert llmock.requests == []

    with qtbot.waitSignal(window.desk.asking.finished, timeout=20_000):
        window.desk.asking.ask(ask, connection)
    assert [each.as_json() for each in seen[0]] == llmock.last_request.body["messages"]


def test_stopping_keeps_what_came_and_marks_it_partial(qtbot, window, connection, ask, llmock):
    asking = window.desk.asking
    llmock.pace(30)
    with qtbot.waitSignal(asking.text_arrived, timeout=20_000):
        asking.ask(ask, connection)
    with qtbot.waitSignal(asking.finished) as heard:
        asking.stop()

    ended = heard.args[0]
    assert TEXT.startswith(ended.text)
    assert 0 < len(ended.text) < len(TEXT)
    window.desk.open(ended.added.key)
    qtbot.waitUntil(lambda: window.review_screen.opening.sheet.ref == ended.added.ref)
    assert window.review_screen.opening.sheet.deliverable.is_partial


def test_stopping_before_anything_came_makes_no_attempt(qtbot, window, connection, ask, llmock):
    asking = window.desk.asking
    llmock.delay(10)
    with qtbot.waitSignal(asking.begun):
        asking.ask(ask, connection)
    qtbot.waitUntil(lambda: len(requests_in(window, RequestState.SENT)) == 1)
    with qtbot.waitSignal(asking.finished, timeout=3000) as heard:
        asking.stop()
    assert heard.args[0].added is None
    assert len(requests_in(window, RequestState.STOPPED)) == 1


def requests_in(window, state):
    return [each for each in requests.open_ends(window.desk.house.workbench) if each.state is state]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_answer_is_one_sentence_its_text_is_kept_and_a_retry_works(
    qtbot, window, connection, ask, llmock, fault, place
):

    asking = window.desk.asking
    before = len(window.review_screen.model.keys)
    getattr(llmock, fault)(after_chunks=PLACES[place])
    hasty = replace(connection, first_token_s=20 if PLACES[place] else 0.5, between_tokens_s=0.5)

    with qtbot.waitSignal(asking.failed, timeout=20_000) as heard:
        asking.ask(ask, hasty)

    assert isinstance(heard.args[0], KnownError)
    came = TEXT.split()[: max(0, PLACES[place] - 1)]
    assert asking.text.split() == came
    [failed] = requests_in(window, RequestState.FAILED)
    assert failed.partial_text.split() == came
    assert failed.trouble == str(heard.args[0])
    assert len(window.review_screen.model.keys) == before

    with qtbot.waitSignal(asking.finished, timeout=20_000) as retried:
        asking.ask(ask, connection)
    assert retried.args[0].text == TEXT
    qtbot.waitUntil(lambda: len(window.review_screen.model.keys) == before + 1)


def test_what_came_of_a_broken_answer_can_be_kept_as_a_partial_attempt(qtbot, window, connection, ask, llmock):
    asking = window.desk.asking
    llmock.truncate(after_chunks=20)
    with qtbot.waitSignal(asking.failed, timeout=20_000):
        asking.ask(ask, connection)
    with qtbot.waitSignal(asking.finished, timeout=20_000) as heard:
        asking.keep()
    assert heard.args[0].is_partial
    assert heard.args[0].added.attempt == 2


@pytest.mark.parametrize("status", [429, 500])
def test_what_the_server_turns_away_is_sent_again(qtbot, window, connection, ask, llmock, status):
    llmock.fail(status, times=2, retry_after=0.1)
    with qtbot.waitSignal(window.desk.asking.finished, timeout=20_000) as heard:
        window.desk.asking.ask(ask, connection)
    assert heard.args[0].text == TEXT
    assert len(llmock.requests) == 3


def test_the_window_closes_within_two_seconds_while_an_answer_stalls(qtbot, shell, window, connection, ask, llmock):
    asking = window.desk.asking
    llmock.stall(after_chunks=20, seconds=30)
    with qtbot.waitSignal(asking.text_arrived, timeout=20_000):
        asking.ask(ask, connection)
    qtbot.waitUntil(lambda: "word18" in asking.text)
    folder = window.desk.house.folder

    begun = time.monotonic()
    assert shell.close()
    assert time.monotonic() - begun < 2

    workbench = open_workspace(folder)
    link = workbench.chain(ask.parent)[-1]
    text = workbench.sheet_of(link.ref).deliverable.content
    workbench.close()
    assert link.is_partial
    assert text.split() == TEXT.split()[:19]


def test_a_workspace_that_never_sends_sends_nothing(qtbot, window, connection, ask, llmock):
    sending.set_never_sends(window.desk.house.workbench, True)
    with qtbot.waitSignal(window.desk.asking.failed, timeout=20_000) as heard:
        window.desk.asking.ask(ask, connection)
    assert "never" in heard.args[0].what
    assert llmock.requests == []


def test_a_request_waits_in_the_outbox_and_is_sent_on_demand(qtbot, window, connection, ask):
    asking, seen = window.desk.asking, []
    asking.put_by(ask, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    waiting = []
    asking.outbox(waiting.append)
    qtbot.waitUntil(lambda: bool(waiting))
    assert [(each.id, each.ask) for each in waiting[0]] == [(seen[0], ask)]

    with qtbot.waitSignal(asking.finished, timeout=20_000):
        asking.ask(ask, connection, seen[0])
    assert requests.outbox(window.desk.house.workbench) == ()
