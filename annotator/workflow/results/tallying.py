"""Adding chains up: the counts, minutes and money of one row of the table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import repeat
from typing import TYPE_CHECKING, Final

from annotator.metrics.step_in import CategoryCounts
from annotator.workflow.results.verdicts import consensus, is_left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from annotator.storage.result_firsts import FirstCount, FirstTime
    from annotator.storage.result_rows import DeliverableFacts
    from annotator.workflow.results.chains import ChainResult
    from annotator.workflow.results.question import Assumptions

EDITS: Final = ("I5", "I6", "I7", "I8")
"""The kinds of intervention in which a human does the work; their minutes are a cost, but no price of a rescue."""
UNCOUNTED: Final = ("I0",)
"""The kinds whose minutes are nobody's work: a plain retry."""
_BY_HAND: Final = frozenset({"human_edit", "takeover"})


@dataclass(slots=True)
class Amounts:
    """A sum of money over those that name an amount, and how many of all do.

    What is missing is taken to be as much as the others on average; without any other nothing is known.
    """

    sum: float = 0.0
    known: int = 0
    all: int = 0

    def add(self, amount: float | None, known: int = 1, missing: int = 0, instead: float | None = None) -> None:
        """Count some more.

        Args:
            amount: what those that name one come to; `None` if it cannot be converted.
            known: how many name one.
            missing: how many do not.
            instead: what stands for each missing amount, if anything does.
        """
        self.all += known + missing
        if amount is None:
            missing, known = missing + known, 0
        else:
            self.sum += amount
        if instead is not None:
            self.sum += instead * missing
            known += missing
        self.known += known

    @property
    def mean(self) -> float | None:
        """The mean of what is known."""
        return self.sum / self.known if self.known else None

    @property
    def total(self) -> float | None:
        """What all come to; 0 of none at all."""
        mean = self.mean
        return (0.0 if self.all == 0 else None) if mean is None else mean * self.all


@dataclass(frozen=True, slots=True)
class Later:
    """What is known of the attempts after first ones, by their keys: minutes, and criteria kept and lost."""

    guiding: Mapping[int, float]
    editing: Mapping[int, float]
    transitions: Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class Tally:
    """What is added up for one row. `outcomes` counts what was tried after failures, and how often it passed."""

    assumed: Assumptions
    chains: int = 0
    undecided: int = 0
    excluded: int = 0
    n: int = 0
    passed_first: int = 0
    passed_later: int = 0
    rescued: Counter[bool] = field(default_factory=Counter)
    edited: Counter[bool] = field(default_factory=Counter)
    control: Counter[bool] = field(default_factory=Counter)
    both: list[tuple[bool, bool]] = field(default_factory=list)
    kept: int = 0
    lost: int = 0
    values: Amounts = field(default_factory=Amounts)
    first_costs: Amounts = field(default_factory=Amounts)
    later_costs: Amounts = field(default_factory=Amounts)
    guiding: list[float] = field(default_factory=list)
    editing: list[float] = field(default_factory=list)
    reviewing: float = 0.0

    def add_firsts(self, some: FirstCount) -> None:
        """Count first attempts of which all says the same."""
        verdict = consensus(some.ballots)
        if verdict is None:
            if is_left_out(some.ballots):
                self.excluded += some.attempts
            else:
                self.chains += some.attempts
                self.undecided += some.attempts
            return
        self.chains += some.attempts
        self.n += some.attempts
        self.passed_first += some.attempts if verdict else 0
        budget = self.assumed.converted(some.budget or 0.0, some.budget_currency)
        self.values.add(budget, some.budgets, some.attempts - some.budgets, self.assumed.value)
        cost = self.assumed.converted(some.cost or 0.0, some.currency)
        self.first_costs.add(cost, some.costs, some.attempts - some.costs, self.assumed.run_cost)

    def add_times(self, some: FirstTime) -> None:
        """Count the minutes spent on first attempts that failed."""
        place = self.editing if some.is_of_kinds else self.guiding
        place.extend(repeat(some.seconds / 60, some.attempts))

    def add_reviewing(self, some: FirstTime) -> None:
        """Count the minutes of the reviews of decided first attempts."""
        self.reviewing += some.seconds / 60 * some.attempts

    def add_later(self, result: ChainResult, failed: Iterable[int], later: Later) -> None:
        """Count what came after a decided first attempt: outcomes, costs, minutes, and criteria kept and lost."""
        if not result.first:
            self._add_failure(result)
        for each in result.counted:
            if each.arm not in _BY_HAND:  # a human's work has minutes, no run
                self._add_cost(each)
            kept, lost = later.transitions.get(each.key, (0, 0))
            self.kept += kept
            self.lost += lost
        for key in failed:
            if key in later.guiding:
                self.guiding.append(later.guiding[key])
            if key in later.editing:
                self.editing.append(later.editing[key])

    def _add_failure(self, result: ChainResult) -> None:
        self.passed_later += result.overall
        kinds = (result.rescued, self.rescued), (result.edited, self.edited), (result.control, self.control)
        for outcome, place in kinds:
            if outcome is not None:
                place[outcome] += 1
        if result.rescued is not None and result.control is not None:
            self.both.append((result.rescued, result.control))

    def _add_cost(self, deliverable: DeliverableFacts) -> None:
        cost = self.assumed.converted(deliverable.cost, deliverable.currency)
        self.later_costs.add(cost, 1, 0, self.assumed.run_cost)

    @property
    def counts(self) -> CategoryCounts:
        """What the metrics ask for."""
        first, later = self.first_costs.total, self.later_costs.total
        return CategoryCounts(
            n=self.n,
            passed_first=self.passed_first,
            passed_overall=self.passed_first + self.passed_later,
            retried=self.rescued.total(),
            rescued=self.rescued[True],
            minutes=tuple(self.guiding),
            edit_minutes=tuple(self.editing),
            run_cost=None if first is None or later is None else first + later,
            first_run_cost=first,
            review_minutes=self.reviewing,
        )
