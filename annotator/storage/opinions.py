"""The rows of a model's opinion: a review of its own, by a reviewer of kind model, that names whom it assists."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select, update

from annotator.domain.ids import CriterionId, ReviewerId
from annotator.domain.opinions import ASSISTS, Opinion, opinion_reviewer
from annotator.domain.review import MarkKind, ReviewStatus
from annotator.storage.plain import MARK, REVIEW
from annotator.storage.studies import enlist, register
from annotator.storage.tables import DeliverableRow, ReviewerRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from annotator.storage.jobs import Subject

MODEL: Final = "model"
"""The kind of a reviewer that is none, and the role of its reviews: nothing that counts people counts them."""


@dataclass(frozen=True, slots=True)
class StoredOpinions:
    """What a model said of one deliverable; `compared` is what the reviewer had marked when they first saw it."""

    key: int
    id: str
    model: str
    opinions: tuple[Opinion, ...]
    metadata: Mapping[str, Any]

    @property
    def compared(self) -> Mapping[CriterionId, MarkKind] | None:
        """The reviewer's own marks as they were before they saw the model's; nothing as long as they have not."""
        seen = self.metadata.get("compared")
        return None if seen is None else {CriterionId(id_): MarkKind(mark) for id_, mark in seen["own"].items()}


def add(
    session: Session,
    about: Subject,
    assisted: ReviewerId,
    model: str,
    opinions: Sequence[Opinion],
    columns: Mapping[str, Any],
    metadata: Mapping[str, Any],
) -> str:
    """Store what a model said; return the review's id."""
    reviewer = register(session, ReviewerId(opinion_reviewer(assisted, model)), model, MODEL)
    enlist(session, about.study_key, reviewer)
    id_ = str(uuid.uuid4())
    key = session.execute(
        insert(REVIEW)
        .values(
            deliverable_key=about.deliverable_key,
            reviewer_key=reviewer,
            occasion=about.ref.occasion,
            revision=1,
            id=id_,
            reviewer_name=model,
            role=MODEL,
            gold=False,
            status=ReviewStatus.SUBMITTED.value,
            is_flagged=False,
            metadata_json=_json({ASSISTS: assisted, **metadata}),
            extra="{}",
            **columns,
        )
        .returning(REVIEW.c.key)
    ).scalar_one()
    session.execute(
        insert(MARK),
        [
            {
                "review_key": key,
                "criterion_id": each.criterion_id,
                "position": position,
                "mark": each.mark.value,
                "is_criterion_wrong": False,
                "note": each.note or None,
                "evidence_json": "[]",
                "extra": "{}",
            }
            for position, each in enumerate(opinions)
        ],
    )
    return id_


def of_deliverable(session: Session, about: Subject, assisted: ReviewerId) -> StoredOpinions | None:
    """Return what a model said of a deliverable for a reviewer, if one did."""
    rows = session.execute(
        select(REVIEW.c.key, REVIEW.c.id, REVIEW.c.metadata_json, ReviewerRow.name)
        .join_from(REVIEW, ReviewerRow.__table__, ReviewerRow.key == REVIEW.c.reviewer_key)
        .where(
            REVIEW.c.deliverable_key == about.deliverable_key,
            REVIEW.c.occasion == about.ref.occasion,
            REVIEW.c.role == MODEL,
            ~REVIEW.c.is_superseded,
        )
        .order_by(REVIEW.c.key.desc())
    )
    for key, id_, text, name in rows:
        metadata = json.loads(text)
        if isinstance(metadata, dict) and metadata.get(ASSISTS) == assisted:
            return StoredOpinions(key, id_, name, _opinions(session, key), metadata)
    return None


def compare(
    session: Session, stored: StoredOpinions, own_review: int, own: Mapping[CriterionId, MarkKind], at: str
) -> None:
    """Write down what a reviewer had marked when they first saw a model's marks, and that their review saw them."""
    compared = {"at": at, "own": {id_: mark.value for id_, mark in own.items()}}
    session.execute(
        update(REVIEW)
        .where(REVIEW.c.key == stored.key)
        .values(metadata_json=_json({**stored.metadata, "compared": compared}))
    )
    session.execute(
        update(REVIEW)
        .where(REVIEW.c.key == own_review, REVIEW.c.saw_others_at.is_(None))
        .values(saw_others_at=at)
    )  # fmt: skip


def compared(session: Session, study_key: int) -> Iterator[tuple[str, str, str]]:
    """Return, of every mark that was compared in a study, the model, the reviewer's own mark, and the model's."""
    rows = session.execute(
        select(REVIEW.c.key, REVIEW.c.metadata_json, ReviewerRow.name)
        .join_from(REVIEW, ReviewerRow.__table__, ReviewerRow.key == REVIEW.c.reviewer_key)
        .join(DeliverableRow.__table__, DeliverableRow.key == REVIEW.c.deliverable_key)
        .where(DeliverableRow.study_key == study_key, REVIEW.c.role == MODEL, ~REVIEW.c.is_superseded)
        .order_by(REVIEW.c.key)
    ).all()
    for key, text, name in rows:
        metadata = json.loads(text)
        seen = metadata.get("compared") if isinstance(metadata, dict) else None
        own = seen.get("own") if isinstance(seen, dict) else None
        if isinstance(own, dict):
            for each in _opinions(session, key):
                yield name, str(own.get(each.criterion_id)), each.mark.value


def _opinions(session: Session, review_key: int) -> tuple[Opinion, ...]:
    rows = session.execute(
        select(MARK.c.criterion_id, MARK.c.mark, MARK.c.note)
        .where(MARK.c.review_key == review_key, MARK.c.mark.is_not(None))
        .order_by(MARK.c.position)
    )
    return tuple(Opinion(CriterionId(id_), MarkKind(mark), note or "") for id_, mark, note in rows)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
