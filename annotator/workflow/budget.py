"""Keeping a cost limit: before a request leaves, the most it may cost is set aside, and given back once it is known.

Where the connection limits the length of an answer, that most is certain: about the prompt's tokens, rather too many
than too few, and the longest answer. Elsewhere nobody knows: the first request goes alone and counts as an answer of
usual length, each further one as the dearest so far.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from annotator.workflow import generation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.message import Message
    from annotator.settings.connections import Connection

_ROUNDING: Final = 1e-9


class Budget:
    """What one model's requests may cost, in the connection's currency; without a limit everything fits."""

    def __init__(self, connection: Connection, limit: float | None) -> None:
        self._connection = connection
        self._limit = limit
        self._set_aside: list[float] = []
        self._dearest = 0.0
        self._settled = asyncio.Condition()
        self.charged = 0.0
        """What is spent: what is known to be, and what was set aside for answers whose cost nobody knows."""

    async def set_aside(self, messages: Sequence[Message]) -> float | None:
        """Wait until a request fits, and set its cost aside; `None` if it does not though nothing else is out."""
        if self._limit is None:
            return 0.0
        async with self._settled:
            await self._settled.wait_for(lambda: not self._set_aside or (self._is_known and self._fits(messages)))
            if not self._fits(messages):
                return None
            most = self._most(messages)
            self._set_aside.append(most)
            return most

    async def settle(self, most: float, cost: float | None) -> None:
        """Give back what was set aside and charge what it cost, all of it if that is not known."""
        async with self._settled:
            if self._limit is not None:
                self._set_aside.remove(most)
            self.charged += most if cost is None else cost
            self._dearest = max(self._dearest, cost or 0.0)
            self._settled.notify_all()

    @property
    def _is_known(self) -> bool:
        """Whether it is known what an answer may cost."""
        return self._connection.max_tokens is not None or self._dearest > 0

    def _most(self, messages: Sequence[Message]) -> float:
        tokens = generation.guessed_tokens(messages)
        if self._connection.max_tokens is None and self._dearest > 0:
            return max(self._dearest, self._connection.cost_of(tokens, 0) or 0.0)
        return generation.guess_of(self._connection, tokens) or 0.0

    def _fits(self, messages: Sequence[Message]) -> bool:
        assert self._limit is not None, "without a limit everything fits"
        return self.charged + sum(self._set_aside) + self._most(messages) <= self._limit + _ROUNDING
