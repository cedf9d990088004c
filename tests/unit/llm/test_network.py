"""The network's thread, and how it ends."""

from __future__ import annotations

import asyncio
import threading

import pytest

from annotator.llm.network import Network


@pytest.mark.parametrize("is_aside", [False, True], ids=["in the loop", "in a thread of the loop's"])
def test_closing_does_not_wait_for_what_does_not_end_and_says_so(is_aside):
    network, begun, go_on = Network(), threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        go_on.wait()

    async def work() -> None:
        if is_aside:
            await asyncio.get_running_loop().run_in_executor(None, hold)
        else:
            hold()

    network.start(work, lambda _done: None, lambda _error: None)
    begun.wait()
    assert not network.close(0.02), "it came back, though the work goes on"
    go_on.set()
    assert network.close(20)


def test_closing_cancels_what_waits():
    network, begun = Network(), threading.Event()
    ended: list[BaseException] = []

    async def wait_for_ever() -> None:
        begun.set()
        await asyncio.Event().wait()

    network.start(wait_for_ever, lambda _done: None, ended.append)
    begun.wait()
    assert network.close(20)
    assert [type(error) for error in ended] == [asyncio.CancelledError]
