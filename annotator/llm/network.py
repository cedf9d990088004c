"""The one thread that talks to servers: an event loop in which every request can be cancelled at once."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class Call:
    """Work that is under way in the network's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._task: asyncio.Task[Any] | None = None
        self._is_cancelled = False

    def cancel(self) -> None:
        """Stop it, from any thread; nothing more leaves."""
        self._loop.call_soon_threadsafe(self._cancel)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Begin it, in the loop's own thread."""
        if self._is_cancelled:
            work.close()
            return
        self._task = self._loop.create_task(work)

    def _cancel(self) -> None:
        self._is_cancelled = True
        if self._task is not None:
            self._task.cancel()


class Network:
    """Runs coroutines in a thread of its own, begun when it is first needed."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def start(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        done: Callable[[T], object],
        failed: Callable[[BaseException], object],
    ) -> Call:
        """Run a coroutine; then call `done` or `failed`, in the network's thread.

        Cancelled work ends in `failed` with asyncio's CancelledError. `work` makes the coroutine in that thread.
        """
        loop = self._running()
        call = Call(loop)

        async def run() -> None:
            try:
                result = await work()
            except asyncio.CancelledError as error:
                failed(error)
            except Exception as error:  # noqa: BLE001 -- the edge of the thread, as in a lane; `failed` sorts it out
                failed(error)
            else:
                done(result)

        loop.call_soon_threadsafe(lambda: call.begin(run()))
        return call

    def close(self, timeout_s: float = 2.0) -> bool:
        """Cancel everything and end the thread; return whether it ended in time."""
        with self._lock:
            is_ending, self._is_closed = self._is_closed, True
            loop, thread = self._loop, self._thread
        if loop is None or thread is None:
            return True
        if thread.is_alive() and not is_ending:
            loop.call_soon_threadsafe(self._cancel_all)
        thread.join(timeout_s)
        return not thread.is_alive()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            assert not self._is_closed, "a closed network is asked nothing"
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a name server that does not answer must not keep the program from ending.
                self._thread = threading.Thread(target=self._run, args=(self._loop,), name="network", daemon=True)
                self._thread.start()
            return self._loop

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
        finally:
            loop.run_until_complete(loop.shutdown_asyncgens())
            # Its threads keep the interpreter from ending; `close` does not wait for them beyond its time.
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()

    def _cancel_all(self) -> None:
        loop = self._loop
        assert loop is not None, "it runs"
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        ending = asyncio.gather(*tasks, return_exceptions=True)
        ending.add_done_callback(lambda _ended: loop.stop())


async def aside(work: Callable[[], T]) -> T:
    """Do what may wait for its owner, as a keychain does, in a thread that never keeps the program from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def deliver(settle: Callable[[], None]) -> None:
        if not future.done():  # else nobody waits any more
            settle()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 -- it is raised again where it is awaited
            outcome = partial(deliver, partial(future.set_exception, error))
        else:
            outcome = partial(deliver, partial(future.set_result, result))
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(outcome)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await future
