"""Writing what changed of the active time, and the sums that an export states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from annotator.storage.pieces import extra_to_column
from annotator.storage.placing import changed_columns
from annotator.storage.plain import INTERVENTION, REVIEW, TIME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.ids import InterventionId, SessionId
    from annotator.domain.review import Review, TimeSession
    from annotator.storage.reviews import StoredReview

_Owned = dict["SessionId", tuple["TimeSession", "InterventionId | None"]]


def save_time(
    session: Session, stored: StoredReview, after: Review, keys: Mapping[InterventionId | None, int | None]
) -> None:
    """Write the sessions that differ; `keys` are those of the interventions they belong to."""
    old, new = _owned(stored.review), _owned(after)
    if old == new:
        return
    for session_id in old.keys() - new.keys():
        session.execute(delete(TIME).where(TIME.c.key == stored.sessions[session_id].key))
    last = max((place.position for place in stored.sessions.values()), default=-1.0)
    for session_id, (each, owner) in new.items():
        columns = _session_columns(each) | {"intervention_key": keys[owner]}
        before, before_owner = old.get(session_id, (None, None))
        if before is None or before_owner != owner:  # a new one, or one that changes hands, comes last
            last += 1
            columns["position"] = last
        if before is None:
            columns |= {"review_key": stored.key, "id": session_id}
            session.execute(insert(TIME).values(columns))
        elif (before, before_owner) != (each, owner):
            unchanged = _session_columns(before) | {"intervention_key": keys[before_owner], "position": None}
            changed = changed_columns(unchanged, columns)
            session.execute(update(TIME).where(TIME.c.key == stored.sessions[session_id].key).values(changed))
    _save_sums(session, stored, after, keys)


def _save_sums(
    session: Session, stored: StoredReview, after: Review, keys: Mapping[InterventionId | None, int | None]
) -> None:
    """Write the active seconds that changed; a review's exclude those of its interventions."""
    if after.time != stored.review.time:
        session.execute(
            update(REVIEW).where(REVIEW.c.key == stored.key).values(active_seconds_json=seconds_counted(after.time))
        )
    before = {each.id: each.time for each in stored.review.interventions}
    for each in after.interventions:
        if each.time != before.get(each.id, ()):
            session.execute(
                update(INTERVENTION)
                .where(INTERVENTION.c.key == keys[each.id])
                .values(active_seconds_json=seconds_counted(each.time))
            )


def _owned(review: Review) -> _Owned:
    owned: _Owned = {each.id: (each, None) for each in review.time}
    for intervention in review.interventions:
        owned |= {each.id: (each, intervention.id) for each in intervention.time}
    return owned


def _session_columns(time: TimeSession) -> dict[str, Any]:
    return {
        "activity": time.activity.value,
        "started_at": time.started_at,
        "seconds": time.seconds,
        "seconds_json": json.dumps(time.seconds),
        "corrected_seconds": time.corrected_seconds,
        "corrected_seconds_json": None if time.corrected_seconds is None else json.dumps(time.corrected_seconds),
        "reason": time.reason,
        "extra": extra_to_column(time.extra),
    }


def seconds_counted(time: Sequence[TimeSession]) -> str | None:
    """Return the active seconds of some sessions as a JSON number, to the millisecond; `None` without sessions."""
    return json.dumps(round(sum(each.counted_seconds for each in time), 3)) if time else None
