"""A server with faults, over real HTTP, through the real client."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from dataclasses import replace

import pytest
from llmock.scenarios import Reply

from annotator.domain.message import Message
from annotator.errors import KnownError
from annotator.llm.keys import ApiKey
from annotator.llm.model import ModelTrouble, Reception, Trouble
from annotator.llm.openai_model import OpenAIModel
from annotator.settings.connections import Connection

TEXT = "One two three four five six seven eight nine ten."
KEY = ApiKey("sk-test-SENTINEL")
HELLO = (Message("user", "Please do it."),)
PIECES = len(TEXT.split()) + 3
"""What the server sends for TEXT: a role, the words, the end, the usage."""


@pytest.fixture
def connection(llmock) -> Connection:
    llmock.reply(TEXT, times=None)
    return Connection(
        "Home", llmock.base_url(), "gpt-4o", connect_s=5, first_token_s=20, between_tokens_s=20, max_tokens=500
    )


def asked(connection, key=KEY, messages=HELLO):
    """Ask once; return the answer or the trouble, and what was received."""
    reception = Reception()

    async def ask():
        model = OpenAIModel(connection, key)
        try:
            return await model.ask(messages, reception)
        except ModelTrouble as trouble:
            return trouble
        finally:
            await model.close()

    return asyncio.run(ask()), reception


def test_an_answer_streams_in_with_usage_and_the_servers_name_for_the_model(connection, llmock):
    answer, reception = asked(replace(connection, temperature=0.2, top_p=0.9))

    assert answer.text == reception.text == TEXT
    assert (answer.finish_reason, answer.is_partial, answer.served_model) == ("stop", False, "gpt-4o")
    assert answer.tokens("completion_tokens") > 0
    body = llmock.last_request.body
    assert body["messages"] == [{"role": "user", "content": "Please do it."}]
    assert (body["temperature"], body["top_p"], body["max_tokens"]) == (0.2, 0.9, 500)


PLACES = {"start": 0, "middle": 5, "end": PIECES - 2}
BROKEN = {
    "disconnect": Trouble.DISCONNECTED,
    "truncate": Trouble.TRUNCATED,
    "malformed": Trouble.MALFORMED,
    "stall": Trouble.STALLED,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_stream_is_one_clear_error_and_what_came_is_kept(connection, llmock, fault, place):
    queue = {"disconnect": llmock.disconnect, "truncate": llmock.truncate, "malformed": llmock.corrupt}
    if fault == "stall":
        connection = replace(connection, first_token_s=20 if PLACES[place] else 0.3, between_tokens_s=0.3)
        llmock.stall(after_chunks=PLACES[place], seconds=3)
    else:
        queue[fault](after_chunks=PLACES[place])

    trouble, reception = asked(connection)

    assert isinstance(trouble, KnownError)
    expected = Trouble.FIRST_TIMEOUT if (fault, place) == ("stall", "start") else BROKEN[fault]
    assert trouble.kind is expected
    assert trouble.what.startswith(("The ", "A part", "127.0.0.1")), trouble.what
    words = TEXT.split()[: max(0, PLACES[place] - 1)]
    assert reception.text.split() == words
    assert reception.completion().is_partial

    again, _reception = asked(replace(connection, first_token_s=20, between_tokens_s=20))
    assert again.text == TEXT


@pytest.mark.parametrize("fault", BROKEN)
def test_what_breaks_after_the_last_word_takes_nothing_away(connection, llmock, fault):
    queue = {"disconnect": llmock.disconnect, "truncate": llmock.truncate, "malformed": llmock.corrupt}
    if fault == "stall":
        connection = replace(connection, between_tokens_s=0.3)
        llmock.stall(after_chunks=PIECES - 1, seconds=3)
    else:
        queue[fault](after_chunks=PIECES - 1)

    answer, _reception = asked(connection)

    assert (answer.text, answer.is_partial) == (TEXT, False)


@pytest.mark.parametrize(
    ("status", "code", "message", "kind"),
    [
        (401, None, "Incorrect API key provided: sk-test-SENTINEL", Trouble.KEY),
        (403, None, "No.", Trouble.KEY),
        (402, None, "Pay.", Trouble.MONEY),
        (429, "insufficient_quota", "You exceeded your quota.", Trouble.MONEY),
        (429, None, "Slow down.", Trouble.RATE),
        (404, "model_not_found", "The model `x` does not exist", Trouble.MODEL),
        (404, None, "Not Found", Trouble.ADDRESS),
        (400, "context_length_exceeded", "too long", Trouble.TOO_LONG),
        (413, None, "large", Trouble.TOO_LONG),
        (400, None, "temperature must be below 2, sk-test-SENTINEL", Trouble.REQUEST),
        (500, None, "sk-test-SENTINEL crashed", Trouble.SERVER),
        (503, None, "busy", Trouble.SERVER),
    ],
)
def test_a_refusal_says_what_is_wrong_and_never_the_key(connection, llmock, status, code, message, kind):
    llmock.fail(status, code=code, message=message)

    trouble, reception = asked(connection)

    assert trouble.kind is kind
    assert reception.text == ""
    assert "SENTINEL" not in repr(trouble) + str(trouble)
    assert trouble.__cause__ is None
    assert trouble.__suppress_context__
    assert len(re.findall(r"[.:…]( |$)", str(trouble))) >= 3


def test_a_server_says_how_long_it_wants_to_be_left_alone(connection, llmock):
    llmock.rate_limit(retry_after=2)
    trouble, _reception = asked(connection)
    assert trouble.retry_after_s == 2.0


def test_the_newer_name_of_a_limit_is_tried_when_a_server_asks_for_it(connection, llmock):
    llmock.fail(400, code="unsupported_parameter", message="Use 'max_completion_tokens' instead.")

    answer, _reception = asked(connection)

    assert answer.text == TEXT
    assert "max_tokens" not in llmock.last_request.body
    assert llmock.last_request.body["max_completion_tokens"] == 500


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_nobody_there_and_a_name_that_leads_nowhere(connection):
    refused, _none = asked(replace(connection, base_url=f"http://127.0.0.1:{free_port()}/v1"))
    nameless, _none = asked(replace(connection, base_url="http://no-such-host.invalid/v1"))
    assert (refused.kind, nameless.kind) == (Trouble.REFUSED, Trouble.NAME)


def test_a_missing_file_of_certificates_is_known(connection, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/nonexistent/ca.pem")
    trouble, _reception = asked(replace(connection, base_url="https://models.invalid/v1"))
    assert trouble.kind is Trouble.CERTIFICATES


def test_a_site_that_is_no_models_server_is_known(connection):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        page = b"<html>Welcome</html>"
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(page), page)
        server = threading.Thread(target=_answer_once, args=(listening, answer))
        server.start()
        trouble, _reception = asked(replace(connection, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}/v1"))
        server.join()
    assert trouble.kind is Trouble.NOT_A_SERVER


def _answer_once(listening: socket.socket, answer: bytes) -> None:
    conversation, _address = listening.accept()
    with conversation:
        conversation.recv(65536)
        conversation.sendall(answer)


def test_a_character_that_comes_in_two_halves_is_whole(connection):
    events = [
        r'{"choices":[{"index":0,"delta":{"content":"smile \ud83d"}}]}',
        r'{"choices":[{"index":0,"delta":{"content":"\ude00"},"finish_reason":"stop"}]}',
    ]
    stream = "".join(f"data: {event}\n\n" for event in [*events, "[DONE]"]).encode()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=_answer_once, args=(listening, head + stream))
        server.start()
        answer, _reception = asked(replace(connection, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}/v1"))
        server.join()
    assert answer.text == "smile \U0001f600"


def test_an_answer_without_a_word_is_none(connection, llmock):
    llmock.reset().reply("")
    trouble, _reception = asked(connection)
    assert trouble.kind is Trouble.EMPTY


def test_an_answer_cut_by_its_limit_is_partial(connection, llmock):
    llmock.reset().add(Reply(text="Half a", finish_reason="length"))
    answer, _reception = asked(connection)
    assert (answer.text, answer.is_partial) == ("Half a", True)


def test_a_server_at_home_needs_no_key_and_no_proxy(connection, llmock, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    answer, _reception = asked(connection, key=None)
    assert answer.text == TEXT


def test_the_models_of_a_server_are_listed(connection):
    async def ask():
        model = OpenAIModel(connection, KEY)
        try:
            return await model.models()
        finally:
            await model.close()

    assert "gpt-4o" in asyncio.run(ask())
