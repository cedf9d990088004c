"""What the marks on a rubric add up to: the rule's verdict and the rubric scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from statistics import fmean
from typing import TYPE_CHECKING, Final

from annotator.domain.review import MarkKind, Verdict
from annotator.domain.rubric import Importance

if TYPE_CHECKING:
    from collections.abc import Iterable

Weights = Mapping[Importance, float]


class RuleName(Enum):
    """Which criteria decide whether a deliverable passes."""

    STRICT_UPBENCH = "strict_upbench"
    CRITICAL_ONLY = "critical_only"
    STRICT_PLUS_PITFALLS = "strict_plus_pitfalls"
    ALL_CRITERIA = "all_criteria"


_RANKED: Final = frozenset({Importance.CRITICAL, Importance.IMPORTANT, None})
GATES: Final[Mapping[RuleName, frozenset[Importance | None]]] = {
    RuleName.STRICT_UPBENCH: _RANKED,
    RuleName.CRITICAL_ONLY: frozenset({Importance.CRITICAL}),
    RuleName.STRICT_PLUS_PITFALLS: _RANKED | {Importance.PITFALL},
    RuleName.ALL_CRITERIA: frozenset({*Importance, None}),
}
_GRADED: Final = (MarkKind.PASS, MarkKind.FAIL)

PRESET_WEIGHTS: Final[Weights] = {
    Importance.CRITICAL: 4,
    Importance.IMPORTANT: 3,
    Importance.OPTIONAL: 1,
    Importance.PITFALL: 3,
}
"""The weights used where a rubric brings none; a pitfall's is what its occurrence costs."""

PROFBENCH_WEIGHTS: Final[Weights] = {
    Importance.CRITICAL: 4,
    Importance.IMPORTANT: 3,
    Importance.OPTIONAL: 2,
    Importance.PITFALL: 1,
}
"""ProfBench's weights: there a pitfall is a criterion like the others, and nothing is deducted."""


@dataclass(frozen=True, slots=True)
class MarkedCriterion:
    """A criterion's importance and weight with the mark it was given; each may be missing.

    A criterion that was not ranked gates like an important one. On a pitfall, and on any criterion of negative
    weight, `PASS` means that the problem did not occur.
    """

    importance: Importance | None
    mark: MarkKind | None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class WeightedScore:
    """The share of the weight earned after deductions; `shown` is clipped to 0.0-1.0, `raw` is not."""

    raw: float

    @property
    def shown(self) -> float:
        """The score as it is displayed."""
        return min(1.0, max(0.0, self.raw))


def rule_verdict(rule: RuleName, criteria: Iterable[MarkedCriterion]) -> Verdict | None:
    """Return what a rule says about a deliverable (M1).

    One failed gate decides, whatever else is open. Otherwise a gate that is ungraded leaves the deliverable
    undecided. `None` means that no gate applies: the rubric needs a gating criterion.
    """
    gates = [criterion.mark for criterion in criteria if criterion.importance in GATES[rule]]
    applicable = [mark for mark in gates if mark is not MarkKind.NOT_APPLICABLE]
    if not applicable:
        return None
    if MarkKind.FAIL in applicable:
        return Verdict.FAIL
    return Verdict.PASS if all(mark is MarkKind.PASS for mark in applicable) else Verdict.UNDECIDED


def rubric_score(criteria: Iterable[MarkedCriterion]) -> float | None:
    """Return the share of the graded criteria that passed, 0.0-1.0 (M2).

    An avoided pitfall counts as passed. Ungraded criteria count neither for nor against; without any graded
    criterion the score is `None`.
    """
    graded = [criterion.mark for criterion in criteria if criterion.mark in _GRADED]
    return graded.count(MarkKind.PASS) / len(graded) if graded else None


def mean_score(scores: Iterable[float | None]) -> float | None:
    """Return the mean over jobs of their rubric scores, each job counting once (M2); jobs without score are left out.

    Criteria are not pooled: those of one job hang together, and a long rubric must not outvote a short one.
    """
    defined = [score for score in scores if score is not None]
    return fmean(defined) if defined else None


def weighted_score(criteria: Iterable[MarkedCriterion]) -> WeightedScore | None:
    """Return the weight earned less the weight of the pitfalls that occurred, by the weight that could be earned (M3).

    Criteria without weight or grade are left out. `None` if no positive weight remains.
    """
    earned = possible = 0.0
    for criterion in criteria:
        if criterion.weight is None or criterion.mark not in _GRADED:
            continue
        if criterion.importance is Importance.PITFALL or criterion.weight < 0:
            earned -= abs(criterion.weight) if criterion.mark is MarkKind.FAIL else 0.0
        else:
            earned += criterion.weight if criterion.mark is MarkKind.PASS else 0.0
            possible += criterion.weight
    return WeightedScore(earned / possible) if possible > 0 else None


def preset_score(criteria: Iterable[MarkedCriterion], weights: Weights = PRESET_WEIGHTS) -> WeightedScore | None:
    """Return the weighted score by a preset instead of the rubric's own weights; unranked criteria are left out."""
    return weighted_score(
        MarkedCriterion(each.importance, each.mark, weights[each.importance])
        for each in criteria
        if each.importance is not None
    )


def profbench_score(criteria: Iterable[MarkedCriterion]) -> float | None:
    """Return ProfBench's score: the share of the weight that passed, pitfalls being criteria like the others."""
    graded = [each for each in criteria if each.importance is not None and each.mark in _GRADED]
    weights = [PROFBENCH_WEIGHTS[each.importance] for each in graded if each.importance is not None]
    passed = [weight for weight, each in zip(weights, graded, strict=True) if each.mark is MarkKind.PASS]
    return sum(passed) / sum(weights) if weights else None
