"""What came of a generation, while it runs and afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.settings.connections import Connection


@dataclass(frozen=True, slots=True)
class Trace:
    """A request that failed, or that may have been paid without an answer: the job, when it left, and the reason."""

    job: str
    at: str | None
    reason: str
    title: str = ""

    def as_json(self) -> dict[str, object]:
        """Return it for scripts."""
        return {"job": self.job, "at": self.at, "reason": self.reason}


@dataclass(slots=True)
class Generated:
    """What came of a generation; `stopped` says why it ended early, `left` how many jobs were not asked then.

    `charged` is what counts against a cost limit: the cost, and the most that answers of unknown cost may have cost.
    """

    total: int = 0
    generated: int = 0
    skipped: int = 0
    left: int = 0
    failed: list[Trace] = field(default_factory=list)
    possibly_paid: list[Trace] = field(default_factory=list)
    cost: float = 0.0
    charged: float = 0.0
    currency: str | None = None
    stopped: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every job has its answer."""
        return not self.failed and not self.left

    def as_it_is(self) -> Generated:
        """Return a copy that does not change while it goes on."""
        return replace(self, failed=list(self.failed), possibly_paid=list(self.possibly_paid))

    def as_json(self) -> dict[str, Any]:
        """Return it for scripts."""
        return {
            "generated": self.generated,
            "skipped": self.skipped,
            "left": self.left,
            "failed": [each.as_json() for each in self.failed],
            "possibly_paid": [each.as_json() for each in self.possibly_paid],
            "cost": None if self.currency is None else {"amount": round(self.cost, 6), "currency": self.currency},
            "stopped": self.stopped,
        }


@dataclass(frozen=True, slots=True)
class Part:
    """What one model's part of a round has come to; `refusal` says why nothing more leaves for it."""

    connection: Connection
    report: Generated
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is; `planned` is how many requests it means to send."""

    parts: tuple[Part, ...] = ()
    planned: int = 0

    @property
    def done(self) -> int:
        """How many requests have ended, well or not."""
        return sum(each.report.generated + len(each.report.failed) for each in self.parts)

    @property
    def generated(self) -> int:
        """How many answers are stored."""
        return sum(each.report.generated for each in self.parts)

    @property
    def failed(self) -> tuple[tuple[Connection, Trace], ...]:
        """The requests that were given up, with their reasons."""
        return tuple((part.connection, each) for part in self.parts for each in part.report.failed)

    @property
    def possibly_paid(self) -> tuple[tuple[Connection, Trace], ...]:
        """The requests that left and have no answer here."""
        return tuple((part.connection, each) for part in self.parts for each in part.report.possibly_paid)

    @property
    def cost(self) -> dict[str, float]:
        """What it has cost so far, by currency."""
        spent: dict[str, float] = {}
        for each in self.parts:
            if each.report.currency is not None:
                spent[each.report.currency] = spent.get(each.report.currency, 0.0) + each.report.cost
        return spent

    @property
    def has_stopped(self) -> str | None:
        """Why it ended early, if it did: the latest reason."""
        return next((each.report.stopped for each in reversed(self.parts) if each.report.stopped), None)
