"""An answer of a model, as a deliverable is stored: with what it was asked, what it used, cost and took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.job import Money
from annotator.workflow.attempts import Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annotator.domain.message import Message
    from annotator.llm.model import Completion
    from annotator.settings.connections import Connection


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with all that is known of how it came about; `seconds` is how long it took."""

    completion: Completion
    connection: Connection
    messages: Sequence[Message]
    seconds: float

    def delivery(self) -> Delivery:
        """Return it as a deliverable is stored."""
        completion = self.completion
        return Delivery(
            completion.text,
            is_partial=completion.is_partial,
            model=self.connection.model,
            served_model=completion.served_model,
            prompt={"messages": [each.as_json() for each in self.messages], "parameters": self.connection.parameters},
            usage=completion.usage,
            cost=self.cost,
            metadata=self._metadata(),
        )

    @property
    def cost(self) -> Money | None:
        """What it cost, if prices and counts are known."""
        if not self.completion.usage:
            return None
        tokens = (self.completion.tokens("prompt_tokens"), self.completion.tokens("completion_tokens"))
        amount = self.connection.cost_of(*tokens)
        return None if amount is None else Money(amount, self.connection.currency)

    def _metadata(self) -> Mapping[str, object]:
        return {
            "connection": self.connection.name,
            "finish_reason": self.completion.finish_reason,
            "seconds": round(self.seconds, 2),
        }
