"""What the database knows already of what comes in: ids, reviewers, tags, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, insert, select, update

from annotator.exactjson import dumps, loads
from annotator.storage.exchange_select import STUDY, rows_with_ids
from annotator.storage.exchange_tables import REVIEWERS, TAG_DEFINITIONS
from annotator.storage.plain import DELIVERABLE, JOB, REVIEW
from annotator.storage.tables import (
    FileRow,
    JobRow,
    JournalRow,
    ReviewerRow,
    StudyReviewerRow,
    StudyRow,
    TagDefinitionRow,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.domain.shapes import Record


_JOBS: Final = select(JOB.c.id, JOB.c.key).where(JOB.c.study_key == STUDY)
_DELIVERABLES: Final = select(DELIVERABLE.c.id, DELIVERABLE.c.job_key).where(DELIVERABLE.c.study_key == STUDY)
_REVIEWS: Final = (
    select(REVIEW.c.id, DELIVERABLE.c.id)
    .join_from(REVIEW, DELIVERABLE, DELIVERABLE.c.key == REVIEW.c.deliverable_key)
    .where(DELIVERABLE.c.study_key == STUDY)
)


def known_jobs(session: Session, study_key: int, ids: Sequence[str]) -> dict[str, int]:
    """Return the keys of those of the jobs that are there."""
    return dict(rows_with_ids(session, _JOBS, JOB.c.id, study_key, ids))


def known_deliverables(session: Session, study_key: int, ids: Sequence[str]) -> dict[str, int]:
    """Return, of those of the deliverables that are there, the key of their job."""
    return dict(rows_with_ids(session, _DELIVERABLES, DELIVERABLE.c.id, study_key, ids))


def owners_of_reviews(session: Session, study_key: int, ids: Sequence[str]) -> dict[str, set[str]]:
    """Return, of those of the reviews that are there, the ids of their deliverables."""
    found: dict[str, set[str]] = {}
    for review, deliverable in rows_with_ids(session, _REVIEWS, REVIEW.c.id, study_key, ids):
        found.setdefault(review, set()).add(deliverable)
    return found


def has_jobs(session: Session, study_key: int) -> bool:
    """Return whether a study has any job."""
    return session.execute(select(JobRow.key).where(JobRow.study_key == study_key).limit(1)).first() is not None


# Studies


def study_key(session: Session, id_: str) -> int | None:
    """Return the key of a study, nothing if it is not there."""
    return session.execute(select(StudyRow.key).where(StudyRow.id == id_)).scalar_one_or_none()


def study_id(session: Session, key: int) -> str:
    """Return the id of a study."""
    return session.execute(select(StudyRow.id).where(StudyRow.key == key)).scalar_one()


def add_study(session: Session, study: Record) -> int:
    """Add a study and return its key."""
    unknown = {key: value for key, value in study.items() if key not in {"id", "name"}}
    return int(
        session.execute(
            insert(StudyRow)
            .values(id=study["id"], name=study["name"], extra=dumps(unknown).decode(), header_json="{}")
            .returning(StudyRow.key)
        ).scalar_one()
    )


def study_record(session: Session, key: int) -> tuple[Record, dict[str, Any]]:
    """Return a study as the document names it, and the unknown keys of its document."""
    row = session.execute(
        select(StudyRow.id, StudyRow.name, StudyRow.extra, StudyRow.header_json).where(StudyRow.key == key)
    ).one()
    return {"id": row.id, "name": row.name, **loads(row.extra)}, loads(row.header_json)


def change_study(session: Session, key: int, study: Record, header: Mapping[str, object]) -> None:
    """Replace what a study's document says of itself."""
    unknown = {name: value for name, value in study.items() if name not in {"id", "name"}}
    session.execute(
        update(StudyRow)
        .where(StudyRow.key == key)
        .values(name=study["name"], extra=dumps(unknown).decode(), header_json=dumps(header).decode())
    )


# Reviewers


