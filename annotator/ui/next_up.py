"""Which deliverable comes next: the first unfinished one after the open one among those that the queue shows."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from annotator.workflow.sheets import QueueState

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator

    from annotator.workflow.workbench import Workbench

UNFINISHED: Final = frozenset({QueueState.TO_DO, QueueState.STARTED, QueueState.REOPENED})
"""The states that Done and next goes on to."""

_FIRST: Final = 16
_CHUNK: Final = 512


def next_unfinished(key: int, shown: array[int], workbench: Workbench) -> int | None:
    """Return the next unfinished deliverable after `key`, from the beginning again at the end; never `key` itself."""
    for keys in _chunks(key, shown):
        for entry in workbench.entries(keys):
            if entry.state in UNFINISHED and entry.key != key:
                return entry.key
    return None


def _chunks(key: int, shown: array[int]) -> Iterator[array[int]]:
    """Yield the keys from behind `key` round to it, few at first: mostly the very next is the one."""
    start = bisect_right(shown, key)
    ring = shown[start:] + shown[:start]
    at, size = 0, _FIRST
    while at < len(ring):
        yield ring[at : at + size]
        at, size = at + size, _CHUNK
