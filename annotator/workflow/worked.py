"""The timesheet: active time by day and study."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from annotator.domain.ids import StudyId
from annotator.storage import timesheet
from annotator.workflow.sheets import TimesheetLine

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def lines(session: Session, reviewer_key: int | None, first: date, last: date) -> tuple[TimesheetLine, ...]:
    """Return the active time of each day and study, from `first` to `last`, both included, in the local time zone.

    A session counts on the day it began; one without a readable beginning is left out.
    """
    sums: dict[tuple[date, str], TimesheetLine] = {}
    for worked in timesheet.sessions(session, reviewer_key):
        day = _day(worked.started_at)
        if day is None or not first <= day <= last:
            continue
        before = sums.get((day, worked.study))
        sums[day, worked.study] = TimesheetLine(
            day,
            StudyId(worked.study),
            worked.study_name,
            (before.measured_seconds if before else 0.0) + worked.measured_seconds,
            (before.corrected_seconds if before else 0.0) + worked.counted_seconds,
        )
    return tuple(sums[place] for place in sorted(sums))


def _day(started_at: str | None) -> date | None:
    """Return the local day of a moment; one without time zone is taken as UTC, as the document's are."""
    try:
        moment = datetime.fromisoformat(started_at or "")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone().date()
