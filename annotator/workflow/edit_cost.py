"""What an edit changed and what it cost, measured away from the window."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from annotator.domain.textdiff import ChangeKind, word_diff
from annotator.metrics.effort import edit_effort

if TYPE_CHECKING:
    from annotator.domain.textdiff import Change


@dataclass(frozen=True, slots=True)
class Measured:
    """An edit: both texts, the changes between them, and the effort (M21) as a rate and as JSON text."""

    old: str
    new: str
    changes: tuple[Change, ...]
    rate: float | None
    effort: str

    @property
    def changed(self) -> int:
        """How many stretches were changed; a replacement counts once."""
        kinds = [change.kind for change in self.changes]
        pairs = pairwise(kinds)
        replaced = sum(pair == (ChangeKind.REMOVED, ChangeKind.INSERTED) for pair in pairs)
        return sum(kind is not ChangeKind.EQUAL for kind in kinds) - replaced


def measure(old: str, new: str, language: str | None) -> Measured:
    """Return the word diff and the effort of an edit; takes up to some seconds for long texts rewritten."""
    effort = edit_effort(old, new, language)
    return Measured(old, new, word_diff(old, new), effort.rate, json.dumps(effort.as_document(), ensure_ascii=False))
