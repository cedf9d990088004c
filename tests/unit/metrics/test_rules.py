"""Verdict rules and rubric scores: worked values M1-M3 and their odd cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.review import MarkKind, Verdict
from annotator.domain.rubric import Importance
from annotator.metrics.rules import (
    MarkedCriterion,
    RuleName,
    mean_score,
    preset_score,
    profbench_score,
    rubric_score,
    rule_verdict,
    weighted_score,
)

IMPORTANCE = dict(zip("ciop?", [*Importance, None], strict=True))
MARK = {
    "P": MarkKind.PASS,
    "F": MarkKind.FAIL,
    "–": MarkKind.NOT_APPLICABLE,
    "?": MarkKind.CANNOT_JUDGE,
    ".": None,
}
JOBS = {"J1": "cP cP iF oP pP", "J2": "cP iP iP oF pF", "J3": "cP iP o– pP", "J4": "cF iP oP pP i–"}
CRITERIA = st.lists(
    st.builds(MarkedCriterion, st.sampled_from([*Importance, None]), st.sampled_from([*MarkKind, None])), max_size=8
)
PASS, FAIL, UNDECIDED = Verdict.PASS, Verdict.FAIL, Verdict.UNDECIDED


def criteria(words: str) -> list[MarkedCriterion]:
    return [MarkedCriterion(IMPORTANCE[word[0]], MARK[word[1]]) for word in words.split()]


@pytest.mark.parametrize(
    ("job", "strict", "plus_pitfalls", "critical", "everything"),
    [("J1", FAIL, FAIL, PASS, FAIL), ("J2", PASS, FAIL, PASS, FAIL), ("J3", *[PASS] * 4), ("J4", *[FAIL] * 4)],
)
def test_m1_worked_values(
    job: str, strict: Verdict, plus_pitfalls: Verdict, critical: Verdict, everything: Verdict
) -> None:
    marked = criteria(JOBS[job])
    assert rule_verdict(RuleName.STRICT_UPBENCH, marked) is strict
    assert rule_verdict(RuleName.STRICT_PLUS_PITFALLS, marked) is plus_pitfalls
    assert rule_verdict(RuleName.CRITICAL_ONLY, marked) is critical
    assert rule_verdict(RuleName.ALL_CRITERIA, marked) is everything


@pytest.mark.parametrize(
    ("words", "strict"),
    [
        ("", None),
        ("oP pP", None),
        ("c– i–", None),
        ("c.", UNDECIDED),
        ("c?", UNDECIDED),
        ("cP i?", UNDECIDED),
        ("cF i?", FAIL),
        ("c. iF", FAIL),
        ("c– i?", UNDECIDED),
        ("?P", PASS),
        ("?F", FAIL),
        ("cP ?.", UNDECIDED),
        ("cP o?", PASS),
    ],
)
def test_m1_odd_cases(words: str, strict: Verdict | None) -> None:
    assert rule_verdict(RuleName.STRICT_UPBENCH, criteria(words)) is strict


def test_an_unranked_criterion_is_not_critical() -> None:
    assert rule_verdict(RuleName.CRITICAL_ONLY, criteria("?F")) is None
    assert rule_verdict(RuleName.ALL_CRITERIA, criteria("?F")) is FAIL


@given(CRITERIA)
def test_a_wider_rule_is_never_kinder(marked: list[MarkedCriterion]) -> None:
    order = {PASS: 0, UNDECIDED: 1, FAIL: 2}
    chain = [RuleName.CRITICAL_ONLY, RuleName.STRICT_UPBENCH, RuleName.STRICT_PLUS_PITFALLS, RuleName.ALL_CRITERIA]
    verdicts = [order[verdict] for rule in chain if (verdict := rule_verdict(rule, marked)) is not None]
    assert verdicts == sorted(verdicts)


@pytest.mark.parametrize(("job", "score"), [("J1", 0.8), ("J2", 0.6), ("J3", 1.0), ("J4", 0.75)])
def test_m2_worked_values(job: str, score: float) -> None:
    assert rubric_score(criteria(JOBS[job])) == pytest.approx(score)


def test_m2_is_the_mean_over_jobs() -> None:
    scores = [rubric_score(criteria(words)) for words in JOBS.values()]
    assert mean_score(scores) == pytest.approx(0.7875)
    assert mean_score([*scores, None]) == pytest.approx(0.7875)
    assert mean_score([None]) is None
    assert mean_score([]) is None


@pytest.mark.parametrize("words", ["", "c–", "c.", "c?"])
def test_m2_without_a_grade_is_undefined(words: str) -> None:
    assert rubric_score(criteria(words)) is None


def test_m2_ungraded_counts_neither_way() -> None:
    assert rubric_score(criteria("cP c? i. oF")) == 0.5


@pytest.mark.parametrize(("job", "score"), [("J1", 9 / 12), ("J2", 7 / 11), ("J3", 1.0), ("J4", 0.5)])
def test_m3_worked_values(job: str, score: float) -> None:
    found = preset_score(criteria(JOBS[job]))
    assert found is not None
    assert found.raw == pytest.approx(score)
    assert found.shown == pytest.approx(score)


def test_m3_keeps_the_raw_score_and_shows_it_clipped() -> None:
    found = preset_score(criteria("oF pF pF"))
    assert found is not None
    assert (found.raw, found.shown) == (-6.0, 0.0)


def test_m3_negative_weights_are_deductions() -> None:
    healthbench = [
        MarkedCriterion(None, MarkKind.PASS, 5),
        MarkedCriterion(None, MarkKind.FAIL, 5),
        MarkedCriterion(None, MarkKind.FAIL, -2),
        MarkedCriterion(None, MarkKind.PASS, -9),
        MarkedCriterion(Importance.CRITICAL, MarkKind.PASS),
    ]
    found = weighted_score(healthbench)
    assert found is not None
    assert found.raw == pytest.approx(0.3)


@pytest.mark.parametrize("words", ["", "pF", "c–", "c. i?", "?P"])
def test_m3_without_positive_weight_is_undefined(words: str) -> None:
    assert preset_score(criteria(words)) is None


def test_m3_profbench_deducts_nothing() -> None:
    assert profbench_score(criteria("cP iF oP pF")) == pytest.approx(6 / 10)
    assert profbench_score(criteria("pF")) == 0.0
    assert profbench_score(criteria("c?")) is None
