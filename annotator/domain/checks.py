"""Soft checks of a review before it is done: what the reviewer may have overlooked. They never block saving."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from annotator.domain.review import MarkKind, Verdict
from annotator.domain.rubric import Importance

if TYPE_CHECKING:
    from collections.abc import Collection

    from annotator.domain.ids import CriterionId, TagId
    from annotator.domain.review import Review
    from annotator.domain.rubric import Rubric


class ConcernKind(Enum):
    """What a soft check found."""

    UNMARKED = "unmarked"
    FAIL_WITHOUT_NOTE = "fail_without_note"
    CANNOT_JUDGE_WITHOUT_REASON = "cannot_judge_without_reason"
    GAP_WITHOUT_SEVERITY = "gap_without_severity"
    GAP_ON_AVOIDED_PITFALL = "gap_on_avoided_pitfall"
    NO_CLIENT_ANSWER = "no_client_answer"
    NO_VERDICT = "no_verdict"
    PASS_DESPITE_FAILED_CRITICAL = "pass_despite_failed_critical"


@dataclass(frozen=True, slots=True)
class Concern:
    """One finding, and the criterion or tag it is about."""

    kind: ConcernKind
    criterion_id: CriterionId | None = None
    tag_id: TagId | None = None


def concerns(review: Review, rubric: Rubric, gap_codes: Collection[str]) -> tuple[Concern, ...]:
    """Return what the reviewer may want to look at again, in the order of the screen.

    Args:
        review: the review as it is.
        rubric: the criteria that are asked.
        gap_codes: which tag codes are gaps; strengths have no severity.
    """
    return (*_about_marks(review, rubric), *_about_tags(review, rubric, gap_codes), *_about_decision(review, rubric))


def _about_marks(review: Review, rubric: Rubric) -> list[Concern]:
    found: list[Concern] = []
    for criterion in rubric.active:
        mark = review.mark(criterion.id)
        if mark.kind is None:
            found.append(Concern(ConcernKind.UNMARKED, criterion.id))
        elif mark.kind is MarkKind.FAIL and not mark.note.strip():
            found.append(Concern(ConcernKind.FAIL_WITHOUT_NOTE, criterion.id))
        elif mark.kind is MarkKind.CANNOT_JUDGE and not mark.reason:
            found.append(Concern(ConcernKind.CANNOT_JUDGE_WITHOUT_REASON, criterion.id))
    return found


def _about_tags(review: Review, rubric: Rubric, gap_codes: Collection[str]) -> list[Concern]:
    pitfalls = {criterion.id for criterion in rubric.active if criterion.is_pitfall}
    found: list[Concern] = []
    for tag in review.tags:
        if tag.code not in gap_codes:
            continue
        if tag.severity is None:
            found.append(Concern(ConcernKind.GAP_WITHOUT_SEVERITY, tag_id=tag.id))
        if tag.criterion_id in pitfalls and review.mark(tag.criterion_id).kind is MarkKind.PASS:
            found.append(Concern(ConcernKind.GAP_ON_AVOIDED_PITFALL, tag.criterion_id, tag.id))
    return found


def _about_decision(review: Review, rubric: Rubric) -> list[Concern]:
    found: list[Concern] = []
    if review.client_acceptance is None:
        found.append(Concern(ConcernKind.NO_CLIENT_ANSWER))
    if review.verdict is None:
        found.append(Concern(ConcernKind.NO_VERDICT))
    if review.verdict is Verdict.PASS:
        found += [
            Concern(ConcernKind.PASS_DESPITE_FAILED_CRITICAL, criterion.id)
            for criterion in rubric.active
            if criterion.importance is Importance.CRITICAL and review.mark(criterion.id).kind is MarkKind.FAIL
        ]
    return found
