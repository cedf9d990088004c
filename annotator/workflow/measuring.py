"""Comparing and measuring edits in a process of its own, so that typing never waits for it.

Long texts keep Python busy for a third of a second, and a thread would keep it from the window meanwhile: the diff and
the distance of two texts do not let go of the interpreter. The process starts when it is first asked, ends when nobody
asks for a while, and is killed when an answer takes too long.
A frozen program must call `multiprocessing.freeze_support()` before anything else.
"""

from __future__ import annotations

import logging
import signal
import threading
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from annotator.workflow.comparing import Carried, Comparison, carry_over, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from annotator.domain.spans import Span
    from annotator.metrics.effort import EditEffort

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_LIMIT_SECONDS: Final = 10.0
_START_LIMIT_SECONDS: Final = 30.0
_IDLE_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class _Answer(Generic[T]):
    """What the process found, or the trace of what went wrong there."""

    value: T | None = None
    trace: str = ""


class MeasuringService:
    """Compares an edited text with its original. Call it from a worker thread: it may take up to the limit.

    Args:
        limit_seconds: how long one answer may take.
    """

    def __init__(self, limit_seconds: float = _LIMIT_SECONDS) -> None:
        self._limit_seconds = limit_seconds
        self._worker: _Worker | None = None
        self._lock = threading.Lock()
        self._is_closed = False

    def compare(self, original: str, text: str) -> Comparison | None:
        """Return what the edit changed; `None` if that takes too long."""
        return self.ask(compare, original, text)

    def effort(self, original: str, text: str, language: str | None) -> EditEffort | None:
        """Return how much work the edit was (M21); `None` if that takes too long."""
        from annotator.metrics.effort import edit_effort  # noqa: PLC0415 -- its library has forty modules

        return self.ask(edit_effort, original, text, language)

    def carry(self, original: str, text: str, spans: Sequence[Span]) -> tuple[Carried, ...] | None:
        """Return where spans of the original stand in the edited text; `None` if that takes too long."""
        return self.ask(carry_over, original, text, tuple(spans))

    def ask(self, work: Callable[..., T], *arguments: object) -> T | None:
        """Let the process do other work of this kind: a function of a module, from values to a value."""
        with self._lock:
            for _attempt in range(2):  # an idle process may end just as it is asked
                try:
                    worker = None if self._is_closed else self._running_worker()
                    return None if worker is None else worker.ask(work, arguments, self._limit_seconds)
                except ConnectionError:
                    _LOG.info("The measuring process ended before it answered")
                    self._dismiss()
        return None

    def _dismiss(self) -> None:
        """Let go of a process that no longer answers: the system may take a moment to call it dead."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()

    def close(self) -> None:
        """Stop the process; a question under way is not answered."""
        self._is_closed = True
        if self._worker is not None:
            self._worker.kill()

    def _running_worker(self) -> _Worker | None:
        if self._worker is None or not self._worker.is_alive():
            self._worker = _Worker()
        return self._worker if self._worker.is_ready() else None


class _Worker:
    """The process at the other end of a pipe."""

    def __init__(self) -> None:
        import multiprocessing  # noqa: PLC0415 -- only once something long is edited

        context = multiprocessing.get_context("spawn")
        self._connection, far_end = context.Pipe()
        self._process: SpawnProcess = context.Process(target=_serve, args=(far_end,), daemon=True, name="measuring")
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
            _LOG.error("An edit could not be measured:\n%s", answer.trace)
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


def _serve(connection: Connection) -> None:
    """Do what comes through the pipe until it closes or nothing comes for a while."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the window decides when to end
    try:
        connection.send(_Answer())
        while connection.poll(_IDLE_SECONDS):
            work, arguments = connection.recv()
            connection.send(_answered(work, arguments))
    except (EOFError, OSError):
        return


def _answered(work: Callable[..., T], arguments: tuple[object, ...]) -> _Answer[T]:
    try:
        return _Answer(work(*arguments))
    except Exception:  # noqa: BLE001 -- the process boundary; the window's side logs it
        return _Answer(trace=traceback.format_exc())
