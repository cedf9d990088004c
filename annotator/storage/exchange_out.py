"""Jobs out of the database, as the document's records, many at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from annotator.storage.exchange_reviews import StoredReviews, reviews_of
from annotator.storage.exchange_select import rows_by_owner
from annotator.storage.exchange_tables import BRIEFS, CRITERIA, DELIVERABLES, JOBS, RUBRICS
from annotator.storage.tables import ContentRow, JobRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record

_FIRST: Final = itemgetter(0)


@dataclass(slots=True)
class StoredDeliverable:
    """A deliverable without its reviews, and their rows."""

    key: int
    record: Record
    reviews: StoredReviews


@dataclass(slots=True)
class StoredJob:
    """A job without its deliverables, and they."""

    key: int
    record: Record
    deliverables: dict[str, StoredDeliverable]


def job_keys(session: Session, study_key: int) -> list[int]:
    """Return the keys of a study's jobs in import order."""
    return list(session.execute(select(JobRow.key).where(JobRow.study_key == study_key).order_by(JobRow.key)).scalars())


def stored_jobs(
    session: Session, keys: Sequence[int], *, is_parsed: bool, chosen: frozenset[int] | None = None
) -> list[StoredJob]:
    """Return jobs with all that belongs to them, in import order.

    Args:
        session: where to read.
        keys: the jobs.
        is_parsed: whether JSON columns become values, rather than text that is only written.
        chosen: the keys of the reviews that are wanted; otherwise all are.
    """
    job_of = JOBS.reader(is_parsed=is_parsed)
    rows = session.execute(select(JobRow.key, *JOBS.selected()).where(JobRow.key.in_(keys)).order_by(JobRow.key))
    deliverables = _deliverables(session, keys, is_parsed=is_parsed, chosen=chosen)
    made = [StoredJob(row[0], job_of(row[1:]), deliverables.get(row[0], {})) for row in rows]
    by_key = {job.key: job.record for job in made}
    _add_briefs(session, by_key)
    _add_rubrics(session, by_key, is_parsed=is_parsed)
    return made


def full_record(job: StoredJob) -> Record:
    """Return a job's record with its deliverables and those of their reviews that count."""
    job.record["deliverables"] = [_with_reviews(each) for each in job.deliverables.values()]
    return job.record


def _with_reviews(deliverable: StoredDeliverable) -> Record:
    deliverable.record["reviews"] = [review.record for review in deliverable.reviews.that_count()]
    return deliverable.record


def _add_briefs(session: Session, jobs: dict[int, Record]) -> None:
    found = rows_by_owner(session, BRIEFS, "job_key", list(jobs), "version", is_parsed=True)
    for key, job in jobs.items():
        job["briefs"] = []
        for (version,), brief in found.get(key, ()):
            if version == job["brief_version"]:
                job["brief"] = brief["brief"]
            else:
                job["briefs"].append(brief)


def _add_rubrics(session: Session, jobs: dict[int, Record], *, is_parsed: bool) -> None:
    keys = list(jobs)
    found = rows_by_owner(session, CRITERIA, "job_key", keys, "version", "position", is_parsed=is_parsed)
    criteria: dict[tuple[int, int], list[Record]] = defaultdict(list)
    for key, rows in found.items():
        for (version, _position), criterion in rows:
            criteria[key, version].append(criterion)
    rubrics = rows_by_owner(session, RUBRICS, "job_key", keys, "version", is_parsed=True)
    for key, job in jobs.items():
        job["rubric"] = criteria.get((key, job["rubric_version"]), [])
        job["rubrics"] = []
        for (version,), rubric in rubrics.get(key, ()):
            if version != job["rubric_version"]:
                rubric["criteria"] = criteria.get((key, version), [])
                job["rubrics"].append(rubric)


def _deliverables(
    session: Session, job_keys_: Sequence[int], *, is_parsed: bool, chosen: frozenset[int] | None
) -> dict[int, dict[str, StoredDeliverable]]:
    columns = DELIVERABLES.table.c
    record_of = DELIVERABLES.reader(is_parsed=is_parsed)
    rows = session.execute(
        select(columns.job_key, columns.key, ContentRow.content, *DELIVERABLES.selected())
        .join_from(DELIVERABLES.table, ContentRow, ContentRow.deliverable_key == columns.key, isouter=True)
        .where(columns.job_key.in_(job_keys_))
        .order_by(columns.key)
    ).all()
    reviews = reviews_of(session, [row[1] for row in rows], is_parsed=is_parsed, chosen=chosen)
    made: dict[int, dict[str, StoredDeliverable]] = defaultdict(dict)
    for row in rows:
        record = record_of(row[3:])
        record["content"] = row[2]
        made[row[0]][record["id"]] = StoredDeliverable(row[1], record, reviews.get(row[1], StoredReviews()))
    return made
