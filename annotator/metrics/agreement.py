"""How far two graders agree: percent, Cohen's kappa and Gwet's AC1 side by side, weighted kappa for ordered scales."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum
from statistics import fmean
from typing import TYPE_CHECKING, Final, TypeVar

from annotator.errors import DomainError
from annotator.metrics.distributions import Z95
from annotator.metrics.group_agreement import Estimate, ac1

if TYPE_CHECKING:
    from collections.abc import Sequence

Label = TypeVar("Label", bound=Hashable)

_NEARLY_ALL: Final = 0.85
_OFTEN: Final = 0.8


class Weighting(Enum):
    """How much a disagreement costs on an ordered scale."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """The agreement of two graders on the units that both rated (M12).

    Args:
        n: units rated by both.
        dropped: units that one of them did not rate, or called not applicable.
        agreement: the share of equal ratings.
        kappa: Cohen's, with its interval; `None` if both used one and the same category only.
        ac1: Gwet's, with its interval; it stays meaningful when nearly everything passes.
        pabak: kappa as if all categories were equally frequent.
        prevalence: the share of the most frequent category among all ratings.
    """

    n: int
    dropped: int
    agreement: float
    kappa: Estimate | None
    ac1: Estimate
    pabak: float
    prevalence: float

    @property
    def is_kappa_uninformative(self) -> bool:
        """Whether nearly everything got one rating, so that kappa is low although the graders agree."""
        return self.prevalence >= _NEARLY_ALL and self.agreement >= _OFTEN


def pair_agreement(
    first: Sequence[Hashable | None],
    second: Sequence[Hashable | None],
    categories: int = 2,
    times: Sequence[int] | None = None,
) -> PairAgreement | None:
    """Return how far two graders agree; `None` if no unit was rated by both.

    Args:
        first: the first grader's ratings; `None` where there is none.
        second: the second grader's ratings of the same units.
        categories: how many categories were possible, used or not.
        times: how often each pair of ratings occurs, once if nothing is said.

    Raises:
        DomainError: the sequences differ in length.
    """
    often = [1] * len(first) if times is None else times
    cells = _cells(first, second, often)
    n = cells.total()
    ratings: Counter[Hashable] = Counter()
    for pair, count in cells.items():
        for label in pair:
            ratings[label] += count
    possible = max(categories, len(ratings))
    estimate = ac1(list(cells), possible, list(cells.values()))
    if estimate is None:
        return None
    agreement = sum(count for (ours, theirs), count in cells.items() if ours == theirs) / n
    return PairAgreement(
        n=n,
        dropped=sum(often) - n,
        agreement=agreement,
        kappa=_kappa(cells),
        ac1=estimate,
        pabak=(possible * agreement - 1) / (possible - 1),
        prevalence=max(ratings.values()) / (2 * n),
    )


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Estimate | None:
    """Return Cohen's kappa with its large-sample standard error; `None` if chance agreement is certain, or n is 0."""
    return _kappa(Counter(pairs))


def _kappa(cells: Counter[tuple[Hashable, Hashable]]) -> Estimate | None:
    n = cells.total()
    rows: Counter[Hashable] = Counter()
    columns: Counter[Hashable] = Counter()
    for (ours, theirs), count in cells.items():
        rows[ours] += count
        columns[theirs] += count
    chance = sum(rows[label] * columns[label] for label in rows) / n**2 if n else 1.0
    if math.isclose(chance, 1.0):
        return None
    observed = sum(count for (ours, theirs), count in cells.items() if ours == theirs) / n
    kappa = (observed - chance) / (1 - chance)
    agreed = apart = 0.0
    for (ours, theirs), count in cells.items():
        if ours == theirs:
            agreed += count / n * (1 - (rows[ours] + columns[ours]) / n * (1 - kappa)) ** 2
        else:
            apart += count / n * ((columns[ours] + rows[theirs]) / n) ** 2
    variance = agreed + (1 - kappa) ** 2 * apart - (kappa - chance * (1 - kappa)) ** 2
    return Estimate.around(kappa, math.sqrt(max(0.0, variance) / n) / (1 - chance), Z95)


def _cells(
    first: Sequence[Hashable | None], second: Sequence[Hashable | None], times: Sequence[int]
) -> Counter[tuple[Hashable, Hashable]]:
    """Return how often each pair of ratings was given to a unit that both rated."""
    if len(first) != len(second):
        raise DomainError(f"{len(first)} ratings face {len(second)}")
    cells: Counter[tuple[Hashable, Hashable]] = Counter()
    for ours, theirs, count in zip(first, second, times, strict=True):
        if ours is not None and theirs is not None:
            cells[ours, theirs] += count
    return cells


def weighted_kappa(first: Sequence[int], second: Sequence[int], weighting: Weighting, levels: int) -> float | None:
    """Return Cohen's kappa on an ordered scale 1..levels (M14); `None` if chance disagreement is impossible.

    Args:
        first: the first grader's levels.
        second: the second grader's levels of the same units.
        weighting: what a step apart costs.
        levels: how many levels the scale has.
    """
    pairs = _rated_by_both(first, second)
    rows, columns = Counter(ours for ours, _ in pairs), Counter(theirs for _, theirs in pairs)
    observed = math.fsum(_cost(ours, theirs, weighting, levels) for ours, theirs in pairs)
    chance = math.fsum(
        rows[ours] * columns[theirs] * _cost(ours, theirs, weighting, levels) for ours in rows for theirs in columns
    )
    return 1 - observed * len(pairs) / chance if chance else None


def gdpval_agreement(first: Sequence[int], second: Sequence[int], levels: int) -> float | None:
    """Return GDPval's A: the mean of one less the distance, as a share of the scale 1..levels; `None` without units."""
    pairs = _rated_by_both(first, second)
    return fmean(1 - abs(ours - theirs) / (levels - 1) for ours, theirs in pairs) if pairs else None


def _cost(ours: int, theirs: int, weighting: Weighting, levels: int) -> float:
    apart = abs(ours - theirs) / (levels - 1)
    if weighting is Weighting.NONE:
        return float(ours != theirs)
    return apart if weighting is Weighting.LINEAR else apart**2


def _rated_by_both(first: Sequence[Label | None], second: Sequence[Label | None]) -> list[tuple[Label, Label]]:
    if len(first) != len(second):
        raise DomainError(f"{len(first)} ratings face {len(second)}")
    pairs = zip(first, second, strict=True)
    return [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
