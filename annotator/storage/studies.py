"""Studies, the reviewers who work in them, and the tags they define."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from annotator.domain.ids import ReviewerId, StudyId
from annotator.domain.taxonomy import TagDefinition, TagKind
from annotator.errors import DomainError
from annotator.storage import workspace
from annotator.storage.tables import DeliverableRow, ReviewerRow, StudyReviewerRow, StudyRow, TagDefinitionRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_CURRENT = "study"


@dataclass(frozen=True, slots=True)
class StoredStudy:
    """A study with its key and how many deliverables it has."""

    key: int
    id: StudyId
    name: str
    deliverables: int


def studies(session: Session) -> tuple[StoredStudy, ...]:
    """Return all studies in the order they came in."""
    counted = dict(
        session.execute(
            select(DeliverableRow.study_key, func.count())
            .select_from(DeliverableRow)
            .group_by(DeliverableRow.study_key)
        ).all()
    )
    rows = session.execute(select(StudyRow.key, StudyRow.id, StudyRow.name).order_by(StudyRow.key))
    return tuple(StoredStudy(key, StudyId(id_), name or "", counted.get(key, 0)) for key, id_, name in rows)


def current_key(session: Session) -> int | None:
    """Return the key of the study that is open: the chosen one, else the first, `None` in an empty workspace."""
    chosen = workspace.remembered(session, _CURRENT)
    if chosen is not None:
        key = session.execute(select(StudyRow.key).where(StudyRow.id == chosen)).scalar_one_or_none()
        if key is not None:
            return key
    return session.execute(select(func.min(StudyRow.key))).scalar_one_or_none()


def choose(session: Session, study: StudyId) -> None:
    """Open a study from now on.

    Raises:
        DomainError: there is none with this id.
    """
    key_of(session, study)
    workspace.remember(session, _CURRENT, study)


def key_of(session: Session, study: StudyId) -> int:
    """Return a study's key.

    Raises:
        DomainError: there is none with this id.
    """
    key = session.execute(select(StudyRow.key).where(StudyRow.id == study)).scalar_one_or_none()
    if key is None:
        raise DomainError(f"there is no study {study!r}")
    return key


def tags(session: Session, study_key: int) -> tuple[TagDefinition, ...]:
    """Return the tags that a study's document or its reviewers defined, in order."""
    rows = session.execute(
        select(
            TagDefinitionRow.code,
            TagDefinitionRow.kind,
            TagDefinitionRow.label_json,
            TagDefinitionRow.definition_json,
            TagDefinitionRow.parent,
            TagDefinitionRow.category,
        )
        .where(TagDefinitionRow.study_key == study_key)
        .order_by(TagDefinitionRow.position)
    )
    return tuple(
        TagDefinition(code, TagKind(kind), json.loads(label) or {}, json.loads(definition) or {}, parent, category)
        for code, kind, label, definition, parent, category in rows
    )


def add_tag(session: Session, study_key: int, tag: TagDefinition) -> None:
    """Let a study have one more tag; the same one again changes nothing.

    Raises:
        DomainError: the code is taken by another tag.
    """
    known = {each.code: each for each in tags(session, study_key)}
    if tag.code in known:
        if known[tag.code] != tag:
            raise DomainError(f"the tag {tag.code!r} exists with another meaning")
        return
    last = session.execute(
        select(func.max(TagDefinitionRow.position)).where(TagDefinitionRow.study_key == study_key)
    ).scalar_one_or_none()
    session.execute(
        insert(TagDefinitionRow).values(
            study_key=study_key,
            code=tag.code,
            position=0 if last is None else last + 1,
            kind=tag.kind.value,
            label_json=json.dumps(dict(tag.label), ensure_ascii=False),
            definition_json=json.dumps(dict(tag.definition), ensure_ascii=False),
            parent=tag.parent,
            category=tag.category,
        )
    )


@dataclass(frozen=True, slots=True)
class StoredReviewer:
    """A reviewer with their key."""

    key: int
    id: ReviewerId
    name: str
    kind: str


def reviewers(session: Session) -> tuple[StoredReviewer, ...]:
    """Return everybody whose reviews are in the workspace, in the order they came in."""
    rows = session.execute(
        select(ReviewerRow.key, ReviewerRow.id, ReviewerRow.name, ReviewerRow.kind).order_by(ReviewerRow.key)
    )
    return tuple(StoredReviewer(key, ReviewerId(id_), name, kind) for key, id_, name, kind in rows)


def reviewer_key(session: Session, reviewer: ReviewerId) -> int | None:
    """Return a reviewer's key, `None` for one who has done nothing yet."""
    return session.execute(select(ReviewerRow.key).where(ReviewerRow.id == reviewer)).scalar_one_or_none()


def register(session: Session, reviewer: ReviewerId, name: str, kind: str) -> int:
    """Return the key of a reviewer, who is made known or renamed if need be."""
    row = session.execute(select(ReviewerRow.key, ReviewerRow.name).where(ReviewerRow.id == reviewer)).one_or_none()
    if row is None:
        return int(
            session.execute(
                insert(ReviewerRow).values(id=reviewer, name=name, kind=kind).returning(ReviewerRow.key)
            ).scalar_one()
        )
    if row.name != name:
        session.execute(update(ReviewerRow).where(ReviewerRow.key == row.key).values(name=name))
    return int(row.key)


def enlist(session: Session, study_key: int, reviewer: int) -> None:
    """List a reviewer in a study's document, at the end, unless they are listed."""
    listed = dict(
        session.execute(
            select(StudyReviewerRow.reviewer_key, StudyReviewerRow.position).where(
                StudyReviewerRow.study_key == study_key
            )
        ).all()
    )
    if reviewer not in listed:
        position = max(listed.values(), default=-1) + 1
        session.execute(insert(StudyReviewerRow).values(study_key=study_key, reviewer_key=reviewer, position=position))
