"""Jobs and deliverables as values."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, select

from annotator.domain.ids import CriterionId, DeliverableId, JobId, ReviewRef, StudyId
from annotator.domain.job import Arm, Attachment, Deliverable, Job, Money
from annotator.domain.rubric import Criterion, Importance, Rubric
from annotator.errors import DomainError
from annotator.storage.tables import BriefRow, ContentRow, CriterionRow, DeliverableRow, JobRow, StudyRow

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
    StudyRow.id, DeliverableRow.id, DeliverableRow.study_key, DeliverableRow.job_key, DeliverableRow.key
).join_from(DeliverableRow, StudyRow, StudyRow.key == DeliverableRow.study_key)
_SUBJECT_BY_NAME = _SUBJECT.where(StudyRow.id == bindparam("study"), DeliverableRow.id == bindparam("deliverable"))
_SUBJECT_BY_KEY = _SUBJECT.where(DeliverableRow.key == bindparam("key"))
_VERSIONS = select(JobRow.brief_version, JobRow.rubric_version).where(JobRow.key == bindparam("job_key"))
_CRITERIA = (
    select(
        CriterionRow.id,
        CriterionRow.text,
        CriterionRow.importance,
        CriterionRow.weight,
        CriterionRow.example,
        CriterionRow.theme,
        CriterionRow.is_archived,
    )
    .where(CriterionRow.job_key == bindparam("job_key"), CriterionRow.version == bindparam("version"))
    .order_by(CriterionRow.position)
)
_HEADLINE = (
    select(
        func.coalesce(JobRow.title, JobRow.id),
        JobRow.id,
        JobRow.category,
        JobRow.language,
        DeliverableRow.model,
        DeliverableRow.attempt,
    )
    .join_from(DeliverableRow, JobRow, JobRow.key == DeliverableRow.job_key)
    .where(DeliverableRow.key == bindparam("key"))
)


def subject(session: Session, ref: ReviewRef) -> Subject:
    """Return the keys of what a review is about.

    Raises:
        DomainError: there is no such deliverable.
    """
    found = session.execute(
        _SUBJECT_BY_NAME, {"study": ref.study, "deliverable": ref.deliverable}
    ).one_or_none()  # fmt: skip
    if found is None:
        raise DomainError(f"there is no deliverable {ref.deliverable!r} in study {ref.study!r}")
    return Subject(ref, *found[2:])


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


@dataclass(frozen=True, slots=True)
class Headline:
    """What the queue says of a deliverable, whoever reviews it; a job without a title is called by its id."""

    title: str
    job: str
    category: str | None
    language: str | None
    model: str | None
    attempt: int


def headline(session: Session, deliverable_key: int) -> Headline:
    """Return what the queue says of a deliverable."""
    return Headline(*session.execute(_HEADLINE, {"key": deliverable_key}).one())


def job(session: Session, about: Subject) -> Job:
    """Return a job with the brief and the rubric that are current."""
    row = session.execute(
        select(
            JobRow.id,
            JobRow.title,
            JobRow.category,
            JobRow.language,
            JobRow.budget_amount,
            JobRow.budget_currency,
            JobRow.brief_version,
            JobRow.rubric_version,
            JobRow.attachments_json,
            BriefRow.brief,
        )
        .outerjoin_from(
            JobRow, BriefRow, and_(BriefRow.job_key == JobRow.key, BriefRow.version == JobRow.brief_version)
        )
        .where(JobRow.key == about.job_key)
    ).one()
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
    row = session.execute(
        select(
            DeliverableRow.id,
            JobRow.id.label("job_id"),
            DeliverableRow.model,
            DeliverableRow.attempt,
            DeliverableRow.arm,
            DeliverableRow.parent,
            DeliverableRow.is_partial,
            DeliverableRow.attachments_json,
            ContentRow.content,
        )
        .join_from(DeliverableRow, JobRow, JobRow.key == DeliverableRow.job_key)
        .outerjoin(ContentRow, ContentRow.deliverable_key == DeliverableRow.key)
        .where(DeliverableRow.key == about.deliverable_key)
    ).one()
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
    found = session.execute(select(ContentRow.content).where(ContentRow.deliverable_key == deliverable_key))
    return found.scalar_one_or_none() or ""


def keys_of_job(session: Session, job_key: int) -> tuple[int, ...]:
    """Return the keys of a job's deliverables in order."""
    keys = session.execute(
        select(DeliverableRow.key).where(DeliverableRow.job_key == job_key).order_by(DeliverableRow.key)
    )
    return tuple(keys.scalars())


def ids_of_study(session: Session, study_key: int) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return a study's id, and the ids of its jobs and of its deliverables."""
    study = session.execute(select(StudyRow.id).where(StudyRow.key == study_key)).scalar_one()
    jobs = session.execute(select(JobRow.id).where(JobRow.study_key == study_key)).scalars()
    deliverables = session.execute(select(DeliverableRow.id).where(DeliverableRow.study_key == study_key)).scalars()
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
