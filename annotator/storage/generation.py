"""The jobs that a model is to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from annotator.storage.tables import JobRow

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sqlalchemy.orm import Session


def jobs(
    session: Session,
    study_key: int,
    ids: AbstractSet[str],
    categories: AbstractSet[str],
    languages: AbstractSet[str],
) -> list[tuple[int, str]]:
    """Return key and id of the jobs that filters let through, in order; an empty filter lets everything through."""
    rows = session.execute(
        select(JobRow.key, JobRow.id, JobRow.category, JobRow.language)
        .where(JobRow.study_key == study_key)
        .order_by(JobRow.key)
    )
    return [
        (key, id_)
        for key, id_, category, language in rows
        if (not ids or id_ in ids)
        and (not categories or category in categories)
        and (not languages or language in languages)
    ]
