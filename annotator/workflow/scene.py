"""An open review with all that its acts need to know, and the one way in which they write it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.metrics.rules import RuleName
from annotator.storage import jobs, opened_packs, outlines, review_changes, reviews, revisions, workspace
from annotator.workflow import blinding
from annotator.workflow.ruling import DEFAULT_RULE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from annotator.domain.ids import ReviewRef
    from annotator.domain.review import Review
    from annotator.domain.rubric import Rubric
    from annotator.storage.outlines import Outline
    from annotator.storage.reviews import Author, StoredReview

RULE = "rule"
"""The name under which the workspace remembers its own pass rule."""

RESULTS_HIDDEN = "results_hidden:{study}"
"""The name under which it remembers that a study's results are not for its reviewer's eyes, by the study's key."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A review that is being changed, inside a transaction.

    `rubric` is the job's current one, `at` is the present moment.
    """

    session: Session
    stored: StoredReview
    outline: Outline
    rubric: Rubric
    reviewer_name: str
    at: str

    @property
    def brief_version(self) -> int:
        """The version of the job's brief that is current."""
        return self.outline.brief_version

    @property
    def order(self) -> dict[str, int]:
        """The place of each criterion in the rubric."""
        return order_of(self.rubric)

    @property
    def rule(self) -> str:
        """The pass rule in force."""
        return rule_in_force(self.session, self.stored.about.study_key)

    def begun(self) -> Scene:
        """Return the scene with a row for the review: a reviewer's first act makes it."""
        if self.stored.key is not None:
            return self
        is_blind = blinding.is_blind(self.session)
        id_ = str(uuid.uuid4())
        stored = revisions.create(self.session, self.stored, id_, self.reviewer_name, self.at, is_blind=is_blind)
        return replace(self, stored=stored)

    def save(self, after: Review) -> Review:
        """Write what differs from the stored review, and return the review as it is from now on."""
        scene = self.begun()
        begun = scene.stored.review
        order = scene.order
        marks = tuple(sorted(after.marks, key=lambda mark: order.get(mark.criterion_id, len(order))))
        result = replace(after, id=begun.id, started_at=begun.started_at, marks=marks)
        review_changes.save(scene.session, scene.stored, result, order)
        return result


def scene_of(session: Session, ref: ReviewRef, author: Author, reviewer_name: str, at: str) -> Scene:
    """Return the scene of a review as it is in the database.

    Raises:
        DomainError: there is no such deliverable.
    """
    about, outline = outlines.outlined(session, ref)
    rubric = jobs.rubric(session, about.job_key, outline.rubric_version)
    stored = reviews.load(session, about, author, order_of(rubric))
    return Scene(session, stored, outline, rubric, reviewer_name, at)


def rule_in_force(session: Session, study_key: int | None) -> str:
    """Return the name of a study's pass rule: its pack's, or else the workspace's own."""
    return packed_rule(session, study_key) or workspace.remembered(session, RULE) or DEFAULT_RULE


def packed_rule(session: Session, study_key: int | None) -> str | None:
    """Return the pass rule that a study's pack asks for, `None` if that is the reviewer's own choice."""
    asked = opened_packs.options(session, study_key).get("rule") if study_key is not None else None
    return asked if asked in {rule.value for rule in RuleName} else None


def order_of(rubric: Rubric) -> dict[str, int]:
    """Return the place of each criterion in a rubric."""
    return {criterion.id: at for at, criterion in enumerate(rubric.criteria)}
