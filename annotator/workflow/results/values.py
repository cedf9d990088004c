"""The values of the table: a row with all its numbers, and the answer with all that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.metrics.paired import Difference, PairedTable
    from annotator.metrics.rates import Rate
    from annotator.metrics.step_in import CategoryCounts, CategoryRow
    from annotator.workflow.results.question import Question


@dataclass(frozen=True, slots=True)
class Control:
    """Answers to feedback beside plain retries of the same failed attempts (M8, M9)."""

    table: PairedTable
    mid_p: float
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what its chains have in common, how many there are, and every number of metrics 6.3.

    `value` is what a job is worth on average; `control_test` is there where both arms answered the same failures.
    """

    by: tuple[tuple[str, str | None], ...]
    chains: int
    undecided: int
    excluded: int
    counts: CategoryCounts
    numbers: CategoryRow
    edited: Rate | None
    control: Rate | None
    regression: Rate | None
    control_test: Control | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows, with all that they rest on.

    `further` names first attempts that do not count, since their job and model have an earlier one; `loose` counts the
    deliverables that belong to no chain; `unpriced` the budgets and costs in a currency without a rate.
    """

    question: Question
    rule: str
    currency: str
    rows: tuple[Row, ...]
    further: tuple[str, ...] = ()
    loose: int = 0
    unpriced: int = 0
