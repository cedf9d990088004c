"""Jobs and deliverables as values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, select

from annotator.domain.ids import CriterionId, DeliverableId, JobId, ReviewRef, StudyId
from annotator.domain.job import Arm, Attachment, Deliverable, Job, Money
from annotator.domain.rubric import Criterion, Importance, Rubric
from annotator.errors import DomainError
from annotator.storage.plain import BRIEF, CONTENT, CRITERION, DELIVERABLE, JOB, STUDY

if TYPE_CHECKING:
    from sqlalchemy.engine import Row
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Subject:
    """What a review is about, by its name and by its keys."""

    ref: ReviewRef
    study_key: int
    job_key: int
    deliverable_key: int


# Questions are built once: building one costs more than SQLite's answer.
_SUBJECT = select(
    STUDY.c.id, DELIVERABLE.c.id, DELIVERABLE.c.study_key, DELIVERABLE.c.job_key, DELIVERABLE.c.key
).join_from(DELIVERABLE, STUDY, STUDY.c.key == DELIVERABLE.c.study_key)
BY_NAME = and_(STUDY.c.id == bindparam("study"), DELIVERABLE.c.id == bindparam("deliverable"))
_SUBJECT_BY_NAME = _SUBJECT.where(BY_NAME)
_SUBJECT_BY_KEY = _SUBJECT.where(DELIVERABLE.c.key == bindparam("key"))
_VERSIONS = select(JOB.c.brief_version, JOB.c.rubric_version).where(JOB.c.key == bindparam("job_key"))
_CRITERIA = (
    select(
        CRITERION.c.id,
        CRITERION.c.text,
        CRITERION.c.importance,
        CRITERION.c.weight,
        CRITERION.c.example,
        CRITERION.c.theme,
        CRITERION.c.is_archived,
    )
    .where(CRITERION.c.job_key == bindparam("job_key"), CRITERION.c.version == bindparam("version"))
    .order_by(CRITERION.c.position)
)
_JOB = (
    select(
        JOB.c.id,
        JOB.c.title,
        JOB.c.category,
        JOB.c.language,
        JOB.c.budget_amount,
        JOB.c.budget_currency,
        JOB.c.brief_version,
        JOB.c.rubric_version,
        JOB.c.attachments_json,
        BRIEF.c.brief,
    )
    .outerjoin_from(JOB, BRIEF, and_(BRIEF.c.job_key == JOB.c.key, BRIEF.c.version == JOB.c.brief_version))
    .where(JOB.c.key == bindparam("job_key"))
)
_DELIVERABLE = (
    select(
        DELIVERABLE.c.id,
        JOB.c.id.label("job_id"),
        DELIVERABLE.c.model,
        DELIVERABLE.c.attempt,
        DELIVERABLE.c.arm,
        DELIVERABLE.c.parent,
        DELIVERABLE.c.is_partial,
        DELIVERABLE.c.attachments_json,
        CONTENT.c.content,
    )
    .join_from(DELIVERABLE, JOB, JOB.c.key == DELIVERABLE.c.job_key)
    .outerjoin(CONTENT, CONTENT.c.deliverable_key == DELIVERABLE.c.key)
    .where(DELIVERABLE.c.key == bindparam("key"))
)
_CONTENT = select(CONTENT.c.content).where(CONTENT.c.deliverable_key == bindparam("key"))
_KEYS_OF_JOB = (
    select(DELIVERABLE.c.key).where(DELIVERABLE.c.job_key == bindparam("job_key")).order_by(DELIVERABLE.c.key)
)


def subject(session: Session, ref: ReviewRef) -> Subject:
    """Return the keys of what a review is about.

    Raises:
        DomainError: there is no such deliverable.
    """
    found = session.execute(_SUBJECT_BY_NAME, named(ref)).one_or_none()
    if found is None:
        raise unknown(ref)
    return Subject(ref, *found[2:])


def named(ref: ReviewRef) -> dict[str, str]:
    """Return the values that `BY_NAME` asks for."""
    return {"study": ref.study, "deliverable": ref.deliverable}


def unknown(ref: ReviewRef) -> DomainError:
    """Return what to say of a deliverable that is not there."""
    return DomainError(f"there is no deliverable {ref.deliverable!r} in study {ref.study!r}")


def subject_at(session: Session, deliverable_key: int) -> Subject:
    """Return the names of the deliverable with a key.

    Raises:
        DomainError: there is none.
    """
    found = session.execute(_SUBJECT_BY_KEY, {"key": deliverable_key}).one_or_none()
    if found is None:
        raise DomainError(f"there is no deliverable with key {deliverable_key}")
    study, deliverable, *keys = found
    return Subject(ReviewRef(StudyId(study), DeliverableId(deliverable)), *keys)


def job(session: Session, about: Subject) -> Job:
    """Return a job with the brief and the rubric that are current."""
    row = session.execute(_JOB, {"job_key": about.job_key}).one()
    return Job(
        study=about.ref.study,
        id=JobId(row.id),
        title=row.title or "",
        brief=row.brief or "",
        brief_version=row.brief_version,
        category=row.category,
        language=row.language,
        budget=None if row.budget_amount is None else Money(row.budget_amount, row.budget_currency),
        rubric=rubric(session, about.job_key, row.rubric_version),
        attachments=_attachments(row.attachments_json),
    )


def rubric(session: Session, job_key: int, version: int) -> Rubric:
    """Return one version of a job's rubric; a version without criteria is empty."""
    rows = session.execute(_CRITERIA, {"job_key": job_key, "version": version})
    return Rubric(version, tuple(_criterion(row) for row in rows))


