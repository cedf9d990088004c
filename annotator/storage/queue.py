"""The queue of one study for one reviewer: keys in import order, rows to show, counts, and what is left to do.

A queue holds the first occasion of each deliverable.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, exists, func, select

from annotator.storage.plain import CRITERION, DELIVERABLE, JOB, MARK, REVIEW, STUDY
from annotator.storage.standings import NOBODY, TO_DO, UNTOUCHED, Standing, is_open, standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

_AT_ONCE = 400
"""Keys in one question: far below every database's limit of parameters."""


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
    job: str
    category: str | None
    language: str | None
    model: str | None
    attempt: int
    asked: int
    marked: int
    verdict: str | None
    standing: Standing


def keys(session: Session, study_key: int, reviewer_key: int | None, wanted: Wanted) -> array[int]:
    """Return the keys of the wanted deliverables in import order."""
    if wanted.models or wanted.categories or wanted.languages:
        found = _selected(session, study_key, wanted)
    else:
        found = _all(session, study_key)
    if not (wanted.states or wanted.is_flagged):
        return found
    known = standings(session, reviewer_key)
    if not wanted.is_flagged and TO_DO in wanted.states:  # most of a study: look at what is to be left out alone
        left_out = {key for key, standing in known.items() if standing.state not in wanted.states}
        return array("q", (key for key in found if key not in left_out)) if left_out else found
    fitting = {key for key, standing in known.items() if _fits(standing, wanted)}
    return array("q", (key for key in found if key in fitting))


def _all(session: Session, study_key: int) -> array[int]:
    """Return all keys of a study; those of one that came in at once have no gaps and need not be read."""
    question = select(func.count(), func.min(DELIVERABLE.c.key), func.max(DELIVERABLE.c.key))
    count, first, last = session.execute(question.where(DELIVERABLE.c.study_key == study_key)).one()
    if count and count == last - first + 1:
        return array("q", range(first, last + 1))
    return _read(session, _KEYS.where(DELIVERABLE.c.study_key == study_key))


def _selected(session: Session, study_key: int, wanted: Wanted) -> array[int]:
    question = _KEYS.where(DELIVERABLE.c.study_key == study_key)
    if wanted.models:
        question = question.where(DELIVERABLE.c.model.in_(wanted.models))
    if wanted.categories or wanted.languages:
        question = question.where(DELIVERABLE.c.job_key.in_(_jobs(study_key, wanted)))
    return _read(session, question)


def _read(session: Session, question: Select[Any]) -> array[int]:
    return array("q", session.execute(question).scalars())


def _jobs(study_key: int, wanted: Wanted) -> Select[Any]:
    question = select(JOB.c.key).where(JOB.c.study_key == study_key)
    if wanted.categories:
        question = question.where(JOB.c.category.in_(wanted.categories))
    if wanted.languages:
        question = question.where(JOB.c.language.in_(wanted.languages))
    return question


def _fits(standing: Standing, wanted: Wanted) -> bool:
    if wanted.is_flagged and not standing.is_flagged:
        return False
    return not wanted.states or standing.state in wanted.states


def rows(session: Session, reviewer_key: int | None, wanted: Iterable[int]) -> Iterator[QueueRow]:
    """Yield the rows of some deliverables, in the order of their keys' list; unknown keys are left out."""
    asked_for = list(wanted)
    for at in range(0, len(asked_for), _AT_ONCE):
        part = asked_for[at : at + _AT_ONCE]
        known = standings(session, reviewer_key, part)
        values = {"reviewer_key": NOBODY if reviewer_key is None else reviewer_key, "keys": part}
        found = {row["key"]: row for row in session.execute(_ROWS, values).mappings()}
        for key in part:
            if key in found:
                yield QueueRow(standing=known.get(key, UNTOUCHED), **found[key])


