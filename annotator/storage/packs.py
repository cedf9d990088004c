"""Packs that the coordinator sent out, and the results that came back, by study and reviewer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from annotator.storage.tables import DeliverableRow, PackItemRow, PackRow, ReturnRow, ReviewerRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PackItem:
    """A deliverable's place in a pack."""

    deliverable_key: int
    position: int
    is_practice: bool = False


@dataclass(frozen=True, slots=True)
class StoredPack:
    """One edition of a reviewer's pack."""

    key: int
    id: str
    reviewer_key: int
    reviewer_id: str
    reviewer_name: str
    number: int
    created_at: str
    options: dict[str, Any]
    instructions: str


@dataclass(frozen=True, slots=True)
class StoredReturn:
    """A result that was merged."""

    reviewer_key: int
    number: int
    revision: int
    sha256: str
    merged_at: str
    manifest: dict[str, Any]
    conflicts: int


def latest_packs(session: Session, study_key: int) -> list[StoredPack]:
    """Return the last edition of each reviewer's pack, in the order in which reviewers got their first."""
    question = (
        select(PackRow, ReviewerRow.id, ReviewerRow.name)
        .join_from(PackRow, ReviewerRow, ReviewerRow.key == PackRow.reviewer_key)
        .where(PackRow.study_key == study_key)
        .order_by(PackRow.key)
    )
    found: dict[int, StoredPack] = {}
    for pack, reviewer_id, name in session.execute(question):
        found[pack.reviewer_key] = _pack(pack, reviewer_id, name)
    return list(found.values())


def latest_pack(session: Session, study_key: int, reviewer_key: int) -> StoredPack | None:
    """Return the last edition of a reviewer's pack."""
    packs = latest_packs(session, study_key)
    return next((pack for pack in packs if pack.reviewer_key == reviewer_key), None)


def _pack(pack: PackRow, reviewer_id: str, name: str) -> StoredPack:
    return StoredPack(
        pack.key,
        pack.id,
        pack.reviewer_key,
        reviewer_id,
        name,
        pack.number,
        pack.created_at,
        json.loads(pack.options_json),
        pack.instructions,
    )


def add_pack(session: Session, study_key: int, pack: StoredPack, items: Sequence[PackItem]) -> int:
    """Remember an edition of a pack and what is in it; return its key (the one in `pack` means nothing)."""
    key = session.execute(
        insert(PackRow)
        .values(
            id=pack.id,
            study_key=study_key,
            reviewer_key=pack.reviewer_key,
            number=pack.number,
            created_at=pack.created_at,
            options_json=json.dumps(pack.options, ensure_ascii=False),
            instructions=pack.instructions,
        )
        .returning(PackRow.key)
    ).scalar_one()
    if items:
        session.execute(
            insert(PackItemRow),
            [
                {
                    "pack_key": key,
                    "deliverable_key": item.deliverable_key,
                    "position": item.position,
                    "is_practice": item.is_practice,
                }
                for item in items
            ],
        )
    return int(key)


def items(session: Session, pack_key: int) -> list[PackItem]:
    """Return what is in an edition of a pack, in its order."""
    question = select(PackItemRow).where(PackItemRow.pack_key == pack_key).order_by(PackItemRow.position)
    return [PackItem(row.deliverable_key, row.position, row.is_practice) for row in session.execute(question).scalars()]


def returns(session: Session, study_key: int) -> list[StoredReturn]:
    """Return the results that were merged, in that order."""
    question = select(ReturnRow).where(ReturnRow.study_key == study_key).order_by(ReturnRow.key)
    return [
        StoredReturn(
            row.reviewer_key,
            row.number,
            row.revision,
            row.sha256,
            row.merged_at,
            json.loads(row.manifest_json),
            row.conflicts,
        )
        for row in session.execute(question).scalars()
    ]


def add_return(session: Session, study_key: int, merged: StoredReturn) -> None:
    """Remember a result that was merged."""
    session.execute(
        insert(ReturnRow).values(
            study_key=study_key,
            reviewer_key=merged.reviewer_key,
            number=merged.number,
            revision=merged.revision,
            sha256=merged.sha256,
            merged_at=merged.merged_at,
            manifest_json=json.dumps(merged.manifest, ensure_ascii=False),
            conflicts=merged.conflicts,
        )
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a deliverable belongs: its job, its own id and its parent's."""

    key: int
    job_key: int
    id: str
    parent: str | None
    arm: str
    model: str | None
    attempt: int


def placed(session: Session, study_key: int) -> list[Placed]:
    """Return the deliverables of a study with their places, in import order."""
    columns = (
        DeliverableRow.key,
        DeliverableRow.job_key,
        DeliverableRow.id,
        DeliverableRow.parent,
        DeliverableRow.arm,
        DeliverableRow.model,
        DeliverableRow.attempt,
    )
    question = select(*columns).where(DeliverableRow.study_key == study_key).order_by(DeliverableRow.key)
    return [Placed(*row) for row in session.execute(question)]
