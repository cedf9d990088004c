"""Work in a process of its own: it never keeps the window waiting, and always ends.

A thread that computes keeps Python from the window, and cannot be killed. A process can: it starts when it is first
asked, ends when nobody asks for a while, and is killed when an answer takes too long.
A frozen program must call `multiprocessing.freeze_support()` before anything else.
"""

from __future__ import annotations

import logging
import signal
import threading
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_START_LIMIT_SECONDS: Final = 30.0
_IDLE_SECONDS: Final = 120.0


def _nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True, slots=True)
class _Answer(Generic[T]):
    """What the process found, or the trace of what went wrong there."""

    value: T | None = None
    trace: str = ""


class ProcessApart:
    """Does one piece of work after the other in a process. Ask it from a worker thread: it may take up to the limit.

    Args:
        name: what the process does, in lists of processes and in the log.
        limit_seconds: how long one answer may take.
        idle_seconds: how long the process waits for the next question before it ends.
        prepare: a function of a module; the process calls it before the clock of the first question runs.
    """

    def __init__(
        self,
        name: str,
        limit_seconds: float,
        *,
        idle_seconds: float = _IDLE_SECONDS,
        prepare: Callable[[], None] = _nothing,
    ) -> None:
        self._name = name
        self._limit_seconds = limit_seconds
        self._served = name, idle_seconds, prepare
        self._worker: _Worker | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def ask(self, work: Callable[..., T], *arguments: object) -> T | None:
        """Let the process do some work: a function of a module, from values to a value.

        Nothing comes back if that takes too long, if it fails, which is logged, or if the process was closed.
        """
        with self._lock:
            for _attempt in range(2):  # an idle process may end just as it is asked
                try:
                    worker = None if self._is_closed else self._running_worker()
                    return None if worker is None else worker.ask(work, arguments, self._limit_seconds)
                except ConnectionError:
                    _LOG.info("The process for %s ended before it answered", self._name)
                    self._dismiss()
        return None

    def close(self) -> None:
        """Stop the process; a question under way is not answered."""
        self._is_closed = True
        worker = self._worker
        if worker is not None:
            worker.kill()

    def _running_worker(self) -> _Worker | None:
        if self._worker is None or not self._worker.is_alive():
            self._worker = _Worker(*self._served)
        if self._is_closed:  # meanwhile, by somebody who could not see this process yet
            self._worker.kill()
            return None
        return self._worker if self._worker.is_ready() else None

    def _dismiss(self) -> None:
        """Let go of a process that no longer answers: the system may take a moment to call it dead."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()


class _Worker:
    """The process at the other end of a pipe."""

    def __init__(self, name: str, idle_seconds: float, prepare: Callable[[], None]) -> None:
        import multiprocessing  # noqa: PLC0415 -- most starts need no process

        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_serve, args=(far_end, idle_seconds, prepare), daemon=True, name=name
        )
        self._process.start()
        far_end.close()
        self._has_greeted = False

    def is_alive(self) -> bool:
        """Return whether the process runs; it ends by itself when nobody asks for long."""
        return self._process.is_alive()

    def is_ready(self) -> bool:
        """Wait until a new process is up; `False` if that takes too long."""
        if not self._has_greeted:
            self._has_greeted = self._received(_START_LIMIT_SECONDS) is not None
        return self._has_greeted

    def ask(self, work: Callable[..., T], arguments: tuple[object, ...], limit_seconds: float) -> T | None:
        """Let the process do the work; `None` after the limit or when the work fails.

        Raises:
            ConnectionError: the process ended before it answered.
        """
        self._connection.send((work, arguments))
        answer: _Answer[T] | None = self._received(limit_seconds)
        if answer is not None and answer.trace:
            _LOG.error("What the process for %s was asked went wrong:\n%s", self._process.name, answer.trace)
        return None if answer is None else answer.value

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()

    def _received(self, limit_seconds: float) -> _Answer[Any] | None:
        try:
            if self._connection.poll(limit_seconds):
                answer: _Answer[Any] = self._connection.recv()
                return answer
        except EOFError as error:
            self.kill()
            raise ConnectionResetError from error
        self.kill()
        return None


def _serve(connection: Connection, idle_seconds: float, prepare: Callable[[], None]) -> None:
    """Do what comes through the pipe until it closes or nothing comes for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when to end
    prepare()
    try:
        connection.send(_Answer())
        while connection.poll(idle_seconds):
            work, arguments = connection.recv()
            connection.send(_answered(work, arguments))
    except (EOFError, OSError):
        return


def _answered(work: Callable[..., T], arguments: tuple[object, ...]) -> _Answer[T]:
    try:
        return _Answer(work(*arguments))
    except Exception:  # noqa: BLE001 -- the process boundary; the window's side logs it
        return _Answer(trace=traceback.format_exc())
