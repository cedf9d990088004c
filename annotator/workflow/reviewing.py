"""Carrying commands out: each changes the open review inside the caller's transaction and knows the way back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, assert_never

from annotator.domain.ids import CriterionId
from annotator.errors import DomainError
from annotator.storage import jobs
from annotator.workflow import standing, stepping_in, tagging, texts, timing
from annotator.workflow.commands import (
    AddIntervention,
    AddTag,
    CorrectTime,
    DescribeIntervention,
    EditText,
    RecordTime,
    RemoveIntervention,
    RemoveTag,
    RestoreStanding,
    SetClientAcceptance,
    SetEvidence,
    SetFlag,
    SetGuess,
    SetMark,
    SetSeverity,
    SetStatus,
    SetVerdict,
    StartIntervention,
    TextField,
)

if TYPE_CHECKING:
    from annotator.domain.review import Mark, Review
    from annotator.workflow.commands import Command
    from annotator.workflow.scene import Scene

_DraftCommand = (
    tagging.TagCommand
    | stepping_in.InterventionCommand
    | EditText
    | SetMark
    | SetEvidence
    | SetVerdict
    | SetClientAcceptance
    | SetFlag
    | SetGuess
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The review after a command, and the command that leads back; `undo` equals the command when nothing changed."""

    review: Review
    undo: Command
    has_changed: bool


def execute(scene: Scene, command: Command) -> Outcome:
    """Apply a command; what it does not change is not touched.

    Raises:
        DomainError: it names what is not there.
        KnownError: the review is done or skipped and has to be taken back first.
    """
    before = scene.stored.review
    match command:
        case SetStatus():
            after, undo = standing.set_status(scene, command)
        case RestoreStanding():
            after, undo = standing.restore(scene, command)
        case RecordTime():
            after, undo = timing.recorded(before, command)
        case CorrectTime():
            after, undo = timing.corrected(before, command)
        case _:
            standing.require_draft(before)
            after, undo = _changed(scene, before, command)
    if after == before:
        return Outcome(before, command, has_changed=False)
    if isinstance(command, (SetStatus, RestoreStanding)):
        return Outcome(after, undo, has_changed=True)  # these write rows of their own
    return Outcome(scene.save(after), undo, has_changed=True)


def _changed(scene: Scene, before: Review, command: _DraftCommand) -> tuple[Review, Command]:
    match command:
        case AddTag() | RemoveTag() | SetSeverity():
            return tagging.changed(before, command)
        case StartIntervention() | AddIntervention() | RemoveIntervention() | DescribeIntervention():
            original = partial(jobs.content, scene.session, scene.stored.about.deliverable_key)
            return stepping_in.changed(before, command, original)
        case EditText(_, field, key, _):
            if field is TextField.MARK_NOTE:
                _mark(scene, before, CriterionId(key))
            return texts.edited(before, command)
        case SetMark() | SetEvidence():
            return _marked(scene, before, command)
        case SetVerdict() | SetClientAcceptance() | SetFlag() | SetGuess():
            return _decided(before, command)
        case _:
            assert_never(command)


def _marked(scene: Scene, before: Review, command: SetMark | SetEvidence) -> tuple[Review, Command]:
    mark = _mark(scene, before, command.criterion_id)
    match command:
        case SetMark(_, _, kind, reason, is_criterion_wrong):
            now = replace(mark, kind=kind, reason=reason or None, is_criterion_wrong=is_criterion_wrong)
            undo: Command = replace(
                command, kind=mark.kind, reason=mark.reason, is_criterion_wrong=mark.is_criterion_wrong
            )
        case SetEvidence(_, _, evidence):
            now, undo = replace(mark, evidence=evidence), replace(command, evidence=mark.evidence)
        case _:
            assert_never(command)
    return texts.with_mark(before, now), undo


def _mark(scene: Scene, before: Review, criterion_id: CriterionId) -> Mark:
    """Return the mark on a criterion of the rubric, or one made on an earlier rubric.

    Raises:
        DomainError: the rubric has no such criterion, and nothing was said about it.
    """
    mark = before.mark(criterion_id)
    if mark.is_empty and criterion_id not in scene.order:
        raise DomainError(f"the rubric has no criterion {criterion_id!r}")
    return mark


def _decided(before: Review, command: SetVerdict | SetClientAcceptance | SetFlag | SetGuess) -> tuple[Review, Command]:
    match command:
        case SetVerdict(about, verdict):
            return replace(before, verdict=verdict), SetVerdict(about, before.verdict)
        case SetClientAcceptance(about, acceptance):
            return replace(before, client_acceptance=acceptance), SetClientAcceptance(about, before.client_acceptance)
        case SetGuess(about, guessed):
            return replace(before, guessed_model=guessed or None), SetGuess(about, before.guessed_model)
        case SetFlag(about, is_flagged, reason):
            after = replace(before, is_flagged=is_flagged, flag_reason=reason)
            return after, SetFlag(about, before.is_flagged, before.flag_reason)
        case _:
            assert_never(command)
