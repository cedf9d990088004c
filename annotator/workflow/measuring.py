"""Comparing and measuring edits in a process of its own, so that typing never waits for it.

Long texts keep Python busy for a third of a second: the diff and the distance of two texts do not let go of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from annotator.workflow.apart import ProcessApart
from annotator.workflow.comparing import Carried, Comparison, carry_over, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.domain.spans import Span
    from annotator.metrics.effort import EditEffort

_LIMIT_SECONDS: Final = 10.0


class MeasuringService(ProcessApart):
    """Compares an edited text with its original. Call it from a worker thread: it may take up to the limit.

    Args:
        limit_seconds: how long one answer may take.
    """

    def __init__(self, limit_seconds: float = _LIMIT_SECONDS) -> None:
        super().__init__("measuring", limit_seconds)

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
