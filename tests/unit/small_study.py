"""A small study in a database, written row by row: two jobs, three deliverables, every kind of criterion."""

from __future__ import annotations

from sqlalchemy import insert
from sqlalchemy.orm import Session

from annotator.domain.ids import CriterionId, DeliverableId, ReviewerId, ReviewRef, StudyId
from annotator.storage.database import Database, transaction
from annotator.storage.tables import (
    BriefRow,
    ContentRow,
    CriterionRow,
    DeliverableRow,
    JobRow,
    RubricRow,
    StudyRow,
)
from annotator.workflow.sheets import ReviewerName

STUDY = StudyId("study-1")
ADA = ReviewerName(ReviewerId("ada-id"), "ada")
BOB = ReviewerName(ReviewerId("bob-id"), "bob")
CONTENT = "Dear client,\r\nthe 評価 is done \U0001f600.\x00 Regards"
REF = ReviewRef(STUDY, DeliverableId("job-1/1"))
OTHER = ReviewRef(STUDY, DeliverableId("job-1/2"))
BARE = ReviewRef(STUDY, DeliverableId("job-2/1"))
"""A deliverable of a job without criteria."""

CRITERIA = tuple(CriterionId(f"c{n}") for n in range(1, 5))
IMPORTANCES = ("critical", "important", "optional", "pitfall")


def add_small_study(database: Database) -> None:
    with transaction(database) as session:
        session.execute(insert(StudyRow).values(key=1, id=STUDY, name="Pilot"))
        add_job(session, 1, "Letter to a client", category="Writing", language="en")
        add_job(session, 2, "", category="翻訳", language="ja", criteria=())
        add_deliverable(session, 1, 1, "job-1/1", model="gpt-5", content=CONTENT)
        add_deliverable(session, 2, 1, "job-1/2", model="other", content="# Title\n\nA LONG text, Straße.")
        add_deliverable(session, 3, 2, "job-2/1", model="gpt-5", content="")


def add_job(session: Session, key: int, title: str, *, category: str, language: str, criteria=CRITERIA) -> None:
    session.execute(
        insert(JobRow).values(
            key=key,
            study_key=1,
            id=f"job-{key}",
            title=title or None,
            category=category,
            language=language,
            brief_version=2,
            rubric_version=1,
        )
    )
    for version, brief in ((1, "old words"), (2, f"The brief of {title or 'no one'}")):
        session.execute(insert(BriefRow).values(job_key=key, version=version, brief=brief))
    session.execute(insert(RubricRow).values(job_key=key, version=1))
    for at, criterion in enumerate(criteria):
        add_criterion(session, key, criterion, at, IMPORTANCES[at % 4])


def add_criterion(session: Session, job_key: int, criterion: str, position: int, importance: str | None) -> None:
    session.execute(
        insert(CriterionRow).values(
            job_key=job_key,
            version=1,
            id=criterion,
            position=position,
            text=f"Text of {criterion}",
            importance=importance,
        )
    )


def add_deliverable(session: Session, key: int, job_key: int, id_: str, *, model: str | None, content: str) -> None:
    session.execute(
        insert(DeliverableRow).values(
            key=key, study_key=1, job_key=job_key, id=id_, model=model, attempt=1, arm="first"
        )
    )
    session.execute(insert(ContentRow).values(deliverable_key=key, content=content))
