"""On which kinds of job should a human step in? The table of the study's question, one row a category (M19)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from statistics import fmean
from typing import Final

from annotator.metrics.economics import Option, break_even, payoff
from annotator.metrics.minutes import Minutes, per_rescue, summarise
from annotator.metrics.rates import Lifts, Rate, Rescue, lifts, rescue, wilson

DEFAULT_TARGET: Final = 0.80
FEWEST_RETRIED: Final = 5


class Advice(Enum):
    """What the numbers of a category suggest, in the order in which the conditions are asked."""

    LEAVE_TO_AI = "leave_to_ai"
    NOT_ENOUGH_DATA = "not_enough_data"
    STEP_IN = "step_in"
    LIKELY = "likely"
    HUMAN_FIRST = "human_first"
    DECLINE = "decline"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class CategoryCounts:
    """What was counted for a category of jobs.

    Args:
        n: jobs with a decided attempt 1.
        passed_first: of those, passed at attempt 1.
        passed_overall: of those, passed at any attempt.
        retried: failures with a decided next attempt.
        rescued: of those, passed at it.
        minutes: active minutes on each failed attempt that led to another try of the model.
        edit_minutes: active minutes on each failed attempt that a human edited or took over; a cost, but no price of
            a rescue.
        run_cost: what the first attempts and the retries cost together; `None` if nobody knows.
        first_run_cost: what the first attempts cost together; `None` if nobody knows.
        review_minutes: minutes of the first reviews of all jobs; counted in full oversight.
    """

    n: int
    passed_first: int
    passed_overall: int
    retried: int
    rescued: int
    minutes: tuple[float, ...] = ()
    edit_minutes: tuple[float, ...] = ()
    run_cost: float | None = 0.0
    first_run_cost: float | None = 0.0
    review_minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the user supplies: money and aims. Without an hourly rate or a job value there is no advice.

    Args:
        hourly_rate: what a human hour costs.
        value: what a job is worth when it is done, on average.
        target: the pass rate that is good enough without a human.
        human: success and cost of a human doing the job alone.
        is_full_oversight: whether the first review of every job counts as cost of stepping in.
    """

    hourly_rate: float | None = None
    value: float | None = None
    target: float = DEFAULT_TARGET
    human: Option | None = None
    is_full_oversight: bool = False


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A row of the table; `None` wherever a number is not defined."""

    lifts: Lifts | None
    rescue: Rescue
    minutes: Minutes | None
    minutes_per_rescue: float | None
    cost_per_job: float | None
    net_value_ai: float | None
    net_value_hitl: float | None
    break_even: float | None
    cost_per_rescue: float | None
    p_pays: float | None
    needed_rescue_rate: float | None
    advice: Advice | None

    @property
    def net_gain(self) -> float | None:
        """What stepping in adds to the net value of a job."""
        if self.net_value_ai is None or self.net_value_hitl is None:
            return None
        return self.net_value_hitl - self.net_value_ai


def category_row(counts: CategoryCounts, assumed: Assumptions) -> CategoryRow:
    """Return the row of a category."""
    found = lifts(counts.n, counts.passed_first, counts.passed_overall)
    rescued = rescue(counts.n - counts.passed_first, counts.retried, counts.rescued)
    ai, hitl = _options(counts, assumed, found)
    each = _mean_cost(counts, assumed)
    paying = (
        None if each is None or assumed.value is None else payoff(counts.rescued, counts.retried, each, assumed.value)
    )
    minutes_each = per_rescue(counts.minutes, counts.rescued) if counts.minutes else None
    return CategoryRow(
        lifts=found,
        rescue=rescued,
        minutes=summarise(counts.minutes + counts.edit_minutes),
        minutes_per_rescue=minutes_each,
        cost_per_job=hitl.cost if hitl else None,
        net_value_ai=ai.net_value(assumed.value) if ai and assumed.value is not None else None,
        net_value_hitl=hitl.net_value(assumed.value) if hitl and assumed.value is not None else None,
        break_even=break_even(ai, hitl) if ai and hitl else None,
        cost_per_rescue=_priced(minutes_each, assumed),
        p_pays=paying.p_pays if paying else None,
        needed_rescue_rate=_needed(counts, assumed),
        advice=advise(counts, assumed),
    )


def advise(counts: CategoryCounts, assumed: Assumptions) -> Advice | None:
    """Return the first advice whose condition holds; `None` without jobs, an hourly rate or a job value.

    A rescue pays when it succeeds more often than an intervention costs, as a share of the job's value. With the
    interval of the rescue rate above that share stepping in pays; below, it does not.
    """
    first = wilson(counts.passed_first, counts.n)
    if first is None or assumed.hourly_rate is None or assumed.value is None:
        return None
    if first.low >= assumed.target:
        return Advice.LEAVE_TO_AI
    rescued, needed = wilson(counts.rescued, counts.retried), _needed(counts, assumed)
    if rescued is None or counts.retried < FEWEST_RETRIED or needed is None:
        return Advice.NOT_ENOUGH_DATA
    return _advise_by(rescued, needed, _is_human_better(counts, assumed, assumed.value))


def _advise_by(rescued: Rate, needed: float, is_human_better: bool) -> Advice:
    if rescued.low > needed:
        return Advice.STEP_IN
    if rescued.rate > needed:
        return Advice.LIKELY
    if rescued.high >= needed:
        return Advice.UNCERTAIN
    return Advice.HUMAN_FIRST if is_human_better else Advice.DECLINE


def _needed(counts: CategoryCounts, assumed: Assumptions) -> float | None:
    """Return the rescue rate that an intervention needs to pay: its cost as a share of the job's value."""
    each = _mean_cost(counts, assumed)
    if each is None or assumed.value is None:
        return None
    return each / assumed.value if assumed.value > 0 else math.inf


def _is_human_better(counts: CategoryCounts, assumed: Assumptions, value: float) -> bool:
    """Return whether a human alone is worth more than the model alone."""
    if counts.first_run_cost is None:
        return False
    ai = Option(counts.passed_first / counts.n, counts.first_run_cost / counts.n)
    return assumed.human is not None and assumed.human.net_value(value) > ai.net_value(value)


def _mean_cost(counts: CategoryCounts, assumed: Assumptions) -> float | None:
    """Return what an intervention costs on average; human cost only."""
    return _priced(fmean(counts.minutes), assumed) if counts.minutes else None


def _priced(minutes: float | None, assumed: Assumptions) -> float | None:
    return None if minutes is None or assumed.hourly_rate is None else minutes / 60 * assumed.hourly_rate


def _options(counts: CategoryCounts, assumed: Assumptions, found: Lifts | None) -> tuple[Option | None, Option | None]:
    """Return the model alone and the model with a human, each with its cost a job."""
    if found is None or counts.first_run_cost is None:
        return None, None
    ai = Option(found.first.rate, counts.first_run_cost / counts.n)
    if assumed.hourly_rate is None or counts.run_cost is None:
        return ai, None
    reviewing = counts.review_minutes if assumed.is_full_oversight else 0.0
    minutes = math.fsum((*counts.minutes, *counts.edit_minutes, reviewing))
    return ai, Option(found.overall.rate, (counts.run_cost + minutes / 60 * assumed.hourly_rate) / counts.n)
