"""The minutes of a review by activity, measured and corrected, and what a correction means for its sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.domain.review import Activity
from annotator.i18n import _, pgettext
from annotator.workflow.commands import CorrectTime

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.domain.ids import ReviewRef
    from annotator.domain.review import Review, TimeSession

_NOTHING: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of one activity, as measured and as they count."""

    measured: float = 0.0
    counted: float = 0.0
    reason: str = ""

    @property
    def is_corrected(self) -> bool:
        """Whether the reviewer said otherwise than the clock."""
        return self.measured != self.counted


def sessions_of(review: Review | None, running: Iterable[TimeSession] = ()) -> tuple[TimeSession, ...]:
    """Return all sessions of a review and its interventions, those that are running as far as they got."""
    stored = [] if review is None else [*review.time, *(each for one in review.interventions for each in one.time)]
    known = {each.id: each for each in stored}
    for each in running:
        before = known.get(each.id)
        if before is None or (before.corrected_seconds is None and each.seconds > before.seconds):
            known[each.id] = each
    return tuple(known.values())


def spent_on(activity: Activity, sessions: Iterable[TimeSession]) -> Spent:
    """Return what was spent on an activity, with the latest reason for a correction."""
    mine = [each for each in sessions if each.activity is activity]
    reasons = [each.reason for each in mine if each.corrected_seconds is not None and each.reason]
    return Spent(
        sum(each.seconds for each in mine),
        sum(each.counted_seconds for each in mine),
        reasons[-1] if reasons else "",
    )


def corrections(
    about: ReviewRef, activity: Activity, sessions: Iterable[TimeSession], seconds: float, reason: str
) -> tuple[CorrectTime, ...]:
    """Return the commands after which an activity counts `seconds` in all; none if it does already or never was done.

    What is taken away is taken from the latest sessions first; what is added goes to the latest one.
    """
    mine = [each for each in sessions if each.activity is activity]
    difference = seconds - sum(each.counted_seconds for each in mine)
    commands: list[CorrectTime] = []
    for each in reversed(mine):
        if abs(difference) < _NOTHING:
            break
        counted = max(0.0, each.counted_seconds + difference)
        difference -= counted - each.counted_seconds
        if counted != each.counted_seconds:
            commands.append(CorrectTime(about, each.id, round(counted, 3), reason))
    return tuple(commands)


def activity_word(activity: Activity) -> str:
    """Return what an activity is called."""
    words = {
        Activity.REVIEW: pgettext("activity", "Reviewing"),
        Activity.INTERVENTION: pgettext("activity", "Stepping in"),
        Activity.OUTSIDE: pgettext("activity", "Checks outside"),
    }
    return words[activity]


def minutes_text(seconds: float) -> str:
    """Return a length of time as it is shown in passing: whole minutes."""
    return _("{minutes} min").format(minutes=int(seconds // 60))


def exact_minutes(seconds: float) -> str:
    """Return a length of time as it is shown where it can be corrected."""
    return _("{minutes} min").format(minutes=f"{seconds / 60:.1f}")
