"""How far two or more graders agree, each unit rated by some of them: alpha, AC1, Fleiss' and Randolph's kappa."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from statistics import fmean
from typing import Final

from annotator.metrics.distributions import t_quantile

Ratings = Sequence[Sequence[Hashable | None]]
"""One sequence a unit, with one rating a grader; `None` where there is none."""

Counts = Sequence[Mapping[Hashable, int]]
"""For each unit, how many graders gave each rating."""

_TWO: Final = 2
_NO_SPREAD: Final = 1e-6


class Level(Enum):
    """What the categories are: mere names, steps in order, or numbers."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient of agreement with its standard error and interval of 95 %, none beyond -1 and 1.

    Without any spread (a single unit, graders who always agree, a grader who uses one category) the error would be 0,
    which says nothing about other units: then there is neither error nor interval.
    """

    value: float
    error: float | None = None
    low: float | None = None
    high: float | None = None

    @classmethod
    def around(cls, value: float, error: float, width: float) -> Estimate:
        """Return the estimate whose interval reaches `width` standard errors to both sides."""
        if error < _NO_SPREAD:
            return cls(value)
        return cls(value, error, max(-1.0, value - width * error), min(1.0, value + width * error))


@dataclass(frozen=True, slots=True)
class GroupAgreement:
    """The agreement of a group (M13); each coefficient is `None` where it is not defined."""

    units: int
    raters: int
    agreement: float | None
    ac1: Estimate | None
    alpha: float | None
    fleiss: float | None
    randolph: float | None


def group_agreement(ratings: Ratings, categories: int = 2) -> GroupAgreement:
    """Return all coefficients for a group of graders.

    Args:
        ratings: units by graders, `None` where one did not rate or called it not applicable.
        categories: how many categories were possible, used or not.
    """
    counts = [unit for unit in count_ratings(ratings) if unit.total() >= _TWO]
    columns = zip(*ratings, strict=True)
    return GroupAgreement(
        units=len(counts),
        raters=sum(any(rating is not None for rating in column) for column in columns),
        agreement=fmean(map(_agreeing, counts)) if counts else None,
        ac1=ac1(ratings, categories),
        alpha=alpha(ratings),
        fleiss=fleiss(counts),
        randolph=randolph(counts, categories),
    )


def count_ratings(ratings: Ratings) -> list[Counter[Hashable]]:
    """Return how often each unit got each rating."""
    return [Counter(rating for rating in unit if rating is not None) for unit in ratings]


def fleiss(counts: Counts) -> float | None:
    """Return Fleiss' kappa; `None` unless all units were rated equally often, by two or more, in several categories."""
    if not _is_even(counts):
        return None
    graders = sum(counts[0].values())
    totals: Counter[Hashable] = Counter()
    for unit in counts:
        totals.update(unit)
    chance = sum((total / (graders * len(counts))) ** 2 for total in totals.values())
    return None if math.isclose(chance, 1.0) else (fmean(map(_agreeing, counts)) - chance) / (1 - chance)


def randolph(counts: Counts, categories: int = 2) -> float | None:
    """Return Randolph's free-marginal kappa; for two graders it is PABAK, also known as Bennett's S."""
    if not _is_even(counts):
        return None
    chance = 1 / max(categories, len({label for unit in counts for label in unit if unit[label]}))
    return (fmean(map(_agreeing, counts)) - chance) / (1 - chance) if chance < 1 else None


def ac1(ratings: Ratings, categories: int = 2) -> Estimate | None:
    """Return Gwet's AC1 with his standard error and a t interval; `None` if no unit has two ratings.

    Units with one rating tell how frequent the categories are, but not how far graders agree.
    """
    units = [unit for unit in count_ratings(ratings) if unit]
    paired = sum(unit.total() >= _TWO for unit in units)
    if not paired:
        return None
    labels = {label for unit in units for label in unit}
    possible = max(categories, len(labels))
    shares = {label: fmean(unit[label] / unit.total() for unit in units) for label in labels}
    chance = math.fsum(share * (1 - share) for share in shares.values()) / (possible - 1)
    observed = math.fsum(_agreeing(unit) for unit in units if unit.total() >= _TWO) / paired
    value = (observed - chance) / (1 - chance)
    n = len(units)
    if n == 1:
        return Estimate(value)
    squares = 0.0
    for unit in units:
        is_paired = unit.total() >= _TWO
        own = n / paired * (_agreeing(unit) - chance) / (1 - chance) if is_paired else 0.0
        own_chance = math.fsum((1 - shares[label]) * unit[label] for label in unit) / unit.total() / (possible - 1)
        squares += (own - 2 * (1 - value) * (own_chance - chance) / (1 - chance) - value) ** 2
    return Estimate.around(value, math.sqrt(squares / (n * (n - 1))), t_quantile(0.975, n - 1))


def alpha(ratings: Ratings, level: Level = Level.NOMINAL) -> float | None:
    """Return Krippendorff's alpha; `None` if fewer than two different values occur in units with two ratings.

    Values of an ordinal or interval scale are numbers.
    """
    units = [unit for unit in count_ratings(ratings) if unit.total() >= _TWO]
    totals: Counter[Hashable] = Counter()
    for unit in units:
        totals.update(unit)
    if len(totals) < _TWO:
        return None
    apart = _distances(totals, level)
    observed = math.fsum(_apart(unit, apart) / (unit.total() - 1) for unit in units)
    return 1 - (totals.total() - 1) * observed / _apart(totals, apart)


def _apart(counts: Mapping[Hashable, int], distances: Mapping[tuple[Hashable, Hashable], float]) -> float:
    """Return the sum of distances over all ordered pairs of ratings."""
    return math.fsum(
        counts[ours] * counts[theirs] * distances[ours, theirs]
        for ours in counts
        for theirs in counts
        if ours != theirs
    )


def _distances(totals: Mapping[Hashable, int], level: Level) -> dict[tuple[Hashable, Hashable], float]:
    """Return the squared distance between any two values."""
    places = dict.fromkeys(totals, 0.0)
    if level is not Level.NOMINAL:
        passed = 0
        for value in sorted(places, key=_as_number):
            # Steps in order lie as far apart as ratings lie between their middles.
            places[value] = _as_number(value) if level is Level.INTERVAL else passed + totals[value] / 2
            passed += totals[value]
    return {
        (ours, theirs): 1.0 if level is Level.NOMINAL else (places[ours] - places[theirs]) ** 2
        for ours in places
        for theirs in places
    }


def _as_number(value: Hashable) -> float:
    return float(value)  # type: ignore[arg-type]  # the caller's promise: see alpha


def _agreeing(unit: Mapping[Hashable, int]) -> float:
    """Return the share of pairs of graders that agree on a unit."""
    graders = sum(unit.values())
    return sum(count * (count - 1) for count in unit.values()) / (graders * (graders - 1))


def _is_even(counts: Counts) -> bool:
    sizes = {sum(unit.values()) for unit in counts}
    return len(sizes) == 1 and min(sizes) >= _TWO
