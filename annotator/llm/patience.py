"""Asking again where that may help."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.llm.model import PASSING, ModelTrouble, Trouble
from annotator.llm.retry_after import wait_s

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from annotator.domain.message import Message
    from annotator.llm.model import Completion, Model, Reception


async def _nothing() -> None:
    return


def _silent(_seconds: float, _trouble: ModelTrouble) -> None:
    return


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is sent, and after what.

    Args:
        tries: how often in all.
        after: what may be gone when one asks again.
        restarts: an answer that broke off in its middle is asked for anew; otherwise what came is left alone.
        before_sending: awaited each time before anything leaves.
        on_wait: told how long the next try is put off, and why.
        slowness: what the waits are multiplied by; tests are in a hurry.
    """

    tries: int = 8
    after: frozenset[Trouble] = PASSING
    restarts: bool = True
    before_sending: Callable[[], Awaitable[None]] = _nothing
    on_wait: Callable[[float, ModelTrouble], None] = _silent
    slowness: float = 1.0

    def before(self, before_sending: Callable[[], Awaitable[None]]) -> Patience:
        """Return the same patience, with something to be awaited each time before anything leaves."""
        return replace(self, before_sending=before_sending)


IMPATIENT = Patience(tries=4, after=frozenset({Trouble.RATE, Trouble.SERVER}), restarts=False)
"""For somebody who watches: only what the server turned away at the door is sent again."""


async def ask_patiently(
    model: Model, messages: Sequence[Message], reception: Reception, patience: Patience
) -> Completion:
    """Ask until an answer is whole.

    Raises:
        ModelTrouble: it never was, or asking again would not help.
    """
    for time in range(1, patience.tries + 1):
        reception.restart()
        await patience.before_sending()
        try:
            return await model.ask(messages, reception)
        except ModelTrouble as trouble:
            is_worth_it = trouble.kind in patience.after and (patience.restarts or not reception.text)
            if time == patience.tries or not is_worth_it:
                raise
            seconds = wait_s(time, trouble.retry_after_s) * patience.slowness
            patience.on_wait(seconds, trouble)
        await asyncio.sleep(seconds)
    raise AssertionError("a request is sent at least once")