def _rows_question() -> Select[Any]:
    is_asked = and_(
        CRITERION.c.job_key == JOB.c.key,
        CRITERION.c.version == JOB.c.rubric_version,
        ~CRITERION.c.is_archived,
    )
    asked = select(func.count()).select_from(CRITERION).where(is_asked).correlate(JOB).scalar_subquery()
    marked = (
        select(func.count())
        .select_from(MARK)
        .join(CRITERION, CRITERION.c.id == MARK.c.criterion_id)
        .where(MARK.c.review_key == REVIEW.c.key, MARK.c.mark.is_not(None), is_asked)
        .correlate(JOB, REVIEW)
        .scalar_subquery()
    )
    return (
        select(
            DELIVERABLE.c.key,
            STUDY.c.id.label("study"),
            DELIVERABLE.c.id.label("deliverable"),
            func.coalesce(JOB.c.title, JOB.c.id).label("title"),
            JOB.c.id.label("job"),
            JOB.c.category,
            JOB.c.language,
            DELIVERABLE.c.model,
            DELIVERABLE.c.attempt,
            asked.label("asked"),
            marked.label("marked"),
            REVIEW.c.verdict,
        )
        .join_from(DELIVERABLE, JOB, JOB.c.key == DELIVERABLE.c.job_key)
        .join(STUDY, STUDY.c.key == DELIVERABLE.c.study_key)
        .outerjoin(REVIEW, is_open())
        .where(DELIVERABLE.c.key.in_(bindparam("keys", expanding=True)))
    )


# Built once: building a question costs more than SQLite's answer.
_ROWS = _rows_question()
_KEYS = select(DELIVERABLE.c.key).order_by(DELIVERABLE.c.key)
_UNFINISHED = (
    select(DELIVERABLE.c.key)
    .where(
        DELIVERABLE.c.study_key == bindparam("study_key"),
        ~exists().where(is_open(), REVIEW.c.status != "draft"),
    )
    .order_by(DELIVERABLE.c.key)
    .limit(1)
)
_UNFINISHED_BEHIND = _UNFINISHED.where(DELIVERABLE.c.key > bindparam("after"))
_UNFINISHED_BEFORE = _UNFINISHED.where(DELIVERABLE.c.key < bindparam("after"))


def total(session: Session, study_key: int) -> int:
    """Return how many deliverables a study has."""
    return session.execute(
        select(func.count()).select_from(DELIVERABLE).where(DELIVERABLE.c.study_key == study_key)
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
        select(DELIVERABLE.c.model, func.count())
        .where(DELIVERABLE.c.study_key == study_key, DELIVERABLE.c.model.is_not(None))
        .group_by(DELIVERABLE.c.model)
        .order_by(DELIVERABLE.c.model)
    )
    return [(model, count) for model, count in session.execute(question) if model]


def categories_and_languages(session: Session, study_key: int) -> list[tuple[str | None, str | None, int]]:
    """Return how many deliverables each pair of category and language has."""
    per_job = (
        select(DELIVERABLE.c.job_key, func.count().label("deliverables"))
        .where(DELIVERABLE.c.study_key == study_key)
        .group_by(DELIVERABLE.c.job_key)
        .subquery()
    )
    question = (
        select(JOB.c.category, JOB.c.language, func.sum(per_job.c.deliverables))
        .join_from(per_job, JOB, JOB.c.key == per_job.c.job_key)
        .group_by(JOB.c.category, JOB.c.language)
        .order_by(JOB.c.category, JOB.c.language)
    )
    return [(category, language, int(count)) for category, language, count in session.execute(question)]


def next_unfinished(session: Session, study_key: int, reviewer_key: int | None, after: int) -> int | None:
    """Return the key of the next deliverable that is neither done nor skipped, round the end; `None` if all are."""
    values = {
        "study_key": study_key,
        "reviewer_key": NOBODY if reviewer_key is None else reviewer_key,
        "after": after,
    }
    for question in (_UNFINISHED_BEHIND, _UNFINISHED_BEFORE):
        found = session.execute(question, values).scalar_one_or_none()
        if found is not None:
            return int(found)
    return None
