"""What the passed work is worth in money and time (M24)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def earned_share(jobs: Iterable[tuple[float, bool]]) -> float | None:
    """Return the prices of the passed jobs by all prices; `None` if these come to nothing.

    Args:
        jobs: each job's price and whether it passed.
    """
    listed = list(jobs)
    total = math.fsum(price for price, _ in listed)
    return math.fsum(price for price, is_passed in listed if is_passed) / total if total else None


def savings(jobs: Iterable[tuple[float, bool]], run_costs: float) -> float | None:
    """Return what is saved when the model tries every job and people are paid for those it fails (SWE-Lancer).

    Args:
        jobs: each job's price and whether the model passed it.
        run_costs: what all the model's tries cost together.
    """
    listed = list(jobs)
    total = math.fsum(price for price, _ in listed)
    failed = math.fsum(price for price, is_passed in listed if not is_passed)
    return 1 - (run_costs + failed) / total if total else None


def autoflation(costs: Sequence[tuple[float, float | None]]) -> float | None:
    """Return by how much the cheaper of human and model lowers the price of all jobs together.

    Args:
        costs: each job's human cost, and the model's; `None` where the model failed.
    """
    human = math.fsum(people for people, _ in costs)
    cheapest = math.fsum(people if model is None else min(people, model) for people, model in costs)
    return 1 - cheapest / human if human else None


def try_then_do(run: float, review: float, human: float, pass_rate: float, tries: int = 1) -> float:
    """Return the expected time, or cost, of letting the model try and doing the job oneself when it fails (GDPval).

    Args:
        run: time or cost of one try of the model.
        review: of reviewing it.
        human: of doing the job without the model.
        pass_rate: how often a try is good enough.
        tries: how many tries at most.
    """
    fails = (1 - pass_rate) ** tries
    # With a pass rate of 0 every try is made; the sum of the series has no closed form there.
    expected_tries = (1 - fails) / pass_rate if pass_rate else tries
    return (run + review) * expected_tries + fails * human


def try_until_passed(run: float, review: float, pass_rate: float) -> float | None:
    """Return the expected time, or cost, of letting the model try until it passes; `None` if it never does."""
    return (run + review) / pass_rate if pass_rate else None


def speed(human: float, workflow: float | None) -> float | None:
    """Return how many times quicker, or cheaper, a workflow is than a human alone."""
    return human / workflow if workflow else None
