"""How far a model that judges says what people say (M22)."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

from annotator.metrics.agreement import cohen_kappa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.metrics.group_agreement import Estimate


@dataclass(frozen=True, slots=True)
class Judge:
    """A model's passes and fails against a person's on the same criteria.

    Args:
        n: criteria that both passed or failed.
        accuracy: the share on which they agree.
        kappa: Cohen's; `None` if both used one and the same answer only.
        macro_f1: the mean of F1 for passes and F1 for fails.
        pass_rate: the share that the model passed.
        true_passes: of those that the person passed, the share that the model passed too; `None` without any.
        true_fails: of those that the person failed, the share that the model failed too; `None` without any.
        bias: the model's pass rate less the person's.
    """

    n: int
    accuracy: float
    kappa: Estimate | None
    macro_f1: float
    pass_rate: float
    true_passes: float | None
    true_fails: float | None
    bias: float

    @property
    def corrected_rate(self) -> float | None:
        """The pass rate without the model's known errors (Rogan and Gladen), `None` if it is no better than chance."""
        return None if self.true_passes is None or self.true_fails is None else corrected_rate(
            self.pass_rate, self.true_passes, self.true_fails
        )  # fmt: skip


def judge(person: Sequence[bool], model: Sequence[bool]) -> Judge | None:
    """Return how far a model says what a person says of the same criteria; `None` without any.

    Raises:
        ValueError: the sequences differ in length.
    """
    pairs = list(zip(person, model, strict=True))
    if not pairs:
        return None
    cells = {cell: pairs.count(cell) for cell in ((True, True), (True, False), (False, True), (False, False))}
    passes, wrong_fails, wrong_passes, fails = cells.values()
    return Judge(
        n=len(pairs),
        accuracy=(passes + fails) / len(pairs),
        kappa=cohen_kappa(pairs),
        macro_f1=fmean(_f1(right, wrong_fails + wrong_passes) for right in (passes, fails)),
        pass_rate=(passes + wrong_passes) / len(pairs),
        true_passes=_share(passes, wrong_fails),
        true_fails=_share(fails, wrong_passes),
        bias=(wrong_passes - wrong_fails) / len(pairs),
    )


def corrected_rate(rate: float, true_passes: float, true_fails: float) -> float | None:
    """Return a model's pass rate corrected for its errors, within 0 and 1; `None` if its answers say nothing."""
    informed = true_passes + true_fails - 1
    return None if informed <= 0 else min(1.0, max(0.0, (rate + true_fails - 1) / informed))


def _f1(right: int, wrong: int) -> float:
    """Return F1 of one answer; 0 where neither gave it, as scikit-learn has it."""
    return 2 * right / (2 * right + wrong) if right or wrong else 0.0


def _share(right: int, wrong: int) -> float | None:
    return right / (right + wrong) if right + wrong else None
