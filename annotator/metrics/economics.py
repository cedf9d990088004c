"""What a model's work, with or without a human, is worth: net values and break-evens (M17) and pay-off (M18)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.metrics.distributions import beta_cdf

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Option:
    """A way to get a job done: how often it succeeds (0.0-1.0), and what each try costs."""

    success: float
    cost: float

    def net_value(self, value: float) -> float:
        """Return the expected net value of a job worth `value`."""
        return self.success * value - self.cost


@dataclass(frozen=True, slots=True)
class Zone:
    """The job values between which an option is the best; `high` may be infinite."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Payoff:
    """What one more intervention on a failed job brings: expected net value, and the probability that it pays."""

    net: float
    p_pays: float


def break_even(cheaper: Option, dearer: Option) -> float | None:
    """Return the job value from which the dearer option is the better one (M17).

    0 if it costs no more and succeeds more often; `None` if it does not succeed more often: it never wins.
    """
    gain = dearer.success - cheaper.success
    if gain <= 0:
        return None
    return max(0.0, (dearer.cost - cheaper.cost) / gain)


def intervention_zone(ai: Option, with_human: Option, human: Option) -> Zone | None:
    """Return the job values for which stepping in beats both alternatives; `None` if there are none."""
    low, high = break_even(ai, with_human), break_even(with_human, human)
    if low is None:
        return None
    high = math.inf if high is None else high
    return Zone(low, high) if low < high else None


def best_option(options: Mapping[str, Option], value: float) -> str | None:
    """Return the name of the option of the highest net value; `None` if all lose: the job is not worth doing."""
    name = max(options, key=lambda each: options[each].net_value(value), default=None)
    return name if name is not None and options[name].net_value(value) >= 0 else None


def intervention_cost(
    pass_rate: float,
    run_cost: float,
    hourly_rate: float,
    *,
    review_minutes: float = 0.0,
    feedback_minutes: float = 0.0,
    is_full_oversight: bool = True,
) -> float:
    """Return what a job costs when a human steps in after a failure.

    Args:
        pass_rate: how often attempt 1 passes.
        run_cost: what one attempt of the model costs.
        hourly_rate: what the human costs.
        review_minutes: to review the first attempt.
        feedback_minutes: to step in on a failure.
        is_full_oversight: whether the first review of every job counts; without, grading is taken as done already.
    """
    review = review_minutes / 60 * hourly_rate if is_full_oversight else 0.0
    return run_cost + review + (1 - pass_rate) * (run_cost + feedback_minutes / 60 * hourly_rate)


def payoff(rescued: int, retried: int, cost: float, value: float) -> Payoff | None:
    """Return whether one more intervention pays (M18); `None` if none was tried.

    The probability is that of a rescue rate above cost by value, after Jeffreys' prior; 0 if the cost eats the value.
    """
    if retried == 0:
        return None
    needed = cost / value if value > 0 else math.inf
    p_pays = 0.0 if needed >= 1 else 1 - beta_cdf(needed, rescued + 0.5, retried - rescued + 0.5)
    return Payoff(rescued / retried * value - cost, p_pays)
