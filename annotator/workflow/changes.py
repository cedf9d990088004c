"""What a command did: the review as it is now, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.domain.review import Review
    from annotator.workflow.commands import Command
    from annotator.workflow.sheets import QueueEntry


@dataclass(frozen=True, slots=True)
class Change:
    """One applied command.

    `undo` is the command that takes it back; equal to `command` when nothing changed. `entry` is the queue's row
    as it is now. `saved_at` is the time of the commit (ISO 8601, UTC).
    """

    command: Command
    undo: Command
    review: Review
    entry: QueueEntry
    saved_at: str
