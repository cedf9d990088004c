"""How far two or more graders agree, each unit rated by some of them: alpha, AC1, Fleiss' and Randolph's kappa.

Of a large study only a few kinds of unit are different: each function takes them with how often each occurs (`times`,
once if nothing is said), and gives to the last digit what it gives for all of them one by one.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, compress, repeat
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


def group_agreement(ratings: Ratings, categories: int = 2, times: Sequence[int] | None = None) -> GroupAgreement:
    """Return all coefficients for a group of graders.

    Args:
        ratings: units by graders, `None` where one did not rate or called it not applicable.
        categories: how many categories were possible, used or not.
        times: how often each unit occurs.
    """
    counts, often = _rated(ratings, times, _TWO)
    columns = zip(*ratings, strict=True)
    return GroupAgreement(
        units=sum(often),
        raters=sum(any(rating is not None for rating in column) for column in columns),
        agreement=_mean(map(_agreeing, counts), often) if counts else None,
        ac1=ac1(ratings, categories, times),
        alpha=alpha(ratings, times=times),
        fleiss=fleiss(counts, often),
        randolph=randolph(counts, categories, often),
    )


def count_ratings(ratings: Ratings) -> list[Counter[Hashable]]:
    """Return how often each unit got each rating."""
    return [Counter(rating for rating in unit if rating is not None) for unit in ratings]


def _rated(ratings: Ratings, times: Sequence[int] | None, fewest: int) -> tuple[list[Counter[Hashable]], list[int]]:
    """Return the counts of the units with enough ratings, and how often each occurs."""
    counts = count_ratings(ratings)
    has_enough = [unit.total() >= fewest for unit in counts]
    return list(compress(counts, has_enough)), list(compress(_each(counts, times), has_enough))


def _each(units: Sequence[object], times: Sequence[int] | None) -> Sequence[int]:
    return [1] * len(units) if times is None else times


def _sum(values: Iterable[float], times: Iterable[int]) -> float:
    """Return the sum of all units' values, rounded once: a product for each kind of unit would round each."""
    return math.fsum(chain.from_iterable(map(repeat, values, times)))


def _mean(values: Iterable[float], times: Sequence[int]) -> float:
    return _sum(values, times) / sum(times)


def _totals(counts: Counts, times: Sequence[int]) -> Counter[Hashable]:
    """Return how often each rating was given in all."""
    totals: Counter[Hashable] = Counter()
    for unit, often in zip(counts, times, strict=True):
        for label, count in unit.items():
            totals[label] += count * often
    return totals


def fleiss(counts: Counts, times: Sequence[int] | None = None) -> float | None:
    """Return Fleiss' kappa; `None` unless all units were rated equally often, by two or more, in several categories."""
    if not _is_even(counts):
        return None
    often = _each(counts, times)
    ratings = sum(counts[0].values()) * sum(often)
    chance = sum((total / ratings) ** 2 for total in _totals(counts, often).values())
    return None if math.isclose(chance, 1.0) else (_mean(map(_agreeing, counts), often) - chance) / (1 - chance)


def randolph(counts: Counts, categories: int = 2, times: Sequence[int] | None = None) -> float | None:
    """Return Randolph's free-marginal kappa; for two graders it is PABAK, also known as Bennett's S."""
    if not _is_even(counts):
        return None
    chance = 1 / max(categories, len({label for unit in counts for label in unit if unit[label]}))
    agreeing = _mean(map(_agreeing, counts), _each(counts, times))
    return (agreeing - chance) / (1 - chance) if chance < 1 else None


def ac1(ratings: Ratings, categories: int = 2, times: Sequence[int] | None = None) -> Estimate | None:
    """Return Gwet's AC1 with his standard error and a t interval; `None` if no unit has two ratings.

    Units with one rating tell how frequent the categories are, but not how far graders agree.
    """
    units, often = _rated(ratings, times, 1)
    is_paired = [unit.total() >= _TWO for unit in units]
    paired = sum(compress(often, is_paired))
    if not paired:
        return None
    labels = {label for unit in units for label in unit}
    possible = max(categories, len(labels))
    shares = {label: _mean((unit[label] / unit.total() for unit in units), often) for label in labels}
    chance = math.fsum(share * (1 - share) for share in shares.values()) / (possible - 1)
    observed = _sum(map(_agreeing, compress(units, is_paired)), compress(often, is_paired)) / paired
    value = (observed - chance) / (1 - chance)
    n = sum(often)
    if n == 1:
        return Estimate(value)
    squares = []
    for unit in units:
        own = n / paired * (_agreeing(unit) - chance) / (1 - chance) if unit.total() >= _TWO else 0.0
        own_chance = math.fsum((1 - shares[label]) * unit[label] for label in unit) / unit.total() / (possible - 1)
        squares.append((own - 2 * (1 - value) * (own_chance - chance) / (1 - chance) - value) ** 2)
    return Estimate.around(value, math.sqrt(_sum(squares, often) / (n * (n - 1))), t_quantile(0.975, n - 1))


def alpha(ratings: Ratings, level: Level = Level.NOMINAL, times: Sequence[int] | None = None) -> float | None:
    """Return Krippendorff's alpha; `None` if fewer than two different values occur in units with two ratings.

    Values of an ordinal or interval scale are numbers.
    """
    units, often = _rated(ratings, times, _TWO)
    totals = _totals(units, often)
    if len(totals) < _TWO:
        return None
    apart = _distances(totals, level)
    observed = _sum((_apart(unit, apart) / (unit.total() - 1) for unit in units), often)
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
