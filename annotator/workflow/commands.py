"""The catalogue of what a reviewer may wish, as values; each is carried out in reviewing.py and has an inverse.

A command sets a state ("the mark is this") rather than a step ("toggle the mark"), so that carrying it out twice does
nothing more. Commands serialise as JSON (journal_json.py) and carry no reviewer: the workbench knows who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from annotator.domain.ids import CriterionId, InterventionId, ReviewRef, SessionId, TagId
    from annotator.domain.review import (
        ClientAcceptance,
        Evidence,
        Intervention,
        MarkKind,
        ReviewStatus,
        Severity,
        Tag,
        TimeSession,
        Verdict,
    )
    from annotator.domain.textpatch import TextPatch


class TextField(Enum):
    """The texts a reviewer types; `key` of EditText says whose."""

    NOTE = "note"  # the note on the whole; key is empty
    MARK_NOTE = "mark_note"  # key is the criterion's id
    TAG_NOTE = "tag_note"  # key is the tag's id
    INTERVENTION_CONTENT = "intervention_content"  # key is the intervention's id
    INTERVENTION_NOTE = "intervention_note"  # key is the intervention's id


@dataclass(frozen=True, slots=True)
class SetMark:
    """Answer a criterion, change the answer or clear it (`None`); note and evidence stay."""

    about: ReviewRef
    criterion_id: CriterionId
    kind: MarkKind | None
    reason: str | None = None
    is_criterion_wrong: bool = False


@dataclass(frozen=True, slots=True)
class SetEvidence:
    """Set what the mark on a criterion rests on."""

    about: ReviewRef
    criterion_id: CriterionId
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AddTag:
    """Tag the whole deliverable or a span with a strength or gap; `position` is its place among the tags."""

    about: ReviewRef
    tag: Tag
    position: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveTag:
    """Take a tag away."""

    about: ReviewRef
    tag_id: TagId


@dataclass(frozen=True, slots=True)
class SetSeverity:
    """Say how bad a gap is."""

    about: ReviewRef
    tag_id: TagId
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class SetClientAcceptance:
    """Say whether a reasonable client would accept the deliverable."""

    about: ReviewRef
    acceptance: ClientAcceptance | None


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """Decide, change or withdraw (`None`) the verdict."""

    about: ReviewRef
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class SetGuess:
    """Say which model one thinks made the deliverable, asked where models are hidden; `None` takes it back."""

    about: ReviewRef
    guessed_model: str | None


@dataclass(frozen=True, slots=True)
class SetFlag:
    """Flag a deliverable for a second look, with the reason, or take the flag away."""

    about: ReviewRef
    is_flagged: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Submit, skip (with a reason) or take back into draft.

    A submitted review that goes back to draft stays valid until it is submitted again (decision 11 of CONTRIBUTING.md):
    the draft is a copy with the next revision. All other acts but time need a draft: a review that is done or
    skipped is taken back first.
    `at` is when, as ISO 8601 in UTC; `rule` is the pass rule that was in force and is stored on submission.
    """

    about: ReviewRef
    status: ReviewStatus
    at: str
    skip_reason: str = ""
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class RestoreStanding:
    """Put a review's standing back as it was: the inverse of submitting, skipping, taking back and reopening.

    With the `revision` before the open one, the open draft, a copy nobody changed, is removed again. Windows send
    `SetStatus`; only undo sends this.
    """

    about: ReviewRef
    revision: int
    status: ReviewStatus
    at: str
    skip_reason: str = ""
    rule: str | None = None
    rule_verdict: Verdict | None = None
    rubric_version: int | None = None
    brief_version: int | None = None
    submitted_at: str | None = None


@dataclass(frozen=True, slots=True)
class EditText:
    """Change a typed text by a patch; consecutive ones on one field are merged while the reviewer types."""

    about: ReviewRef
    field: TextField
    key: str
    patch: TextPatch


@dataclass(frozen=True, slots=True)
class StartIntervention:
    """Begin to step in with a copy of the deliverable (`is_copy`) or an empty text."""

    about: ReviewRef
    intervention_id: InterventionId
    kind: str
    at: str
    is_primary: bool = True
    is_copy: bool = True


@dataclass(frozen=True, slots=True)
class AddIntervention:
    """Put an intervention back as it was (the inverse of removing it)."""

    about: ReviewRef
    intervention: Intervention
    position: int | None = None


@dataclass(frozen=True, slots=True)
class RemoveIntervention:
    """Take an intervention away, text and all; undo brings it back."""

    about: ReviewRef
    intervention_id: InterventionId


@dataclass(frozen=True, slots=True)
class DescribeIntervention:
    """Set an intervention's kind (I0-I9) and its measured effort (JSON text)."""

    about: ReviewRef
    intervention_id: InterventionId
    kind: str
    effort: str


@dataclass(frozen=True, slots=True)
class RecordTime:
    """Add or extend a session of active time (same id: replaced). Not undone by undo: time has passed."""

    about: ReviewRef
    session: TimeSession
    intervention_id: InterventionId | None = None


@dataclass(frozen=True, slots=True)
class CorrectTime:
    """Correct a session's seconds, with the reason; `None` takes the correction back."""

    about: ReviewRef
    session_id: SessionId
    corrected_seconds: float | None
    reason: str | None


Command: TypeAlias = (
    SetMark
    | SetEvidence
    | AddTag
    | RemoveTag
    | SetSeverity
    | SetClientAcceptance
    | SetVerdict
    | SetGuess
    | SetFlag
    | SetStatus
    | RestoreStanding
    | EditText
    | StartIntervention
    | AddIntervention
    | RemoveIntervention
    | DescribeIntervention
    | RecordTime
    | CorrectTime
)
