"""How a grader, human or model, compares with the answers taken as right (M22, M26)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Final

from annotator.metrics.agreement import cohen_kappa
from annotator.metrics.rates import Rate, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Answers = Sequence[tuple[bool, bool]]
    """For each item, whether it passes by the right answer and by the grader."""

FEWEST_GOLD: Final = 5
FEWEST_REPEATS: Final = 10
REPEAT_AFTER_DAYS: Final = 7


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """A model's judgement beside a human's (M22); a rate is `None` where no human answer is of its kind."""

    n: int
    accuracy: float
    kappa: float | None
    macro_f1: float
    true_pass_rate: float | None
    true_fail_rate: float | None
    bias: float


@dataclass(frozen=True, slots=True)
class GraderReport:
    """How a grader does on items of known answer and on items graded twice (M26)."""

    gold: Rate | None
    strictness_bias: float | None
    self_consistency: Rate | None

    @property
    def is_calibrated(self) -> bool:
        """Whether enough items of known answer were graded to say anything."""
        return self.gold is not None and self.gold.n >= FEWEST_GOLD


def judge_report(answers: Answers) -> JudgeReport | None:
    """Return how a model judges, given human and model answers; `None` without items."""
    if not answers:
        return None
    counts = {(human, model): 0 for human in (True, False) for model in (True, False)}
    for answer in answers:
        counts[answer] += 1
    kappa = cohen_kappa(answers)
    passes, fails = counts[True, True] + counts[True, False], counts[False, True] + counts[False, False]
    return JudgeReport(
        n=len(answers),
        accuracy=(counts[True, True] + counts[False, False]) / len(answers),
        kappa=kappa.value if kappa else None,
        macro_f1=_macro_f1(counts),
        true_pass_rate=counts[True, True] / passes if passes else None,
        true_fail_rate=counts[False, False] / fails if fails else None,
        bias=fmean(model - human for human, model in answers),
    )


def corrected_rate(judged: float, true_pass_rate: float, true_fail_rate: float) -> float | None:
    """Return the pass rate behind a judge's, 0.0-1.0 (Rogan and Gladen); `None` if it judges no better than chance."""
    informed = true_pass_rate + true_fail_rate - 1
    return min(1.0, max(0.0, (judged + true_fail_rate - 1) / informed)) if informed > 0 else None


def bias_index(biases: Iterable[float]) -> float | None:
    """Return how unequally a judge favours models: the largest bias less the smallest; `None` without models."""
    listed = list(biases)
    return max(listed) - min(listed) if listed else None


def grader_report(gold: Answers, repeats: Sequence[tuple[bool, bool]]) -> GraderReport:
    """Return a grader's calibration.

    Args:
        gold: right answer and grader's for each item of known answer.
        repeats: first and second answer for each item graded blind a second time, `REPEAT_AFTER_DAYS` later or more.
    """
    return GraderReport(
        gold=wilson(sum(right == theirs for right, theirs in gold), len(gold)),
        strictness_bias=fmean(theirs - right for right, theirs in gold) if gold else None,
        self_consistency=_consistency(repeats),
    )


def _consistency(repeats: Sequence[tuple[bool, bool]]) -> Rate | None:
    """Return how often the second answer was the first; `None` for too few repeats."""
    if len(repeats) < FEWEST_REPEATS:
        return None
    return wilson(sum(first == second for first, second in repeats), len(repeats))


def _macro_f1(counts: Mapping[tuple[bool, bool], int]) -> float:
    """Return the mean of F1 over passing and failing; what occurs neither in right nor in given answers is left out."""
    scores: list[float] = []
    for way in (True, False):
        hits, errors = counts[way, way], counts[way, not way] + counts[not way, way]
        if hits + errors:
            scores.append(2 * hits / (2 * hits + errors))
    return fmean(scores)
