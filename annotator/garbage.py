"""When Python looks for garbage."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Makers:
    """How many blocks are making many values now; the last of them switches Python's looking on again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._was_looking = False
        self.number = 0

    def enter(self) -> None:
        with self._lock:
            if self.number == 0:
                self._was_looking = gc.isenabled()
                gc.disable()
            self.number += 1

    def leave(self) -> None:
        with self._lock:
            self.number -= 1
            if self.number == 0 and self._was_looking:
                gc.enable()


_makers: Final = _Makers()


@contextmanager
def left_lying() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: what makes many small values, none in a circle, would only wait for it.

    Every thread stands still while Python looks. A program that never looks by itself is left as it is, and asks
    `is_left_lying` before it does.
    """
    _makers.enter()
    try:
        yield
    finally:
        _makers.leave()


def is_left_lying() -> bool:
    """Return whether some thread is making many values now."""
    return _makers.number > 0
