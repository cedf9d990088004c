"""Active time: sessions as measured, and as the reviewer corrected them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.errors import DomainError
from annotator.workflow.commands import Command, CorrectTime, RecordTime
from annotator.workflow.stepping_in import place_of_intervention, with_intervention

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.ids import InterventionId, SessionId
    from annotator.domain.review import Review, TimeSession


def recorded(review: Review, command: RecordTime) -> tuple[Review, Command]:
    """Return the review with a session added or extended; there is no way back, time has passed.

    A known session is extended where it is and keeps its correction. A new one whose intervention is gone belongs to
    the review: no minute is lost.
    """
    after = _replaced(review, command.session.id, lambda before: _extended(before, command.session))
    return (_with_new(review, command) if after is None else after), command


def corrected(review: Review, command: CorrectTime) -> tuple[Review, Command]:
    """Return the review with a session corrected, and the way back.

    Raises:
        DomainError: there is no such session.
    """
    before = next((each for each in all_sessions(review) if each.id == command.session_id), None)
    if before is None:
        raise DomainError(f"there is no session {command.session_id!r} to be corrected")
    now = replace(before, corrected_seconds=command.corrected_seconds, reason=command.reason)
    after = _replaced(review, before.id, lambda _: now)
    undo = CorrectTime(command.about, before.id, before.corrected_seconds, before.reason)
    return (review if after is None else after), undo


def all_sessions(review: Review) -> tuple[TimeSession, ...]:
    """Return the sessions of a review and of its interventions."""
    return review.time + tuple(session for each in review.interventions for session in each.time)


def with_time_of(review: Review, other: Review) -> Review:
    """Return the review with every session of `other` that it lacks or has shorter."""
    after = review
    for owner, sessions in ((None, other.time), *((each.id, each.time) for each in other.interventions)):
        for session in sessions:
            after = _with_at_least(after, session, owner)
    return after


def _with_at_least(review: Review, session: TimeSession, owner: InterventionId | None) -> Review:
    known = next((each for each in all_sessions(review) if each.id == session.id), None)
    if known is not None and known.seconds >= session.seconds:
        return review
    return recorded(review, RecordTime(review.ref, session, owner))[0]


def _with_new(review: Review, command: RecordTime) -> Review:
    place = None if command.intervention_id is None else place_of_intervention(review, command.intervention_id)
    if place is None:
        return replace(review, time=(*review.time, command.session))
    owner = review.interventions[place]
    return with_intervention(review, replace(owner, time=(*owner.time, command.session)))


def _extended(before: TimeSession, now: TimeSession) -> TimeSession:
    if now.corrected_seconds is not None:
        return now
    return replace(now, corrected_seconds=before.corrected_seconds, reason=before.reason)


def _replaced(review: Review, id_: SessionId, change: Callable[[TimeSession], TimeSession]) -> Review | None:
    """Return the review with a session changed wherever it is, `None` if it is nowhere."""
    if id_ not in {session.id for session in all_sessions(review)}:
        return None

    def each_changed(sessions: tuple[TimeSession, ...]) -> tuple[TimeSession, ...]:
        return tuple(change(session) if session.id == id_ else session for session in sessions)

    return replace(
        review,
        time=each_changed(review.time),
        interventions=tuple(replace(each, time=each_changed(each.time)) for each in review.interventions),
    )
