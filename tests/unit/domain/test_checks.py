"""Soft checks before a review is done."""

from __future__ import annotations

from annotator.domain.checks import Concern, ConcernKind, concerns
from annotator.domain.ids import CriterionId, DeliverableId, ReviewerId, ReviewRef, StudyId, TagId
from annotator.domain.review import ClientAcceptance, Mark, MarkKind, Review, Severity, Tag, Verdict
from annotator.domain.rubric import Criterion, Importance, Rubric

C1, C2, C3 = CriterionId("c1"), CriterionId("c2"), CriterionId("c3")
RUBRIC = Rubric(
    1,
    (
        Criterion(C1, "A table", Importance.CRITICAL),
        Criterion(C2, "Friendly", Importance.OPTIONAL),
        Criterion(C3, "Invented facts", Importance.PITFALL),
        Criterion(CriterionId("old"), "No longer asked", is_archived=True),
    ),
)


def review(*marks: Mark, **fields: object) -> Review:
    """Return a review of one deliverable with these marks, decided unless told otherwise."""
    decided: dict[str, object] = {"verdict": Verdict.FAIL, "client_acceptance": ClientAcceptance.REJECT, **fields}
    ref = ReviewRef(StudyId("s"), DeliverableId("d"))
    return Review(ref, ReviewerId("r"), marks=marks, **decided)  # type: ignore[arg-type]


ALL_PASS = (Mark(C1, MarkKind.PASS), Mark(C2, MarkKind.PASS), Mark(C3, MarkKind.PASS))


def test_a_complete_review_raises_no_concern() -> None:
    assert concerns(review(*ALL_PASS), RUBRIC, {"G01"}) == ()


def test_every_asked_criterion_without_mark_is_named_but_no_archived_one() -> None:
    found = concerns(review(), RUBRIC, set())
    assert found == tuple(Concern(ConcernKind.UNMARKED, each) for each in (C1, C2, C3))


def test_a_failure_wants_a_note_and_blanks_are_none() -> None:
    found = concerns(review(Mark(C1, MarkKind.FAIL, note="  "), *ALL_PASS[1:]), RUBRIC, set())
    assert found == (Concern(ConcernKind.FAIL_WITHOUT_NOTE, C1),)
    assert concerns(review(Mark(C1, MarkKind.FAIL, note="no table"), *ALL_PASS[1:]), RUBRIC, set()) == ()


def test_what_cannot_be_judged_wants_a_reason() -> None:
    found = concerns(review(*ALL_PASS[:1], Mark(C2, MarkKind.CANNOT_JUDGE), ALL_PASS[2]), RUBRIC, set())
    assert found == (Concern(ConcernKind.CANNOT_JUDGE_WITHOUT_REASON, C2),)


def test_gaps_want_a_severity_and_strengths_do_not() -> None:
    gap, strength = Tag(TagId("1"), "G01"), Tag(TagId("2"), "S01")
    found = concerns(review(*ALL_PASS, tags=(gap, strength)), RUBRIC, {"G01"})
    assert found == (Concern(ConcernKind.GAP_WITHOUT_SEVERITY, tag_id=gap.id),)


def test_a_gap_tied_to_a_pitfall_that_did_not_occur_is_a_contradiction() -> None:
    gap = Tag(TagId("1"), "G06", Severity.MAJOR, criterion_id=C3)
    found = concerns(review(*ALL_PASS, tags=(gap,)), RUBRIC, {"G06"})
    assert found == (Concern(ConcernKind.GAP_ON_AVOIDED_PITFALL, C3, gap.id),)


def test_passing_despite_a_failed_critical_criterion_is_pointed_out() -> None:
    failed = Mark(C1, MarkKind.FAIL, note="no table")
    found = concerns(review(failed, *ALL_PASS[1:], verdict=Verdict.PASS), RUBRIC, set())
    assert found == (Concern(ConcernKind.PASS_DESPITE_FAILED_CRITICAL, C1),)


def test_both_decisions_are_asked_for_in_the_order_of_the_screen() -> None:
    found = concerns(review(*ALL_PASS, verdict=None, client_acceptance=None), RUBRIC, set())
    assert [each.kind for each in found] == [ConcernKind.NO_CLIENT_ANSWER, ConcernKind.NO_VERDICT]
