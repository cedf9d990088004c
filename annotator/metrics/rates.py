"""Pass rates with honest intervals: completion, lifts, rescue, regression, tags, and smoothed small cells."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from annotator.domain.review import MarkKind
from annotator.errors import DomainError
from annotator.metrics.distributions import Z95, beta_quantile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Chain = Sequence[bool | None]
    """The verdicts of a job's attempts in order: passed, failed, or `None` for undecided."""

PSEUDO_JOBS: Final = 4
"""How many jobs of the overall rate a smoothed cell is given in advance."""

GREY_BELOW: Final = 10
"""Rates of fewer jobs are greyed: their interval is wider than half of everything."""


@dataclass(frozen=True, slots=True)
class Rate:
    """k of n with the Wilson interval of 95 %."""

    k: int
    n: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """The share, 0.0-1.0."""
        return self.k / self.n

    @property
    def is_small(self) -> bool:
        """Whether so few jobs stand behind the rate that it is greyed."""
        return self.n < GREY_BELOW

    def as_document(self) -> dict[str, int | float]:
        """Return the rate as the command line prints it, unrounded."""
        return {"k": self.k, "n": self.n, "rate": self.rate, "low": self.low, "high": self.high}


def wilson(k: int, n: int) -> Rate | None:
    """Return k of n with its Wilson interval (M4); `None` if n is 0.

    Raises:
        DomainError: k is no part of n.
    """
    if not 0 <= k <= n:
        raise DomainError(f"{k} of {n} is no rate")
    if n == 0:
        return None
    p, z2 = k / n, Z95**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low = 0.0 if k == 0 else max(0.0, centre - half)
    high = 1.0 if k == n else min(1.0, centre + half)
    return Rate(k, n, low, high)


@dataclass(frozen=True, slots=True)
class Lifts:
    """How much later attempts add to the first (M5)."""

    first: Rate
    overall: Rate

    @property
    def absolute(self) -> float:
        """P_overall - P_1."""
        return self.overall.rate - self.first.rate

    @property
    def relative(self) -> float | None:
        """The absolute lift by P_1; `None` if nothing passed at first."""
        return self.absolute / self.first.rate if self.first.k else None

    @property
    def gain(self) -> float | None:
        """The share of the failures made good; `None` if nothing failed at first."""
        return self.absolute / (1 - self.first.rate) if self.first.k < self.first.n else None


def lifts(n: int, passed_first: int, passed_overall: int) -> Lifts | None:
    """Return the lifts of n jobs with a decided attempt 1; failures that were not retried stay failures."""
    if passed_overall < passed_first:
        raise DomainError(f"{passed_overall} passed overall, but {passed_first} at first")
    first, overall = wilson(passed_first, n), wilson(passed_overall, n)
    return Lifts(first, overall) if first and overall else None


@dataclass(frozen=True, slots=True)
class Rescue:
    """How many failures the next attempt made good (M6), by the two denominators in use.

    `retried` counts the failures that were tried again, `all` every failure; `coverage` is the one by the other.
    """

    retried: Rate | None
    all: Rate | None
    coverage: float | None


def rescue(failed: int, retried: int, rescued: int) -> Rescue:
    """Return the rescue rates of failed first attempts, of which some were retried and some of those rescued.

    Raises:
        DomainError: more were retried than failed.
    """
    if not retried <= failed:
        raise DomainError(f"{retried} failures were retried, but only {failed} failed")
    return Rescue(wilson(rescued, retried), wilson(rescued, failed), retried / failed if failed else None)


@dataclass(frozen=True, slots=True)
class ChainCounts:
    """What a set of chains comes to; only those with a decided attempt 1 count."""

    n: int = 0
    passed_first: int = 0
    passed_overall: int = 0
    retried: int = 0
    rescued: int = 0
    undecided: int = 0

    @property
    def failed(self) -> int:
        """How many failed at first."""
        return self.n - self.passed_first


def count_chains(chains: Iterable[Chain]) -> ChainCounts:
    """Return the counts behind M5 and M6. A retry counts once its own verdict is decided."""
    counts: Counter[str] = Counter()
    for chain in chains:
        if not chain or chain[0] is None:
            counts["undecided"] += 1
            continue
        counts["n"] += 1
        counts["passed_first"] += chain[0]
        counts["passed_overall"] += any(chain)
        if not chain[0] and len(chain) > 1 and chain[1] is not None:
            counts["retried"] += 1
            counts["rescued"] += chain[1]
    return ChainCounts(**counts)


def hazards(chains: Iterable[Chain]) -> list[Rate | None]:
    """Return, for attempt 2 and on, how many of the chains that had not passed before were retried and passed."""
    passed: Counter[int] = Counter()
    tried: Counter[int] = Counter()
    for chain in chains:
        if not chain or chain[0] is None:
            continue
        for attempt, verdict in enumerate(chain[1:], start=2):
            if any(chain[: attempt - 1]):
                break
            if verdict is not None:
                tried[attempt] += 1
                passed[attempt] += verdict
    return [wilson(passed[attempt], tried[attempt]) for attempt in range(2, max(tried, default=1) + 1)]


@dataclass(frozen=True, slots=True)
class Transitions:
    """What became, at the next attempt, of the criteria that passed and of those that failed (M7)."""

    regression: Rate | None
    fixed: Rate | None


def transitions(pairs: Iterable[tuple[MarkKind | None, MarkKind | None]]) -> Transitions:
    """Return the regression and fixed rates of criteria marked at two attempts; only those graded at both count."""
    counts = Counter(pairs)
    kept, lost = counts[MarkKind.PASS, MarkKind.PASS], counts[MarkKind.PASS, MarkKind.FAIL]
    fixed, failed = counts[MarkKind.FAIL, MarkKind.PASS], counts[MarkKind.FAIL, MarkKind.FAIL]
    return Transitions(wilson(lost, kept + lost), wilson(fixed, fixed + failed))


@dataclass(frozen=True, slots=True)
class TagShare:
    """How often a tag or theme failed, and its part of all failures and of all criteria (M20)."""

    fail_rate: Rate | None
    of_failures: float | None
    of_criteria: float | None


def tag_shares(
    counts: Mapping[str, tuple[int, int]], *, failures: int | None = None, criteria: int | None = None
) -> dict[str, TagShare]:
    """Return the shares of each tag, given its failures and its criteria.

    Args:
        counts: failures and criteria by tag.
        failures: all failures, where criteria carry several tags: shares may then add up to more than 1.
        criteria: all criteria, likewise.
    """
    all_fails = sum(fails for fails, _total in counts.values()) if failures is None else failures
    all_criteria = sum(total for _fails, total in counts.values()) if criteria is None else criteria
    return {
        tag: TagShare(
            wilson(fails, total),
            fails / all_fails if all_fails else None,
            total / all_criteria if all_criteria else None,
        )
        for tag, (fails, total) in counts.items()
    }


@dataclass(frozen=True, slots=True)
class SmoothedRate:
    """A small cell's rate, drawn towards the overall one (M25); always labelled as smoothed."""

    rate: float
    low: float
    high: float


def smoothed(k: int, n: int, overall: float, pseudo_jobs: float = PSEUDO_JOBS) -> SmoothedRate | None:
    """Return the beta-binomial estimate with its interval of 95 %; `None` if the overall rate is 0 or 1."""
    if not 0 < overall < 1:
        return None
    a, b = overall * pseudo_jobs + k, (1 - overall) * pseudo_jobs + n - k
    return SmoothedRate(a / (a + b), beta_quantile(0.025, a, b), beta_quantile(0.975, a, b))
