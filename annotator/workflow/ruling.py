"""What the pass rule makes of a review's marks; the one place where reviews meet the metrics' rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.metrics.rules import MarkedCriterion, RuleName, rule_verdict

if TYPE_CHECKING:
    from annotator.domain.review import Review, Verdict
    from annotator.domain.rubric import Rubric

DEFAULT_RULE = RuleName.STRICT_UPBENCH.value
"""Every critical and every important criterion must pass."""


def rule_answer(review: Review, rubric: Rubric, rule: str) -> Verdict | None:
    """Return what `rule` says of the marks on the criteria that are asked; `None` if no criterion decides.

    A rule that this program does not know decides nothing.
    """
    known = next((each for each in RuleName if each.value == rule), None)
    if known is None:
        return None
    return rule_verdict(
        known,
        (
            MarkedCriterion(criterion.importance, review.mark(criterion.id).kind, criterion.weight)
            for criterion in rubric.active
        ),
    )
