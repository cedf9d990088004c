"""Writing what changed of a review: two values are compared, and only what differs reaches the database."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete, insert, update

from annotator.errors import DomainError
from annotator.storage.pieces import evidence_to_json, extra_to_column, span_to_json
from annotator.storage.reviews import INTERVENTION, MARK, REVIEW, TAG, TIME, RowPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import Enum

    from sqlalchemy import Table
    from sqlalchemy.orm import Session

    from annotator.domain.ids import InterventionId, SessionId
    from annotator.domain.review import Intervention, Mark, Review, Tag, TimeSession
    from annotator.storage.reviews import StoredReview

_Id = TypeVar("_Id")
_Owned = dict["SessionId", tuple["TimeSession", "InterventionId | None"]]


def save(session: Session, stored: StoredReview, after: Review, order: Mapping[str, int]) -> None:
    """Write the difference between a stored review and what it is from now on.

    Rows that did not change are not touched, columns that did not change keep their spelling.

    Raises:
        DomainError: the review has no row yet.
    """
    if stored.key is None:
        raise DomainError("a review is created before it is changed")
    changed = _changed(_review_columns(stored.review), _review_columns(after))
    if changed:
        session.execute(update(REVIEW).where(REVIEW.c.key == stored.key).values(changed))
    if after.marks != stored.review.marks:
        _save_marks(session, stored, after.marks, order)
    if after.tags != stored.review.tags:
        _save_tags(session, stored, after.tags)
    if after.interventions != stored.review.interventions or after.time != stored.review.time:
        _save_interventions_and_time(session, stored, after)


def seconds_counted(time: Sequence[TimeSession]) -> str | None:
    """Return the active seconds of some sessions as a JSON number, to the millisecond; `None` without sessions."""
    return json.dumps(round(sum(each.counted_seconds for each in time), 3)) if time else None


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {column: value for column, value in after.items() if before[column] != value}


def _word(value: Enum | None) -> Any:
    return None if value is None else value.value


def _review_columns(review: Review) -> dict[str, Any]:
    return {
        "status": review.status.value,
        "skip_reason": review.skip_reason or None,
        "is_flagged": review.is_flagged,
        "flag_reason": review.flag_reason or None,
        "verdict": _word(review.verdict),
        "client_acceptance": _word(review.client_acceptance),
        "rule": review.rule,
        "rule_verdict": _word(review.rule_verdict),
        "rubric_version": review.rubric_version,
        "brief_version": review.brief_version,
        "note": review.note or None,
        "submitted_at": review.submitted_at,
    }


def _save_marks(session: Session, stored: StoredReview, after: Sequence[Mark], order: Mapping[str, int]) -> None:
    old = {mark.criterion_id: mark for mark in stored.review.marks}
    new = {mark.criterion_id: mark for mark in after}
    for criterion_id in old.keys() - new.keys():
        session.execute(
            delete(MARK).where(MARK.c.review_key == stored.key, MARK.c.criterion_id == criterion_id)
        )  # fmt: skip
    for criterion_id, mark in new.items():
        if old.get(criterion_id) == mark:
            continue
        columns = _mark_columns(mark)
        if criterion_id in stored.marked:
            if criterion_id in old:
                columns = _changed(_mark_columns(old[criterion_id]), columns)
            session.execute(
                update(MARK).where(MARK.c.review_key == stored.key, MARK.c.criterion_id == criterion_id).values(columns)
            )
        else:
            columns |= {"review_key": stored.key, "criterion_id": criterion_id}
            session.execute(insert(MARK).values(position=order.get(criterion_id, len(order)), **columns))


def _mark_columns(mark: Mark) -> dict[str, Any]:
    return {
        "mark": _word(mark.kind),
        "reason": mark.reason,
        "is_criterion_wrong": mark.is_criterion_wrong,
        "note": mark.note or None,
        "evidence_json": evidence_to_json(mark.evidence),
        "extra": extra_to_column(mark.extra),
    }


def _save_tags(session: Session, stored: StoredReview, after: Sequence[Tag]) -> None:
    old = {tag.id: tag for tag in stored.review.tags}
    new = {tag.id: tag for tag in after}
    for tag_id in old.keys() - new.keys():
        session.execute(delete(TAG).where(TAG.c.key == stored.tags[tag_id].key))
    positions = _positions(session, TAG, stored.tags, [tag.id for tag in after])
    for tag_id, tag in new.items():
        columns = _tag_columns(tag)
        if tag_id not in old:
            columns |= {"review_key": stored.key, "id": tag_id, "position": positions[tag_id]}
            session.execute(insert(TAG).values(columns))
        elif old[tag_id] != tag:
            changed = _changed(_tag_columns(old[tag_id]), columns)
            session.execute(update(TAG).where(TAG.c.key == stored.tags[tag_id].key).values(changed))


def _tag_columns(tag: Tag) -> dict[str, Any]:
    return {
        "code": tag.code,
        "severity": _word(tag.severity),
        "criterion_id": tag.criterion_id,
        "note": tag.note or None,
        "span_json": span_to_json(tag.span),
        "extra": extra_to_column(tag.extra),
    }


def _save_interventions_and_time(session: Session, stored: StoredReview, after: Review) -> None:
    old = {each.id: each for each in stored.review.interventions}
    new = {each.id: each for each in after.interventions}
    keys: dict[InterventionId | None, int | None] = {None: None}
    keys |= {id_: place.key for id_, place in stored.interventions.items()}
    positions = _positions(session, INTERVENTION, stored.interventions, list(new))
    for id_, each in new.items():
        columns = _intervention_columns(each)
        if id_ not in old:
            columns |= {"review_key": stored.key, "id": id_, "position": positions[id_]}
            keys[id_] = session.execute(
                insert(INTERVENTION).values(columns).returning(INTERVENTION.c.key)
            ).scalar_one()  # fmt: skip
        elif old[id_] != each:
            changed = _changed(_intervention_columns(old[id_]), columns)
            if changed:
                session.execute(update(INTERVENTION).where(INTERVENTION.c.key == keys[id_]).values(changed))
    _save_time(session, stored, after, keys)
    for id_ in old.keys() - new.keys():  # last: its sessions have gone or moved by now
        session.execute(delete(INTERVENTION).where(INTERVENTION.c.key == keys[id_]))


def _intervention_columns(intervention: Intervention) -> dict[str, Any]:
    return {
        "kind": intervention.kind,
        "is_primary": intervention.is_primary,
        "content": intervention.content,
        "attachments_json": intervention.attachments,
        "note": intervention.note or None,
        "effort_json": intervention.effort,
        "result": intervention.result,
        "created_at": intervention.created_at,
        "extra": extra_to_column(intervention.extra),
    }


def _save_time(
    session: Session, stored: StoredReview, after: Review, keys: Mapping[InterventionId | None, int | None]
) -> None:
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
            changed = _changed(unchanged, columns)
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


def _positions(
    session: Session, table: Table, places: Mapping[_Id, RowPlace], wanted: Sequence[_Id]
) -> dict[_Id, float]:
    """Return the positions of rows in the wanted order: new ones between their neighbours.

    Rows whose neighbours have no room left between them are numbered anew, which is written at once.
    """
    positions = {id_: place.position for id_, place in places.items()}
    for at, id_ in enumerate(wanted):
        if id_ in positions:
            continue
        before = positions[wanted[at - 1]] if at else None
        behind = next((positions[other] for other in wanted[at + 1 :] if other in positions), None)
        positions[id_] = _between(before, behind)
    if [positions[id_] for id_ in wanted] == sorted({positions[id_] for id_ in wanted}):
        return positions
    for at, id_ in enumerate(wanted):
        positions[id_] = float(at)
        if id_ in places:
            session.execute(update(table).where(table.c.key == places[id_].key).values(position=float(at)))
    return positions


def _between(before: float | None, behind: float | None) -> float:
    if before is None:
        return 0.0 if behind is None else behind - 1
    return before + 1 if behind is None else (before + behind) / 2
