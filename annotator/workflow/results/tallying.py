"""Adding chains up: the counts, minutes and money of one row of the table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from annotator.metrics.step_in import CategoryCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from annotator.storage.result_rows import DeliverableFacts, JobFacts, Time
    from annotator.workflow.results.chains import ChainResult
    from annotator.workflow.results.question import Assumptions

_EDITS: Final = frozenset({"I5", "I6", "I7", "I8"})
_PLAIN_RETRY: Final = "I0"


@dataclass(slots=True)
class Amounts:
    """A sum of money over those that name an amount, and how many of all do.

    What is missing is taken to be as much as the others on average; without any other nothing is known.
    """

    sum: float = 0.0
    known: int = 0
    all: int = 0

    def add(self, amount: float | None) -> None:
        """Count one more."""
        self.all += 1
        if amount is not None:
            self.sum += amount
            self.known += 1

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
class Minutes:
    """The active minutes of a study's deliverables: interventions that led to another try, edits, and reviews."""

    guiding: Mapping[int, float]
    editing: Mapping[int, float]
    reviewing: Mapping[int, float]


def minutes_of(times: Iterable[Time], deliverable_of: Mapping[int, int], missing: float | None) -> Minutes:
    """Return the minutes of each deliverable.

    Args:
        times: seconds by review.
        deliverable_of: the deliverable of each review that counts.
        missing: what an intervention without time took; `None` leaves it out.
    """
    guiding: defaultdict[int, float] = defaultdict(float)
    editing: defaultdict[int, float] = defaultdict(float)
    reviewing: defaultdict[int, float] = defaultdict(float)
    for review, kind, seconds in times:
        deliverable = deliverable_of.get(review)
        if deliverable is None or kind == _PLAIN_RETRY:
            continue
        if seconds < 0:
            if missing is None:
                continue
            seconds = missing * 60  # noqa: PLW2901 -- the assumption stands in its place
        place = reviewing if kind is None else editing if kind in _EDITS else guiding
        place[deliverable] += seconds / 60
    return Minutes(guiding, editing, reviewing)


@dataclass(slots=True)
class Tally:
    """What is added up for one row."""

    assumed: Assumptions
    chains: int = 0
    undecided: int = 0
    excluded: int = 0
    n: int = 0
    passed_first: int = 0
    passed_overall: int = 0
    rescued: list[bool] = field(default_factory=list)
    edited: list[bool] = field(default_factory=list)
    control: list[bool] = field(default_factory=list)
    both: list[tuple[bool, bool]] = field(default_factory=list)
    kept: int = 0
    lost: int = 0
    values: Amounts = field(default_factory=Amounts)
    first_costs: Amounts = field(default_factory=Amounts)
    later_costs: Amounts = field(default_factory=Amounts)
    guiding: list[float] = field(default_factory=list)
    editing: list[float] = field(default_factory=list)
    reviewing: float = 0.0

    def add(self, result: ChainResult, job: JobFacts, minutes: Minutes) -> None:
        """Count one more chain with a decided first attempt."""
        self.n += 1
        self.passed_first += result.first
        self.passed_overall += result.overall
        budget = self.assumed.converted(job.budget, job.currency)
        self.values.add(self.assumed.value if budget is None else budget)
        first = result.counted[0]
        self._add_cost(self.first_costs, first)
        self.reviewing += minutes.reviewing.get(first.key, 0.0)
        if not result.first:
            self._add_failure(result)

    def _add_failure(self, result: ChainResult) -> None:
        kinds = (result.rescued, self.rescued), (result.edited, self.edited), (result.control, self.control)
        for outcome, place in kinds:
            if outcome is not None:
                place.append(outcome)
        if result.rescued is not None and result.control is not None:
            self.both.append((result.rescued, result.control))

    def add_later(self, attempts: Sequence[DeliverableFacts], failed: Iterable[int], minutes: Minutes) -> None:
        """Count what came after a first attempt cost, and the minutes spent on those that failed."""
        for each in attempts:
            if each.arm not in {"human_edit", "takeover"}:  # a human's work has minutes, no run
                self._add_cost(self.later_costs, each)
        for key in failed:
            if key in minutes.guiding:
                self.guiding.append(minutes.guiding[key])
            if key in minutes.editing:
                self.editing.append(minutes.editing[key])

    def _add_cost(self, place: Amounts, deliverable: DeliverableFacts) -> None:
        cost = self.assumed.converted(deliverable.cost, deliverable.currency)
        place.add(self.assumed.run_cost if cost is None else cost)

    @property
    def counts(self) -> CategoryCounts:
        """What the metrics ask for."""
        first, later = self.first_costs.total, self.later_costs.total
        return CategoryCounts(
            n=self.n,
            passed_first=self.passed_first,
            passed_overall=self.passed_overall,
            retried=len(self.rescued),
            rescued=sum(self.rescued),
            minutes=tuple(self.guiding),
            edit_minutes=tuple(self.editing),
            run_cost=None if first is None or later is None else first + later,
            first_run_cost=first,
            review_minutes=self.reviewing,
        )
