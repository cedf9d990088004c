"""Writing what changed of a review: two values are compared, and only what differs reaches the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, update

from annotator.errors import DomainError
from annotator.storage.pieces import evidence_to_json, extra_to_column, span_to_json
from annotator.storage.placing import changed_columns, positions_of
from annotator.storage.plain import INTERVENTION, MARK, REVIEW, TAG
from annotator.storage.time_changes import save_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import Enum

    from sqlalchemy.orm import Session

    from annotator.domain.ids import InterventionId
    from annotator.domain.review import Intervention, Mark, Review, Tag
    from annotator.storage.reviews import StoredReview


def save(session: Session, stored: StoredReview, after: Review, order: Mapping[str, int]) -> None:
    """Write the difference between a stored review and what it is from now on.

    Rows that did not change are not touched, columns that did not change keep their spelling.

    Raises:
        DomainError: the review has no row yet.
    """
    if stored.key is None:
        raise DomainError("a review is created before it is changed")
    changed = changed_columns(_review_columns(stored.review), _review_columns(after))
    if changed:
        session.execute(update(REVIEW).where(REVIEW.c.key == stored.key).values(changed))
    if after.marks != stored.review.marks:
        _save_marks(session, stored, after.marks, order)
    if after.tags != stored.review.tags:
        _save_tags(session, stored, after.tags)
    if after.interventions != stored.review.interventions or after.time != stored.review.time:
        _save_interventions_and_time(session, stored, after)


def _word(value: Enum | None) -> str | None:
    return None if value is None else str(value.value)


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
        "guessed_model": review.guessed_model,
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
                columns = changed_columns(_mark_columns(old[criterion_id]), columns)
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
    positions = positions_of(session, TAG, stored.tags, [tag.id for tag in after])
    for tag_id, tag in new.items():
        columns = _tag_columns(tag)
        if tag_id not in old:
            columns |= {"review_key": stored.key, "id": tag_id, "position": positions[tag_id]}
            session.execute(insert(TAG).values(columns))
        elif old[tag_id] != tag:
            changed = changed_columns(_tag_columns(old[tag_id]), columns)
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
    positions = positions_of(session, INTERVENTION, stored.interventions, list(new))
    for id_, each in new.items():
        columns = _intervention_columns(each)
        if id_ not in old:
            columns |= {"review_key": stored.key, "id": id_, "position": positions[id_]}
            keys[id_] = session.execute(
                insert(INTERVENTION).values(columns).returning(INTERVENTION.c.key)
            ).scalar_one()  # fmt: skip
        elif old[id_] != each:
            changed = changed_columns(_intervention_columns(old[id_]), columns)
            if changed:
                session.execute(update(INTERVENTION).where(INTERVENTION.c.key == keys[id_]).values(changed))
    save_time(session, stored, after, keys)
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
