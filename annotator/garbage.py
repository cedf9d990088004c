"""When Python looks for garbage."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def left_lying() -> Iterator[None]:
    """Let Python look for no garbage meanwhile: what makes many small values, none in a circle, would only wait for it.

    Every thread stands still while Python looks; a program that never looks by itself is left as it is.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()