def versions(session: Session, job_key: int) -> tuple[int, int]:
    """Return the versions of a job's brief and rubric that are current."""
    brief_version, rubric_version = session.execute(_VERSIONS, {"job_key": job_key}).one()
    return brief_version, rubric_version


def deliverable(session: Session, about: Subject) -> Deliverable:
    """Return a deliverable with its text."""
    row = session.execute(_DELIVERABLE, {"key": about.deliverable_key}).one()
    return Deliverable(
        id=DeliverableId(row.id),
        job_id=JobId(row.job_id),
        model=row.model,
        attempt=row.attempt,
        arm=Arm(row.arm),
        parent=None if row.parent is None else DeliverableId(row.parent),
        content=row.content or "",
        is_partial=row.is_partial,
        attachments=_attachments(row.attachments_json),
    )


def content(session: Session, deliverable_key: int) -> str:
    """Return a deliverable's text."""
    return session.execute(_CONTENT, {"key": deliverable_key}).scalar_one_or_none() or ""


def keys_of_job(session: Session, job_key: int) -> tuple[int, ...]:
    """Return the keys of a job's deliverables in order."""
    return tuple(session.execute(_KEYS_OF_JOB, {"job_key": job_key}).scalars())


def ids_of_study(session: Session, study_key: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return a study's id, and the ids of its jobs and of its deliverables."""
    study = session.execute(select(STUDY.c.id).where(STUDY.c.key == study_key)).scalar_one()
    jobs = session.execute(select(JOB.c.id).where(JOB.c.study_key == study_key)).scalars()
    deliverables = session.execute(select(DELIVERABLE.c.id).where(DELIVERABLE.c.study_key == study_key)).scalars()
    return study, tuple(jobs), tuple(deliverables)


def _criterion(row: Row[*tuple[Any, ...]]) -> Criterion:
    return Criterion(
        id=CriterionId(row.id),
        text=row.text or "",
        importance=None if row.importance is None else Importance(row.importance),
        weight=row.weight,
        example=row.example,
        theme=row.theme,
        is_archived=row.is_archived,
    )


def _attachments(document: str) -> tuple[Attachment, ...]:
    if document == "[]":
        return ()
    return tuple(
        Attachment(str(each.get("name") or ""), each.get("sha256"), each.get("media_type"), each.get("size"))
        for each in json.loads(document)
        if isinstance(each, dict)
    )
