"""The queue of one study for one reviewer: keys in import order, rows to show, counts, and what is left to do.

A queue holds the first occasion of each deliverable. States are words: to_do, started, done, skipped, reopened.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from annotator.storage.tables import (
    CriterionRow,
    DeliverableRow,
    InterventionRow,
    JobRow,
    MarkRow,
    ReviewRow,
    StudyRow,
    TagRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

TO_DO, STARTED, DONE, SKIPPED, REOPENED = "to_do", "started", "done", "skipped", "reopened"

_AT_ONCE = 400
"""Keys in one question: far below every database's limit of parameters."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a reviewer is with a deliverable."""

    state: str = TO_DO
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deliverables are asked for; empty means all."""

    states: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_flagged: bool = False


@dataclass(frozen=True, slots=True)
class QueueRow:
    """What a row of the queue shows."""

    key: int
    study: str
    deliverable: str
    title: str
    category: str | None
    language: str | None
    model: str | None
    attempt: int
    asked: int
    marked: int
    verdict: str | None
    standing: Standing


_UNTOUCHED = Standing()


def keys(session: Session, study_key: int, reviewer_key: int | None, wanted: Wanted) -> array[int]:
    """Return the keys of the wanted deliverables in import order."""
    question = select(DeliverableRow.key).where(DeliverableRow.study_key == study_key).order_by(DeliverableRow.key)
    if wanted.models:
        question = question.where(DeliverableRow.model.in_(wanted.models))
    if wanted.categories or wanted.languages:
        question = question.where(DeliverableRow.job_key.in_(_jobs(study_key, wanted)))
    found = array("q", session.execute(question).scalars())
    if not (wanted.states or wanted.is_flagged):
        return found
    known = standings(session, reviewer_key)
    return array("q", (key for key in found if _fits(known.get(key, _UNTOUCHED), wanted)))


def _jobs(study_key: int, wanted: Wanted) -> Select[tuple[int]]:
    question = select(JobRow.key).where(JobRow.study_key == study_key)
    if wanted.categories:
        question = question.where(JobRow.category.in_(wanted.categories))
    if wanted.languages:
        question = question.where(JobRow.language.in_(wanted.languages))
    return question


def _fits(standing: Standing, wanted: Wanted) -> bool:
    if wanted.is_flagged and not standing.is_flagged:
        return False
    return not wanted.states or standing.state in wanted.states


def standings(
    session: Session, reviewer_key: int | None, among: Sequence[int] | None = None
) -> dict[int, Standing]:  # fmt: skip
    """Return how far the reviewer is, by deliverable; what is not in it is untouched."""
    if reviewer_key is None:
        return {}
    question = (
        select(
            ReviewRow.deliverable_key,
            ReviewRow.status,
            ReviewRow.is_flagged,
            case((ReviewRow.status == "draft", _says_something()), else_=True),
        )
        .where(ReviewRow.reviewer_key == reviewer_key, ReviewRow.occasion == 1)
        .order_by(ReviewRow.deliverable_key, ReviewRow.revision)
    )
    if among is not None:
        question = question.where(ReviewRow.deliverable_key.in_(among))
    known: dict[int, Standing] = {}
    submitted: set[int] = set()
    for key, status, is_flagged, says_something in session.execute(question).tuples():
        known[key] = Standing(_state(status, says_something=says_something, is_again=key in submitted), is_flagged)
        if status == "submitted":
            submitted.add(key)
    return known


def _says_something() -> ColumnElement[bool]:
    """Return whether a draft holds anything; active time alone does not make it started."""
    return or_(
        ReviewRow.is_flagged,
        ReviewRow.verdict.is_not(None),
        ReviewRow.client_acceptance.is_not(None),
        ReviewRow.note.is_not(None),
        exists().where(MarkRow.review_key == ReviewRow.key),
        exists().where(TagRow.review_key == ReviewRow.key),
        exists().where(InterventionRow.review_key == ReviewRow.key),
    )


def _state(status: str, *, says_something: bool, is_again: bool) -> str:
    if status == "draft":
        if is_again:
            return REOPENED
        return STARTED if says_something else TO_DO
    return DONE if status == "submitted" else SKIPPED


def rows(session: Session, reviewer_key: int | None, wanted: Iterable[int]) -> Iterator[QueueRow]:
    """Yield the rows of some deliverables, in the order of their keys' list; unknown keys are left out."""
    asked_for = list(wanted)
    for at in range(0, len(asked_for), _AT_ONCE):
        part = asked_for[at : at + _AT_ONCE]
        known = standings(session, reviewer_key, part)
        found = {row.key: row for row in session.execute(_question(reviewer_key, part))}
        for key in part:
            if key in found:
                yield QueueRow(*found[key], known.get(key, _UNTOUCHED))


