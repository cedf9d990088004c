"""The values that the workbench hands to a window: an open review with all it needs, and rows of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from annotator.domain.review import MarkKind

if TYPE_CHECKING:
    from datetime import date

    from annotator.domain.ids import CriterionId, DeliverableId, ReviewerId, ReviewRef, StudyId
    from annotator.domain.job import Arm, Deliverable, Job
    from annotator.domain.review import Review
    from annotator.domain.taxonomy import TagDefinition
    from annotator.workflow.commands import Command


class QueueState(Enum):
    """What the queue says about a deliverable, by sign and word."""

    TO_DO = "to_do"
    STARTED = "started"
    DONE = "done"
    SKIPPED = "skipped"
    REOPENED = "reopened"
    RECHECK = "recheck"  # untouched, and came of a deliverable that the reviewer has judged


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One row of the queue.

    `key` is the deliverable's place in import order, unique in the workspace; `marked` and `asked` count criteria.
    """

    key: int
    ref: ReviewRef
    title: str
    category: str | None
    language: str | None
    model: str | None
    attempt: int
    state: QueueState
    verdict: str | None
    is_flagged: bool
    marked: int
    asked: int


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue shows; empty means all. `text` is found in title, brief and deliverable, whatever its length.

    `only` names deliverables by their keys: those behind a number of the results.
    """

    states: frozenset[QueueState] = frozenset()
    categories: frozenset[str] = frozenset()
    models: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    is_flagged: bool = False
    text: str = ""
    only: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How far the study is, whatever the filter: deliverables in all, done, skipped, started."""

    total: int = 0
    done: int = 0
    skipped: int = 0
    started: int = 0


@dataclass(frozen=True, slots=True)
class QueueChoices:
    """The values a filter can be set to, with how many deliverables each has."""

    categories: tuple[tuple[str, int], ...] = ()
    models: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One deliverable of the same job, for the attempt chooser."""

    deliverable: DeliverableId
    model: str | None
    attempt: int
    state: QueueState


@dataclass(frozen=True, slots=True)
class Earlier:
    """The attempt that a further one came of, with the reviewer's own review of it.

    `changed` are the stretches of the later text (code points) that the earlier one lacks; `removed` counts the
    places where something was left out and nothing put in its stead.
    """

    ref: ReviewRef
    attempt: int
    review: Review
    changed: tuple[tuple[int, int], ...] = ()
    removed: int = 0

    @property
    def failed(self) -> frozenset[CriterionId]:
        """The criteria that failed."""
        return frozenset(mark.criterion_id for mark in self.review.marks if mark.kind is MarkKind.FAIL)


@dataclass(frozen=True, slots=True)
class Follower:
    """An attempt that came of a deliverable."""

    deliverable: DeliverableId
    attempt: int
    arm: Arm


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that one open deliverable needs on the screen.

    `is_blind` says that models are hidden until a review is done; then the values here do not name them either. `rule`
    is the pass rule that the study's pack asks for, `None` if the reviewer chooses it.
    """

    key: int
    ref: ReviewRef
    job: Job
    deliverable: Deliverable
    review: Review
    attempts: tuple[Attempt, ...]
    entry: QueueEntry
    own_tags: tuple[TagDefinition, ...] = ()
    is_blind: bool = False
    rule: str | None = None
    earlier: Earlier | None = None
    followers: tuple[Follower, ...] = ()


@dataclass(frozen=True, slots=True)
class StudySummary:
    """A study of the workspace."""

    id: StudyId
    name: str
    deliverables: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where the reviewer stopped: the deliverable, and what the window wants to remember about it (JSON text)."""

    ref: ReviewRef | None = None
    view: str = "{}"


@dataclass(frozen=True, slots=True)
class ReviewerName:
    """A reviewer as the document names them."""

    id: ReviewerId
    name: str
    kind: str = "human"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act of the journal about a deliverable: what was wished, when it began and ended (ISO 8601, UTC).

    `merged` counts the commands of one run of typing; `is_undone` says that it was taken back.
    """

    id: str
    command: Command
    started_at: str
    at: str
    merged: int
    is_undone: bool


@dataclass(frozen=True, slots=True)
class TimesheetLine:
    """The active time of one day (local time) in one study: seconds as measured, and as corrected."""

    day: date
    study: StudyId
    study_name: str
    measured_seconds: float
    corrected_seconds: float
