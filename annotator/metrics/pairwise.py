"""Which of two deliverables is better, over many comparisons (M23)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING, Final

from annotator.errors import DomainError
from annotator.metrics.distributions import binomial_cdf

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Wins = Mapping[tuple[str, str], float]
    """How often the first of two items won against the second."""

REFERENCE_ELO: Final = 1000.0
_SCALE: Final = 400 / math.log(10)
_PRIOR: Final = 0.5
_MAX_ROUNDS: Final = 10_000
_ENOUGH: Final = 1e-12


@dataclass(frozen=True, slots=True)
class Tally:
    """How comparisons with a reference went."""

    wins: int
    ties: int
    losses: int

    @property
    def n(self) -> int:
        """How many comparisons there were."""
        return self.wins + self.ties + self.losses

    @property
    def win_or_tie(self) -> float | None:
        """The share that was won or tied; `None` without comparisons."""
        return (self.wins + self.ties) / self.n if self.n else None

    @property
    def half_ties(self) -> float | None:
        """The share that was won, a tie counting half; `None` without comparisons."""
        return (self.wins + self.ties / 2) / self.n if self.n else None

    @property
    def sign_test_p(self) -> float | None:
        """How likely so uneven a result is by chance, leaving ties out; `None` if there were only ties."""
        decided = self.wins + self.losses
        if decided == 0:
            return None
        return min(1.0, 2 * binomial_cdf(min(self.wins, self.losses), decided))


def elo(items: Sequence[str], wins: Wins, reference: str) -> dict[str, float]:
    """Return Bradley-Terry strengths as Elo numbers, the reference at 1000.

    Where no finite strengths exist (an item never won or never lost, or the comparisons fall into separate groups)
    every two items are given half a win each way in advance.

    Raises:
        DomainError: the reference, or an item that was compared, is not listed.
    """
    listed = set(items)
    if reference not in listed or any(not listed.issuperset(pair) for pair in wins):
        raise DomainError("every compared item and the reference must be listed")
    if len(items) == 1:
        return {reference: REFERENCE_ELO}
    counts = {pair: wins.get(pair, 0.0) for pair in permutations(items, 2)}
    if not _is_connected(items, counts):
        counts = {pair: count + _PRIOR for pair, count in counts.items()}
    logs = {item: math.log(strength) for item, strength in _strengths(items, counts).items()}
    return {item: REFERENCE_ELO + _SCALE * (logs[item] - logs[reference]) for item in items}


def _strengths(items: Sequence[str], wins: Wins) -> dict[str, float]:
    """Return the most likely strengths (Hunter's MM rounds), scaled to a mean of 1."""
    won = {item: sum(wins[item, other] for other in items if other != item) for item in items}
    strengths = dict.fromkeys(items, 1.0)
    for _ in range(_MAX_ROUNDS):
        updated = {item: won[item] / _expected(item, strengths, wins) for item in items}
        mean = sum(updated.values()) / len(updated)
        updated = {item: strength / mean for item, strength in updated.items()}
        moved = max(abs(updated[item] / strengths[item] - 1) for item in items)
        strengths = updated
        if moved < _ENOUGH:
            break
    return strengths


def _expected(item: str, strengths: Mapping[str, float], wins: Wins) -> float:
    return sum(
        (wins[item, other] + wins[other, item]) / (strengths[item] + strength)
        for other, strength in strengths.items()
        if other != item
    )


def _is_connected(items: Sequence[str], wins: Wins) -> bool:
    """Whether a chain of wins leads from every item to every other: only then strengths are finite."""
    return all(len(_reached(items[0], items, wins, is_forward=way)) == len(items) for way in (True, False))


def _reached(start: str, items: Sequence[str], wins: Wins, *, is_forward: bool) -> set[str]:
    reached, open_items = {start}, [start]
    while open_items:
        item = open_items.pop()
        for other in items:
            pair = (item, other) if is_forward else (other, item)
            if other not in reached and wins.get(pair, 0) > 0:
                reached.add(other)
                open_items.append(other)
    return reached
