"""How much an import writes at a time, so that a window stays quick and the disk has something to do."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from annotator.workflow.import_transactions import Transactions

WINDOW_SECONDS: Final = 0.015
"""How long a chunk may take while a window writes to the same database."""

ALONE_SECONDS: Final = 0.05
"""How long a chunk may take on the command line; a window of another process waits at most that long."""

WORTH_ALONE: Final = 0.2
"""Where nobody waits for steps, this share of a chunk is written when the database does nothing: the disk is kept busy
while the next one is read, and what was read a moment ago is still near the processor."""

_WEIGHT_PER_SECOND: Final = 20_000_000
_LEAST_WEIGHT: Final = 10_000
_MOST_WEIGHT: Final = 8_000_000
"""In characters (see `Waiting`). What an import takes in a second is learnt from its chunks, beginning with a guess."""


class Pace:
    """Says when what waits is to be written, and learns from how long it took.

    Args:
        chunk_seconds: how long reading and writing a chunk may take.
        worth: the share of a chunk that is worth a transaction when the database does nothing.
    """

    def __init__(self, chunk_seconds: float, worth: float) -> None:
        self._chunk_seconds = chunk_seconds
        self._worth = worth
        self._weight_at_once = _WEIGHT_PER_SECOND * chunk_seconds
        self._begun = perf_counter()

    def is_time(self, weight: int, transactions: Transactions) -> bool:
        """Return whether enough waits, or as much as is worth it while the database does nothing."""
        most = self._weight_at_once
        return weight >= most or (weight >= most * self._worth and transactions.can_begin)

    def learn(self, weight: int) -> None:
        """Note that what waited is written, if anything did: it had this weight."""
        if weight:
            could = weight * self._chunk_seconds / (perf_counter() - self._begun)
            learnt = min(2.0 * self._weight_at_once, max(0.5 * self._weight_at_once, could))
            self._weight_at_once = min(_MOST_WEIGHT, max(_LEAST_WEIGHT, learnt))
        self._begun = perf_counter()
