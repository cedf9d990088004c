"""Everything one reviewer decided about one deliverable."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.domain.ids import CriterionId, InterventionId, ReviewerId, ReviewId, ReviewRef, SessionId, TagId
    from annotator.domain.spans import Span


class MarkKind(Enum):
    """A reviewer's answer on one criterion. For a pitfall, `PASS` means that the problem did not occur."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "na"
    CANNOT_JUDGE = "cannot_judge"


class CannotJudgeReason(Enum):
    """Why a criterion could not be judged."""

    FILE_MISSING = "file_missing"
    EXPERTISE = "expertise"
    CRITERION_UNCLEAR = "criterion_unclear"
    CRITERION_WRONG = "criterion_wrong"
    OUTSIDE_ACCESS = "outside_access"
    OTHER = "other"


class Verdict(Enum):
    """The reviewer's answer for the whole deliverable."""

    PASS = "pass"
    FAIL = "fail"
    UNDECIDED = "undecided"


class ClientAcceptance(Enum):
    """Whether a reasonable client would accept the deliverable."""

    ACCEPT = "accept"
    AFTER_SMALL_FIXES = "after_small_fixes"
    REJECT = "reject"


class ReviewStatus(Enum):
    """Where a review stands; only submitted ones count."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SKIPPED = "skipped"


class Severity(Enum):
    """How bad a gap is."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class EvidenceKind(Enum):
    """What a mark rests on."""

    SPAN = "span"
    ABSENT = "absent"
    FILE = "file"
    OUTSIDE = "outside"


class Activity(Enum):
    """What the reviewer did in a stretch of time."""

    REVIEW = "review"
    INTERVENTION = "intervention"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a mark rests on: a span, its absence, a place in a file, or a check made outside.

    `place` and `extra` are JSON text: a place's shape depends on the kind of file.
    """

    kind: EvidenceKind
    span: Span | None = None
    file: str | None = None
    place: str | None = None
    text: str | None = None
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The answer on one criterion; `kind` is `None` while there is only a note or evidence.

    `reason` is one of `CannotJudgeReason`'s words or free text.
    """

    criterion_id: CriterionId
    kind: MarkKind | None = None
    reason: str | None = None
    is_criterion_wrong: bool = False
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    extra: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said about the criterion."""
        return self.kind is None and not (
            self.reason or self.is_criterion_wrong or self.note or self.evidence or self.extra
        )


@dataclass(frozen=True, slots=True)
class Tag:
    """A strength or gap by its code, on the whole deliverable or on a span."""

    id: TagId
    code: str
    severity: Severity | None = None
    criterion_id: CriterionId | None = None
    note: str | None = None
    span: Span | None = None
    extra: str = ""


@dataclass(frozen=True, slots=True)
class TimeSession:
    """A stretch of active time; seconds as measured, and as corrected by the reviewer with a reason.

    `started_at` keeps the spelling it came with (ISO 8601).
    """

    id: SessionId
    activity: Activity
    started_at: str | None
    seconds: float
    corrected_seconds: float | None = None
    reason: str | None = None
    extra: str = ""

    @property
    def counted_seconds(self) -> float:
        """The seconds that count: the corrected ones if there are any."""
        return self.seconds if self.corrected_seconds is None else self.corrected_seconds


@dataclass(frozen=True, slots=True)
class Intervention:
    """What a human did to make the deliverable acceptable.

    `content` is the edited text for the kinds I5-I8 and the message sent for I0-I4; `effort` is JSON text with
    the measures of metrics.effort; `result` names the deliverable it led to.
    """

    id: InterventionId
    kind: str
    is_primary: bool
    content: str
    note: str = ""
    effort: str = "{}"
    result: str | None = None
    created_at: str | None = None
    attachments: str = "[]"
    time: tuple[TimeSession, ...] = ()
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """One reviewer's review of one deliverable; an untouched deliverable has an empty draft with no id yet.

    `marks` is keyed by nothing: at most one mark a criterion, in the order they were first made. `rule` and
    `rule_verdict` are stored when the review is submitted, so that a later change of the rule changes no review.
    """

    ref: ReviewRef
    reviewer: ReviewerId
    id: ReviewId | None = None
    revision: int = 1
    status: ReviewStatus = ReviewStatus.DRAFT
    skip_reason: str = ""
    is_flagged: bool = False
    flag_reason: str = ""
    verdict: Verdict | None = None
    client_acceptance: ClientAcceptance | None = None
    rule: str | None = None
    rule_verdict: Verdict | None = None
    rubric_version: int | None = None
    brief_version: int | None = None
    note: str = ""
    marks: tuple[Mark, ...] = ()
    tags: tuple[Tag, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    time: tuple[TimeSession, ...] = ()
    started_at: str | None = None
    submitted_at: str | None = None
    guessed_model: str | None = None

    def mark(self, criterion_id: CriterionId) -> Mark:
        """Return the mark on a criterion; an unmarked criterion has an empty one."""
        for mark in self.marks:
            if mark.criterion_id == criterion_id:
                return mark
        return Mark(criterion_id)
