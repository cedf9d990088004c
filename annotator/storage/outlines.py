"""What an act needs to know of a job and a deliverable without their texts, in one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from annotator.storage.jobs import BY_NAME, Subject, named, unknown
from annotator.storage.plain import DELIVERABLE, JOB, STUDY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewRef

_OUTLINE = (
    select(
        DELIVERABLE.c.study_key,
        DELIVERABLE.c.job_key,
        DELIVERABLE.c.key,
        JOB.c.brief_version,
        JOB.c.rubric_version,
        func.coalesce(JOB.c.title, JOB.c.id),
        JOB.c.id,
        JOB.c.category,
        JOB.c.language,
        DELIVERABLE.c.model,
        DELIVERABLE.c.attempt,
    )
    .join_from(DELIVERABLE, STUDY, STUDY.c.key == DELIVERABLE.c.study_key)
    .join(JOB, JOB.c.key == DELIVERABLE.c.job_key)
    .where(BY_NAME)
)


@dataclass(frozen=True, slots=True)
class Headline:
    """What the queue says of a deliverable, whoever reviews it; a job without a title is called by its id."""

    title: str
    job: str
    category: str | None
    language: str | None
    model: str | None
    attempt: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What an act needs to know of a job and a deliverable without their texts; the versions are the current ones."""

    brief_version: int
    rubric_version: int
    headline: Headline


def outlined(session: Session, ref: ReviewRef) -> tuple[Subject, Outline]:
    """Return the keys of what a review is about with its outline, in one question.

    Raises:
        DomainError: there is no such deliverable.
    """
    found = session.execute(_OUTLINE, named(ref)).one_or_none()
    if found is None:
        raise unknown(ref)
    brief_version, rubric_version = found[3:5]
    return Subject(ref, *found[:3]), Outline(brief_version, rubric_version, Headline(*found[5:]))
