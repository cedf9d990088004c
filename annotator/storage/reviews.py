"""A reviewer's review of a deliverable, from its rows: the open one is the highest revision."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from annotator.domain.ids import CriterionId, InterventionId, ReviewId, SessionId, TagId
from annotator.domain.review import (
    Activity,
    ClientAcceptance,
    Intervention,
    Mark,
    MarkKind,
    Review,
    ReviewStatus,
    Severity,
    Tag,
    TimeSession,
    Verdict,
)
from annotator.storage.pieces import evidence_from_json, extra_from_column, span_from_json
from annotator.storage.plain import INTERVENTION, MARK, REVIEW, TAG, TIME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.engine import Row
    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewerId
    from annotator.storage.jobs import Subject


# Built once: building a question costs more than SQLite's answer.
_OPEN = (
    select(REVIEW)
    .where(
        REVIEW.c.deliverable_key == bindparam("deliverable_key"),
        REVIEW.c.reviewer_key == bindparam("reviewer_key"),
        REVIEW.c.occasion == bindparam("occasion"),
    )
    .order_by(REVIEW.c.revision.desc())
    .limit(1)
)
_MARKS = select(MARK).where(MARK.c.review_key == bindparam("review_key")).order_by(MARK.c.position)
_TAGS, _INTERVENTIONS, _SESSIONS = (
    select(table).where(table.c.review_key == bindparam("review_key")).order_by(table.c.position, table.c.key)
    for table in (TAG, INTERVENTION, TIME)
)


@dataclass(frozen=True, slots=True)
class Author:
    """A reviewer whose reviews are read; `key` is `None` before they did anything."""

    key: int | None
    id: ReviewerId


@dataclass(frozen=True, slots=True)
class RowPlace:
    """Where a tag, an intervention or a session stands among the rows."""

    key: int
    position: float


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review with what is needed to change its rows; `key` is `None` while it has none."""

    about: Subject
    author: Author
    review: Review
    key: int | None = None
    marked: frozenset[CriterionId] = frozenset()
    """The criteria that have a row, be it an empty one."""

    tags: Mapping[TagId, RowPlace] = field(default_factory=dict)
    interventions: Mapping[InterventionId, RowPlace] = field(default_factory=dict)
    sessions: Mapping[SessionId, RowPlace] = field(default_factory=dict)


def load(session: Session, about: Subject, author: Author, order: Mapping[str, int]) -> StoredReview:
    """Return the open review; an untouched deliverable has an empty draft.

    Args:
        session: where to read.
        about: the deliverable and occasion.
        author: whose review.
        order: the place of each criterion in the rubric; marks come in this order.
    """
    row = _open_row(session, about, author)
    if row is None:
        return StoredReview(about, author, Review(about.ref, author.id))
    of_review = {"review_key": row.key}
    marks = session.execute(_MARKS, of_review).all()
    tags = session.execute(_TAGS, of_review).all()
    steps = session.execute(_INTERVENTIONS, of_review).all()
    times = session.execute(_SESSIONS, of_review).all()
    return StoredReview(
        about,
        author,
        _review(about, author, row, _Parts(_ordered(marks, order), tags, steps, times)),
        key=row.key,
        marked=frozenset(CriterionId(each.criterion_id) for each in marks),
        tags={TagId(each.id): RowPlace(each.key, each.position) for each in tags},
        interventions={InterventionId(each.id): RowPlace(each.key, each.position) for each in steps},
        sessions={SessionId(each.id): RowPlace(each.key, each.position) for each in times},
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    marks: tuple[Mark, ...]
    tags: Sequence[Row[Any]]
    interventions: Sequence[Row[Any]]
    sessions: Sequence[Row[Any]]


def _open_row(session: Session, about: Subject, author: Author) -> Row[Any] | None:
    if author.key is None:
        return None
    return session.execute(
        _OPEN,
        {
            "deliverable_key": about.deliverable_key,
            "reviewer_key": author.key,
            "occasion": about.ref.occasion,
        },
    ).one_or_none()


def _ordered(rows: Sequence[Row[Any]], order: Mapping[str, int]) -> tuple[Mark, ...]:
    """Return the marks that say something, in the order of the rubric; criteria it no longer has come last."""
    marks = [mark for mark in map(_mark, rows) if not mark.is_empty]
    return tuple(sorted(marks, key=lambda mark: order.get(mark.criterion_id, len(order))))


def _review(about: Subject, author: Author, row: Row[Any], parts: _Parts) -> Review:
    timed: dict[int | None, list[TimeSession]] = {}
    for each in parts.sessions:
        timed.setdefault(each.intervention_key, []).append(_session(each))
    return Review(
        ref=about.ref,
        reviewer=author.id,
        id=ReviewId(row.id),
        revision=row.revision,
        status=ReviewStatus(row.status),
        skip_reason=row.skip_reason or "",
        is_flagged=row.is_flagged,
        flag_reason=row.flag_reason or "",
        verdict=None if row.verdict is None else Verdict(row.verdict),
        client_acceptance=None if row.client_acceptance is None else ClientAcceptance(row.client_acceptance),
        rule=row.rule,
        rule_verdict=None if row.rule_verdict is None else Verdict(row.rule_verdict),
        rubric_version=row.rubric_version,
        brief_version=row.brief_version,
        note=row.note or "",
        marks=parts.marks,
        tags=tuple(map(_tag, parts.tags)),
        interventions=tuple(_intervention(each, tuple(timed.get(each.key, ()))) for each in parts.interventions),
        time=tuple(timed.get(None, ())),
        started_at=row.started_at,
        submitted_at=row.submitted_at,
        guessed_model=row.guessed_model,
    )


def _mark(row: Row[Any]) -> Mark:
    return Mark(
        criterion_id=CriterionId(row.criterion_id),
        kind=None if row.mark is None else MarkKind(row.mark),
        reason=row.reason or None,
        is_criterion_wrong=row.is_criterion_wrong,
        note=row.note or "",
        evidence=evidence_from_json(row.evidence_json),
        extra=extra_from_column(row.extra),
    )


def _tag(row: Row[Any]) -> Tag:
    return Tag(
        id=TagId(row.id),
        code=row.code,
        severity=None if row.severity is None else Severity(row.severity),
        criterion_id=None if row.criterion_id is None else CriterionId(row.criterion_id),
        note=row.note or None,
        span=span_from_json(row.span_json),
        extra=extra_from_column(row.extra),
    )


def _intervention(row: Row[Any], time: tuple[TimeSession, ...]) -> Intervention:
    return Intervention(
        id=InterventionId(row.id),
        kind=row.kind,
        is_primary=row.is_primary,
        content=row.content or "",
        note=row.note or "",
        effort=row.effort_json,
        result=row.result,
        created_at=row.created_at,
        attachments=row.attachments_json,
        time=time,
        extra=extra_from_column(row.extra),
    )


def _session(row: Row[Any]) -> TimeSession:
    return TimeSession(
        id=SessionId(row.id),
        activity=Activity(row.activity),
        started_at=row.started_at,
        seconds=row.seconds,
        corrected_seconds=row.corrected_seconds,
        reason=row.reason or None,
        extra=extra_from_column(row.extra),
    )
