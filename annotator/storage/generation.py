"""The jobs that a model is to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from annotator.storage.tables import DeliverableRow, JobRow

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from collections.abc import Set as AbstractSet

    from sqlalchemy.orm import Session


def jobs(
    session: Session,
    study_key: int,
    ids: AbstractSet[str],
    categories: AbstractSet[str],
    languages: AbstractSet[str],
) -> list[tuple[int, str, str | None]]:
    """Return key, id and title of the jobs that filters let through, in order; an empty one lets everything through."""
    rows = session.execute(
        select(JobRow.key, JobRow.id, JobRow.title, JobRow.category, JobRow.language)
        .where(JobRow.study_key == study_key)
        .order_by(JobRow.key)
    )
    return [
        (key, id_, title)
        for key, id_, title, category, language in rows
        if (not ids or id_ in ids)
        and (not categories or category in categories)
        and (not languages or language in languages)
    ]


def titles(session: Session, study_key: int, ids: Iterable[str]) -> dict[str, str | None]:
    """Return the titles of some jobs by their ids."""
    rows = session.execute(select(JobRow.id, JobRow.title).where(JobRow.study_key == study_key, JobRow.id.in_(ids)))
    return {row.id: row.title for row in rows}


def jobs_of(session: Session, study_key: int, deliverable_keys: Container[int]) -> frozenset[str]:
    """Return the ids of the jobs that some deliverables answer."""
    rows = session.execute(
        select(DeliverableRow.key, JobRow.id)
        .join_from(DeliverableRow, JobRow, JobRow.key == DeliverableRow.job_key)
        .where(DeliverableRow.study_key == study_key)
    )
    return frozenset(job for key, job in rows if key in deliverable_keys)