def _question(reviewer_key: int | None, part: Sequence[int]) -> Select[Any]:
    later = aliased(ReviewRow)
    is_open = and_(
        ReviewRow.deliverable_key == DeliverableRow.key,
        ReviewRow.reviewer_key == (-1 if reviewer_key is None else reviewer_key),
        ReviewRow.occasion == 1,
        ~exists().where(
            later.deliverable_key == ReviewRow.deliverable_key,
            later.reviewer_key == ReviewRow.reviewer_key,
            later.occasion == 1,
            later.revision > ReviewRow.revision,
        ),
    )
    is_asked = and_(
        CriterionRow.job_key == JobRow.key,
        CriterionRow.version == JobRow.rubric_version,
        ~CriterionRow.is_archived,
    )
    asked = select(func.count()).select_from(CriterionRow).where(is_asked).correlate(JobRow).scalar_subquery()
    marked = (
        select(func.count())
        .select_from(MarkRow)
        .join(CriterionRow, CriterionRow.id == MarkRow.criterion_id)
        .where(MarkRow.review_key == ReviewRow.key, MarkRow.mark.is_not(None), is_asked)
        .correlate(JobRow, ReviewRow)
        .scalar_subquery()
    )
    return (
        select(
            DeliverableRow.key,
            StudyRow.id.label("study"),
            DeliverableRow.id,
            func.coalesce(JobRow.title, "").label("title"),
            JobRow.category,
            JobRow.language,
            DeliverableRow.model,
            DeliverableRow.attempt,
            asked.label("asked"),
            marked.label("marked"),
            ReviewRow.verdict,
        )
        .join_from(DeliverableRow, JobRow, JobRow.key == DeliverableRow.job_key)
        .join(StudyRow, StudyRow.key == DeliverableRow.study_key)
        .outerjoin(ReviewRow, is_open)
        .where(DeliverableRow.key.in_(part))
    )


def total(session: Session, study_key: int) -> int:
    """Return how many deliverables a study has."""
    return session.execute(
        select(func.count()).select_from(DeliverableRow).where(DeliverableRow.study_key == study_key)
    ).scalar_one()


def states_counted(session: Session, study_key: int, reviewer_key: int | None) -> dict[str, int]:
    """Return how many deliverables of a study are in each state but to_do."""
    known = standings(session, reviewer_key)
    counted: dict[str, int] = {}
    mine = set(keys(session, study_key, None, Wanted())) if known else set()
    for key, standing in known.items():
        if key in mine:
            counted[standing.state] = counted.get(standing.state, 0) + 1
    return counted


def models(session: Session, study_key: int) -> list[tuple[str, int]]:
    """Return the models of a study with how many deliverables each made, by name."""
    question = (
        select(DeliverableRow.model, func.count())
        .where(DeliverableRow.study_key == study_key, DeliverableRow.model.is_not(None))
        .group_by(DeliverableRow.model)
        .order_by(DeliverableRow.model)
    )
    return [(model, count) for model, count in session.execute(question).tuples() if model]


def categories_and_languages(session: Session, study_key: int) -> list[tuple[str | None, str | None, int]]:
    """Return how many deliverables each pair of category and language has."""
    per_job = (
        select(DeliverableRow.job_key, func.count().label("deliverables"))
        .where(DeliverableRow.study_key == study_key)
        .group_by(DeliverableRow.job_key)
        .subquery()
    )
    question = (
        select(JobRow.category, JobRow.language, func.sum(per_job.c.deliverables))
        .join_from(per_job, JobRow, JobRow.key == per_job.c.job_key)
        .group_by(JobRow.category, JobRow.language)
        .order_by(JobRow.category, JobRow.language)
    )
    return [(category, language, int(count)) for category, language, count in session.execute(question).tuples()]


def next_unfinished(session: Session, study_key: int, reviewer_key: int | None, after: int) -> int | None:
    """Return the key of the next deliverable that is neither done nor skipped, round the end; `None` if all are."""
    later = aliased(ReviewRow)
    is_finished = exists().where(
        ReviewRow.deliverable_key == DeliverableRow.key,
        ReviewRow.reviewer_key == (-1 if reviewer_key is None else reviewer_key),
        ReviewRow.occasion == 1,
        ReviewRow.status != "draft",
        ~exists().where(
            later.deliverable_key == ReviewRow.deliverable_key,
            later.reviewer_key == ReviewRow.reviewer_key,
            later.occasion == 1,
            later.revision > ReviewRow.revision,
        ),
    )
    question = (
        select(DeliverableRow.key)
        .where(DeliverableRow.study_key == study_key, ~is_finished)
        .order_by(DeliverableRow.key)
        .limit(1)
    )
    for part in (DeliverableRow.key > after, DeliverableRow.key < after):
        found = session.execute(question.where(part)).scalar_one_or_none()
        if found is not None:
            return found
    return None
