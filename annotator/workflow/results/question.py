"""What is asked of the results: how to group, whose verdicts to count, and what money and missing values are."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from annotator.errors import DomainError
from annotator.metrics.economics import Option
from annotator.metrics.step_in import DEFAULT_TARGET

if TYPE_CHECKING:
    from collections.abc import Callable


class Field(Enum):
    """What rows can be grouped by."""

    MODEL = "model"
    CATEGORY = "category"
    LANGUAGE = "language"
    PRICE_BAND = "price_band"
    TAG = "tag"
    REVIEWER = "reviewer"


class VerdictSource(Enum):
    """Whose verdict counts: the reviewers' own, or what the pass rule makes of their marks."""

    REVIEWER = "reviewer"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the coordinator supplies: money, aims, and what stands in for a number that a job or deliverable lacks.

    Args:
        hourly_rate: what a human hour costs.
        currency: in which money is given; empty for the one that most budgets are in.
        value: what a job without a budget is worth.
        run_cost: what a deliverable without a cost took.
        minutes: what an intervention without recorded time took.
        target: the pass rate that is good enough without a human.
        human_cost: what a human takes for a whole job.
        human_success: how often a human alone passes, 0.0-1.0.
        is_full_oversight: whether the first review of every job counts as a cost of stepping in.
        exchange: what one unit of another currency is worth in this one.
    """

    hourly_rate: float | None = None
    currency: str = ""
    value: float | None = None
    run_cost: float | None = None
    minutes: float | None = None
    target: float = DEFAULT_TARGET
    human_cost: float | None = None
    human_success: float | None = None
    is_full_oversight: bool = False
    exchange: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no amount."""
        amounts: tuple[float | None, ...] = (self.hourly_rate, self.value, self.run_cost, self.minutes, self.human_cost)
        amounts += tuple(rate for _name, rate in self.exchange)
        if any(amount is not None and not (math.isfinite(amount) and amount >= 0) for amount in amounts):
            raise DomainError("an amount is a number from 0 up")
        if not 0 <= self.target <= 1 or not 0 <= (self.human_success or 0) <= 1:
            raise DomainError("a share lies between 0 and 1")

    @property
    def human(self) -> Option | None:
        """A human doing the job alone, if their cost is known; without a success rate they always pass."""
        if self.human_cost is None:
            return None
        return Option(1.0 if self.human_success is None else self.human_success, self.human_cost)

    def converted(self, amount: float | None, currency: str | None) -> float | None:
        """Return an amount in this currency; `None` if it is in another one that has no rate."""
        if amount is None or currency is None or currency in {"", self.currency}:
            return amount
        rate = dict(self.exchange).get(currency)
        return None if rate is None else amount * rate

    def as_json(self) -> str:
        """Return what differs from the defaults, as JSON text."""
        plain = type(self)()
        said = {each.name: getattr(self, each.name) for each in fields(self)}
        return json.dumps({name: value for name, value in said.items() if value != getattr(plain, name)})


def assumptions_from(text: str | None) -> Assumptions:
    """Return what `as_json` wrote; what cannot be read is as if it had never been set."""
    try:
        said = json.loads(text or "{}")
        known = {each.name for each in fields(Assumptions)}
        said["exchange"] = tuple((str(name), float(rate)) for name, rate in said.get("exchange", ()))
        return Assumptions(**{name: value for name, value in said.items() if name in known})
    except (ValueError, TypeError, AttributeError):
        return Assumptions()


@dataclass(frozen=True, slots=True)
class Question:
    """What the table is to show. An empty `rule` means the workspace's."""

    by: tuple[Field, ...] = ()
    verdicts: VerdictSource = VerdictSource.REVIEWER
    rule: str = ""
    assumed: Assumptions = Assumptions()

    def by_only(self, *by: Field) -> Question:
        """Return the same question, grouped otherwise."""
        return replace(self, by=by)


PRICE_STEPS: Final = (10, 50, 100, 200, 500, 1000)
"""Where one price band ends and the next begins."""


def price_band(amount: float | None, currency: str | None) -> str | None:
    """Return the band of a budget, such as "USD 50-100" (the upper end belongs to the next band)."""
    if amount is None:
        return None
    money = f"{currency} " if currency else ""
    low = max((step for step in (0, *PRICE_STEPS) if step <= amount), default=0)
    high = next((step for step in PRICE_STEPS if step > amount), None)
    return f"{money}{low}+" if high is None else f"{money}{low}–{high}"


def parsed_fields(text: str) -> tuple[Field, ...]:
    """Return the fields that a comma-separated list names, in its order.

    Raises:
        DomainError: a name is unknown or stands twice.
    """
    return parsed(text, Field)


def parsed(text: str, kind: Callable[[str], Any]) -> tuple[Any, ...]:
    """Return the members that a comma-separated list names.

    Raises:
        DomainError: a name is unknown or stands twice.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    if len(set(names)) < len(names):
        raise DomainError(f"{text!r} names a field twice")
    try:
        return tuple(kind(name) for name in names)
    except ValueError as error:
        raise DomainError(str(error)) from error
