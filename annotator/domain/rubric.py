"""The acceptance criteria of a job."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.domain.ids import CriterionId


class Importance(Enum):
    """How much a criterion counts; a pitfall names a problem that must not occur."""

    CRITICAL = "critical"
    IMPORTANT = "important"
    OPTIONAL = "optional"
    PITFALL = "pitfall"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One testable demand on a deliverable; immutable once used.

    `importance` is `None` for a criterion that was not ranked; `weight` may be negative (a deduction).
    """

    id: CriterionId
    text: str
    importance: Importance | None = None
    weight: float | None = None
    example: str | None = None
    theme: str | None = None
    is_archived: bool = False

    @property
    def is_pitfall(self) -> bool:
        """Whether the criterion is asked as "did this problem occur?"."""
        return self.importance is Importance.PITFALL


@dataclass(frozen=True, slots=True)
class Rubric:
    """One version of a job's criteria, in the order they are shown."""

    version: int
    criteria: tuple[Criterion, ...] = ()

    @property
    def active(self) -> tuple[Criterion, ...]:
        """The criteria that are asked: those not archived."""
        return tuple(criterion for criterion in self.criteria if not criterion.is_archived)
