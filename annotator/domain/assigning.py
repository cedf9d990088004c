"""Who grades what: jobs shared out evenly, a share of them to a second reviewer, the same way for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

from annotator.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Sequence

_Job = TypeVar("_Job")


def shared_out(jobs: Sequence[_Job], reviewers: int, overlap: float, seed: str) -> list[list[_Job]]:
    """Return each reviewer's jobs in their order.

    Args:
        jobs: the jobs to be graded.
        reviewers: how many people there are.
        overlap: the share of jobs that a second reviewer grades too (0.0-1.0).
        seed: decides which jobs go to whom; nothing else does.

    Raises:
        DomainError: there is nobody, or the share is none.
    """
    if reviewers < 1:
        raise DomainError("somebody has to review")
    if not 0 <= overlap <= 1:
        raise DomainError(f"an overlap of {overlap} is not between 0 and 1")
    order = list(range(len(jobs)))
    random.Random(seed).shuffle(order)
    twice = round(overlap * len(jobs)) if reviewers > 1 else 0
    given: list[list[int]] = [[] for _each in range(reviewers)]
    for at, job in enumerate(order[:twice]):
        first = at % reviewers
        step = 1 + (at // reviewers) % (reviewers - 1)  # every pair of reviewers meets
        for who in (first, (first + step) % reviewers):
            given[who].append(job)
    for job in order[twice:]:
        min(given, key=len).append(job)
    return [[jobs[job] for job in sorted(each)] for each in given]


def shuffled(items: Sequence[_Job], seed: str) -> list[_Job]:
    """Return items in an order that the seed alone decides."""
    mixed = list(items)
    random.Random(seed).shuffle(mixed)
    return mixed
