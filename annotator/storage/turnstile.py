"""Writers of one process go in one at a time, in the order they came."""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG_TURN_S = 0.010
PAUSE_S = 0.003
"""Other processes ask for the write lock every millisecond."""


class Turnstile:
    """A lock that is handed to whoever waits longest.

    A plain lock, and a pool of connections likewise, may be taken again by the thread that has just given it back,
    so an import that writes piece after piece would keep a key press waiting until it ends. Other processes, which
    cannot stand in this line, get a moment after each long turn: whoever had it comes again only after that.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False
        self._resting: int | None = None
        self._rested_at = 0.0

    @contextmanager
    def turn(self, timeout_s: float) -> Iterator[None]:
        """Wait for one's turn and have it until the block ends.

        Raises:
            TimeoutError: it did not come in time.
        """
        thread = threading.get_ident()
        if thread == self._resting:
            time.sleep(max(0.0, self._rested_at - time.monotonic()))
        self._take(timeout_s)
        began = time.monotonic()
        try:
            yield
        finally:
            ended = time.monotonic()
            if ended - began > LONG_TURN_S:
                self._resting, self._rested_at = thread, ended + PAUSE_S
            self._hand_on()

    def is_free(self) -> bool:
        """Return whether this thread would have its turn at once: a hint, since another may come before it asks."""
        if threading.get_ident() == self._resting and time.monotonic() < self._rested_at:
            return False
        return not self._is_taken

    def _take(self, timeout_s: float) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(timeout_s):
            return
        with self._guard:
            if called.is_set():  # it came at the last moment
                return
            self._waiting.remove(called)
        raise TimeoutError

    def _hand_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