def known_reviewers(session: Session, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
    """Return the keys and names of those of the reviewers that are there."""
    rows = session.execute(
        select(ReviewerRow.id, ReviewerRow.key, ReviewerRow.name).where(ReviewerRow.id.in_(list(ids)))
    )
    return {id_: (key, name) for id_, key, name in rows}


def add_reviewers(session: Session, study: int, reviewers: Sequence[Record]) -> dict[str, tuple[int, str]]:
    """Make reviewers known and list them in a study's document; return the keys and names of all of them.

    Who is known keeps their name.
    """
    if not reviewers:
        return {}
    known = known_reviewers(session, [each["id"] for each in reviewers])
    for reviewer in reviewers:
        if reviewer["id"] not in known:
            values = REVIEWERS.named_row((None,), reviewer)
            del values["key"]
            key = session.execute(insert(ReviewerRow).values(values).returning(ReviewerRow.key)).scalar_one()
            known[reviewer["id"]] = int(key), reviewer["name"]
    listed = set(
        session.execute(select(StudyReviewerRow.reviewer_key).where(StudyReviewerRow.study_key == study)).scalars()
    )
    for reviewer in reviewers:
        key = known[reviewer["id"]][0]
        if key not in listed:
            listed.add(key)
            session.execute(
                insert(StudyReviewerRow).values(study_key=study, reviewer_key=key, position=len(listed) - 1)
            )
    return known


def listed_reviewers(session: Session, study: int) -> list[Record]:
    """Return the reviewers of a study's document, in their order."""
    rows = session.execute(
        select(*REVIEWERS.selected())
        .join_from(StudyReviewerRow, ReviewerRow, ReviewerRow.key == StudyReviewerRow.reviewer_key)
        .where(StudyReviewerRow.study_key == study)
        .order_by(StudyReviewerRow.position, StudyReviewerRow.reviewer_key)
    )
    return [REVIEWERS.reader(is_parsed=True)(row) for row in rows]


def reviewers_named(session: Session, name: str) -> list[int]:
    """Return the keys of the reviewers with a name, or with an id."""
    rows = session.execute(select(ReviewerRow.key).where((ReviewerRow.name == name) | (ReviewerRow.id == name)))
    return list(rows.scalars())


# Tags and files


def tag_definitions(session: Session, study: int) -> list[Record]:
    """Return the tags that a study's document defines, in order."""
    rows = session.execute(
        select(*TAG_DEFINITIONS.selected())
        .where(TagDefinitionRow.study_key == study)
        .order_by(TagDefinitionRow.position)
    )
    return [TAG_DEFINITIONS.reader(is_parsed=True)(row) for row in rows]


def add_tag_definitions(session: Session, study: int, tags: Sequence[Record]) -> None:
    """Let a study's document define more tags, behind those it has."""
    if not tags:
        return
    last = session.execute(
        select(func.max(TagDefinitionRow.position)).where(TagDefinitionRow.study_key == study)
    ).scalar_one_or_none()
    first = 0 if last is None else last + 1
    for position, tag in enumerate(tags, start=first):
        session.execute(insert(TagDefinitionRow).values(TAG_DEFINITIONS.named_row((study, position), tag)))


def add_files(session: Session, sizes: Mapping[str, int]) -> None:
    """Register files whose bytes lie in the workspace, by their hash."""
    if not sizes:
        return
    known = set(session.execute(select(FileRow.sha256).where(FileRow.sha256.in_(list(sizes)))).scalars())
    fresh = [{"sha256": sha256, "size": size} for sha256, size in sizes.items() if sha256 not in known]
    if fresh:
        session.execute(insert(FileRow), fresh)


def add_journal(session: Session, entries: Sequence[Mapping[str, object]], at: str) -> None:
    """Note what an import replaced; such an entry is history only and is not undone."""
    for entry in entries:
        session.execute(
            insert(JournalRow).values(
                id=entry["id"],
                kind="import",
                command_json=dumps(entry["now"]).decode(),
                undo_json=dumps(entry["before"]).decode(),
                started_at=at,
                at=at,
                is_undoable=False,
            )
        )
