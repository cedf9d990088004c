"""The packs that studies of this workspace came from, and what of them was sent back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from annotator.storage.packs import PackItem
from annotator.storage.tables import (
    DeliverableRow,
    OpenedItemRow,
    OpenedPackRow,
    ReviewRow,
    SentReviewRow,
    SentRow,
    TimeSessionRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class OpenedPack:
    """A pack as it was opened: whose it is, its options, its instructions, and those that were read."""

    id: str
    number: int
    reviewer_id: str
    reviewer_name: str
    options: dict[str, Any]
    instructions: str
    practice: dict[str, Any]
    opened_at: str
    read_instructions: str | None = None


@dataclass(frozen=True, slots=True)
class SentResult:
    """A result that was written to be sent."""

    revision: int
    sent_at: str
    file_name: str
    sha256: str
    manifest: dict[str, Any]


def opened(session: Session, study_key: int) -> OpenedPack | None:
    """Return the pack that a study came from, `None` for one that did not come in a pack."""
    row = session.get(OpenedPackRow, study_key)
    if row is None:
        return None
    return OpenedPack(
        row.id,
        row.number,
        row.reviewer_id,
        row.reviewer_name,
        json.loads(row.options_json),
        row.instructions,
        json.loads(row.practice_json),
        row.opened_at,
        row.read_instructions,
    )


def options(session: Session, study_key: int) -> dict[str, Any]:
    """Return the options of the pack that a study came from; none for one that did not come in a pack."""
    stored = session.execute(
        select(OpenedPackRow.options_json).where(OpenedPackRow.study_key == study_key)
    ).scalar_one_or_none()
    return dict(json.loads(stored)) if stored is not None else {}


def remember_opened(session: Session, study_key: int, pack: OpenedPack) -> None:
    """Remember the pack that a study came from; which instructions were read stays known."""
    values = {
        "id": pack.id,
        "number": pack.number,
        "reviewer_id": pack.reviewer_id,
        "reviewer_name": pack.reviewer_name,
        "options_json": json.dumps(pack.options, ensure_ascii=False),
        "instructions": pack.instructions,
        "practice_json": json.dumps(pack.practice, ensure_ascii=False),
        "opened_at": pack.opened_at,
    }
    if session.get(OpenedPackRow, study_key) is None:
        session.execute(insert(OpenedPackRow).values(study_key=study_key, **values))
    else:
        session.execute(update(OpenedPackRow).where(OpenedPackRow.study_key == study_key).values(values))


def set_instructions_read(session: Session, study_key: int, text: str) -> None:
    """Remember which instructions the reviewer has seen."""
    session.execute(update(OpenedPackRow).where(OpenedPackRow.study_key == study_key).values(read_instructions=text))


def opened_items(session: Session, study_key: int) -> list[PackItem]:
    """Return the deliverables that came with the pack of a study, in its order."""
    question = (
        select(OpenedItemRow)
        .join(DeliverableRow, DeliverableRow.key == OpenedItemRow.deliverable_key)
        .where(DeliverableRow.study_key == study_key)
        .order_by(OpenedItemRow.position, OpenedItemRow.deliverable_key)
    )
    return [PackItem(row.deliverable_key, row.position, row.is_practice) for row in session.execute(question).scalars()]


def remember_items(session: Session, items: Sequence[PackItem]) -> None:
    """Remember deliverables that came with a pack; those that came before keep their place."""
    known = set(session.execute(select(OpenedItemRow.deliverable_key)).scalars())
    fresh = [item for item in items if item.deliverable_key not in known]
    if fresh:
        session.execute(
            insert(OpenedItemRow),
            [
                {
                    "deliverable_key": item.deliverable_key,
                    "position": item.position,
                    "is_practice": item.is_practice,
                }
                for item in fresh
            ],
        )


def sent_results(session: Session, study_key: int) -> list[SentResult]:
    """Return the results that were written, the latest last."""
    question = select(SentRow).where(SentRow.study_key == study_key).order_by(SentRow.revision)
    return [
        SentResult(row.revision, row.sent_at, row.file_name, row.sha256, json.loads(row.manifest_json))
        for row in session.execute(question).scalars()
    ]


def add_sent(session: Session, study_key: int, sent: SentResult) -> None:
    """Remember a result; one of the same revision takes its place."""
    session.execute(delete(SentRow).where(SentRow.study_key == study_key, SentRow.revision == sent.revision))
    session.execute(
        insert(SentRow).values(
            study_key=study_key,
            revision=sent.revision,
            sent_at=sent.sent_at,
            file_name=sent.file_name,
            sha256=sent.sha256,
            manifest_json=json.dumps(sent.manifest, ensure_ascii=False),
        )
    )


def sent_digests(session: Session, study_key: int) -> dict[int, str]:
    """Return what of each deliverable's review was sent last."""
    question = (
        select(SentReviewRow.deliverable_key, SentReviewRow.digest)
        .join(DeliverableRow, DeliverableRow.key == SentReviewRow.deliverable_key)
        .where(DeliverableRow.study_key == study_key)
    )
    return dict(session.execute(question).all())


def remember_digests(session: Session, digests: Mapping[int, str]) -> None:
    """Remember what of deliverables' reviews was sent."""
    if not digests:
        return
    known = set(session.execute(select(SentReviewRow.deliverable_key)).scalars())
    gone = sorted(known & digests.keys())
    for at in range(0, len(gone), 500):
        session.execute(delete(SentReviewRow).where(SentReviewRow.deliverable_key.in_(gone[at : at + 500])))
    rows = [{"deliverable_key": key, "digest": digest} for key, digest in digests.items()]
    session.execute(insert(SentReviewRow), rows)


def finished(session: Session, study_key: int, reviewer_key: int) -> dict[int, str]:
    """Return, for each deliverable that the reviewer is done with or skipped, a digest that changes with the review.

    Minutes that were corrected count; looking at a finished review does not change it.
    """
    corrected = (
        select(func.sum(TimeSessionRow.corrected_seconds))
        .where(TimeSessionRow.review_key == ReviewRow.key)
        .correlate(ReviewRow)
        .scalar_subquery()
    )
    question = (
        select(
            ReviewRow.deliverable_key,
            ReviewRow.revision,
            ReviewRow.status,
            ReviewRow.submitted_at,
            ReviewRow.skip_reason,
            corrected,
        )
        .join(DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .where(
            DeliverableRow.study_key == study_key,
            ReviewRow.reviewer_key == reviewer_key,
            ReviewRow.occasion == 1,
            ReviewRow.status != "draft",
            ReviewRow.is_superseded.is_(False),
        )
        .order_by(ReviewRow.revision)
    )
    return {key: json.dumps(list(rest)) for key, *rest in session.execute(question)}
