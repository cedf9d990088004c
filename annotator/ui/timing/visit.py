"""The sessions of one visit to a deliverable: one for each thing done there, growing while it is done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from annotator.domain.ids import SessionId
from annotator.domain.review import Activity, TimeSession
from annotator.workflow.commands import RecordTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.domain.ids import InterventionId, ReviewRef

LEAST_SECONDS: Final = 2.0
"""Less than this on a deliverable was only passing by."""


@dataclass(slots=True)
class _Growing:
    session: TimeSession
    recorded: float = 0.0


class Visit:
    """What was measured since a deliverable was opened, and how much of it is on its way to the disk."""

    def __init__(self, about: ReviewRef) -> None:
        self.about = about
        self._sessions: dict[tuple[Activity, InterventionId | None], _Growing] = {}

    @property
    def sessions(self) -> tuple[TimeSession, ...]:
        """The sessions as measured so far."""
        return tuple(each.session for each in self._sessions.values())

    def add(self, activity: Activity, intervention: InterventionId | None, seconds: float, moment: str) -> None:
        """Let the session of an activity grow.

        Args:
            activity: what was done.
            intervention: which intervention it was done for, if any.
            seconds: how long.
            moment: when it began; it counts for a new session only.
        """
        fresh = _Growing(TimeSession(SessionId(str(uuid.uuid4())), activity, moment, 0.0))
        growing = self._sessions.setdefault((activity, intervention), fresh)
        growing.session = replace(growing.session, seconds=round(growing.session.seconds + seconds, 3))

    def records(self, at_least: float = 0.0) -> Iterator[RecordTime]:
        """Yield what is to be stored of every session that grew by `at_least` seconds since it was stored last."""
        for (_activity, intervention), growing in self._sessions.items():
            seconds = growing.session.seconds
            grown = seconds - growing.recorded
            if seconds >= LEAST_SECONDS and grown > 0 and grown >= at_least:
                growing.recorded = seconds
                yield RecordTime(self.about, growing.session, intervention)

    def split(self) -> tuple[TimeSession, ...]:
        """Go on with new sessions and return those that are stored: a corrected session no longer grows."""
        stored = {doing: each for doing, each in self._sessions.items() if each.recorded}
        self._sessions = {doing: each for doing, each in self._sessions.items() if not each.recorded}
        return tuple(each.session for each in stored.values())
