"""Which reviews count, and what those of one deliverable say in all: counted by SQL into one number.

A reviewer's word on a deliverable is the highest revision of the first occasion; a model's never counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import BigInteger, and_, case, cast, func, select, true
from sqlalchemy.orm import aliased

from annotator.metrics.rules import GATES, RuleName
from annotator.storage.tables import CriterionRow, DeliverableRow, JobRow, MarkRow, ReviewerRow, ReviewRow, StudyRow

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

_BITS: Final = 12
_PASS, _FAIL, _OTHER, _ABSTAINED, _SKIPPED = (1 << _BITS * place for place in range(5))


class Ballots(NamedTuple):
    """How many reviewers said what of a deliverable (each up to 4095), the adjudicators in `adjudicated`.

    `all` and `adjudicated` are sums of one number for each review, which `counted` takes apart.
    """

    all: int
    adjudicated: int


class Count(NamedTuple):
    """How many reviews passed, failed, said something else, said nothing, and how many reviewers skipped."""

    passed: int
    failed: int
    other: int
    abstained: int
    skipped: int


def counted(ballots: int) -> Count:
    """Return what a number of `Ballots` holds."""
    return Count(*((ballots >> _BITS * place) % (1 << _BITS) for place in range(5)))


def stands(session: Session) -> ColumnElement[bool]:
    """Return whether a review is the one of its reviewer that counts: done or skipped, on the first occasion."""
    later = aliased(ReviewRow)
    is_overtaken = (
        select(later.key)
        .where(
            later.deliverable_key == ReviewRow.deliverable_key,
            later.occasion == ReviewRow.occasion,
            later.reviewer_key == ReviewRow.reviewer_key,
            later.revision > ReviewRow.revision,
            later.status != "draft",
            ~later.is_superseded,
        )
        .exists()
    )
    is_standing = and_(
        ReviewRow.occasion == 1,
        ReviewRow.status != "draft",
        ~ReviewRow.is_superseded,
        ReviewRow.role != "model",
        ~is_overtaken,
    )
    models = list(session.scalars(select(ReviewerRow.key).where(ReviewerRow.kind == "model")))
    return and_(is_standing, ReviewRow.reviewer_key.not_in(models)) if models else is_standing


def ballots(verdict: ColumnElement[str | None]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Return the sums that make `Ballots` of a group of standing reviews; 0 without any."""
    said = case(
        (ReviewRow.status == "skipped", _SKIPPED),
        (verdict == "pass", _PASS),
        (verdict == "fail", _FAIL),
        (verdict.is_not(None), _OTHER),
        (ReviewRow.status == "submitted", _ABSTAINED),
        else_=0,
    )
    is_adjudicated = and_(ReviewRow.role == "adjudicator", ReviewRow.status == "submitted")
    adjudicated = case((is_adjudicated, said), else_=0)
    return cast(func.sum(said), BigInteger), cast(func.sum(adjudicated), BigInteger)


def in_study(session: Session, study_key: int) -> ColumnElement[bool]:
    """Return whether a review belongs to a study; where there is no other study nobody needs to look."""
    if session.execute(select(func.count()).select_from(StudyRow)).scalar_one() == 1:
        return true()
    return (
        select(DeliverableRow.key)
        .where(DeliverableRow.key == ReviewRow.deliverable_key, DeliverableRow.study_key == study_key)
        .exists()
    )


def rule_verdicts(study_key: int, rule: str) -> Select[tuple[int, str]]:
    """Ask what a rule makes of each submitted review's marks (M1).

    A review on whose rubric no criterion decides is not among them, nor is any if the rule is unknown.
    """
    known = next((each for each in RuleName if each.value == rule), None)
    gates = GATES[known] if known is not None else frozenset()
    is_gate: ColumnElement[bool] = CriterionRow.importance.in_([gate.value for gate in gates if gate is not None])
    if None in gates:
        is_gate = is_gate | CriterionRow.importance.is_(None)
    version = func.coalesce(ReviewRow.rubric_version, JobRow.rubric_version)
    # One failure fails, else one open mark leaves undecided: the least decides. What does not apply is no number.
    said = case((MarkRow.mark == "fail", 0), (MarkRow.mark == "pass", 2), (MarkRow.mark == "na", None), else_=1)
    least = (
        select(ReviewRow.__table__.c.key, func.min(said).label("least"))
        .join_from(ReviewRow, DeliverableRow, DeliverableRow.key == ReviewRow.deliverable_key)
        .join(JobRow, JobRow.key == DeliverableRow.job_key)
        .join(CriterionRow, and_(CriterionRow.job_key == JobRow.key, CriterionRow.version == version))
        .outerjoin(MarkRow, and_(MarkRow.review_key == ReviewRow.key, MarkRow.criterion_id == CriterionRow.id))
        .where(DeliverableRow.study_key == study_key, ~CriterionRow.is_archived, is_gate)
        .where(ReviewRow.status == "submitted", ~ReviewRow.is_superseded, ReviewRow.role != "model")
        .group_by(ReviewRow.key)
        .subquery()
    )
    verdict = case({0: "fail", 2: "pass"}, value=least.c.least, else_="undecided")
    return select(least.c.key, verdict.label("verdict")).where(least.c.least.is_not(None))
