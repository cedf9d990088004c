"""The texts a reviewer types: where each stands in a review, and how a patch changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from annotator.domain import textpatch
from annotator.domain.ids import CriterionId, InterventionId, TagId
from annotator.errors import DomainError, Refused
from annotator.i18n import _
from annotator.workflow.commands import Command, EditText, TextField
from annotator.workflow.stepping_in import place_of_intervention, with_intervention
from annotator.workflow.tagging import place_of_tag

if TYPE_CHECKING:
    from annotator.domain.review import Intervention, Mark, Review, Tag

_EDITS: Final = frozenset({"I5", "I6", "I7", "I8"})
"""The interventions whose content is an edited text."""


def edited(review: Review, command: EditText) -> tuple[Review, Command]:
    """Return the review with a text changed, and the way back.

    Raises:
        DomainError: the text is nowhere, or is not the one that the patch changes.
        Refused: it is an edited text that became a deliverable.
    """
    if command.field is TextField.INTERVENTION_CONTENT:
        _require_unfinished(_intervention(review, command.key))
    before = text_of(review, command.field, command.key)
    after = with_text(review, command.field, command.key, textpatch.apply(command.patch, before))
    return after, replace(command, patch=textpatch.inverse(command.patch))


def text_of(review: Review, field: TextField, key: str) -> str:
    """Return a typed text; one that nobody typed is empty.

    Raises:
        DomainError: there is no tag or intervention with this key.
    """
    match field:
        case TextField.NOTE:
            return review.note
        case TextField.MARK_NOTE:
            return review.mark(CriterionId(key)).note
        case TextField.TAG_NOTE:
            return _tag(review, key).note or ""
        case TextField.INTERVENTION_CONTENT:
            return _intervention(review, key).content
        case TextField.INTERVENTION_NOTE:
            return _intervention(review, key).note
        case _:
            assert_never(field)


def with_text(review: Review, field: TextField, key: str, text: str) -> Review:
    """Return the review with a typed text as it is from now on.

    Raises:
        DomainError: there is no tag or intervention with this key.
    """
    match field:
        case TextField.NOTE:
            return replace(review, note=text)
        case TextField.MARK_NOTE:
            return with_mark(review, replace(review.mark(CriterionId(key)), note=text))
        case TextField.TAG_NOTE:
            tag = replace(_tag(review, key), note=text or None)
            return replace(review, tags=tuple(tag if each.id == tag.id else each for each in review.tags))
        case TextField.INTERVENTION_CONTENT:
            return with_intervention(review, replace(_intervention(review, key), content=text))
        case TextField.INTERVENTION_NOTE:
            return with_intervention(review, replace(_intervention(review, key), note=text))
        case _:
            assert_never(field)


def with_mark(review: Review, mark: Mark) -> Review:
    """Return the review with one mark as it is from now on; a mark that says nothing goes.

    A new mark comes last here; read anew, the marks stand in the order of the rubric.
    """
    known = any(each.criterion_id == mark.criterion_id for each in review.marks)
    marks = tuple(mark if each.criterion_id == mark.criterion_id else each for each in review.marks)
    marks = marks if known else (*marks, mark)
    return replace(review, marks=tuple(each for each in marks if not each.is_empty))


def _require_unfinished(intervention: Intervention) -> None:
    """Refuse to change an edited text that is graded as a deliverable: what was graded stays what it was."""
    if intervention.kind in _EDITS and intervention.result is not None:
        raise Refused(
            _("The edited text was not changed: it is graded as an attempt of its own."),
            safe=_("Both stay as they are."),
            hint=_("What you type in the editor begins another edit."),
        )


def _tag(review: Review, key: str) -> Tag:
    place = place_of_tag(review, TagId(key))
    if place is None:
        raise DomainError(f"there is no tag {key!r} to write about")
    return review.tags[place]


def _intervention(review: Review, key: str) -> Intervention:
    place = place_of_intervention(review, InterventionId(key))
    if place is None:
        raise DomainError(f"there is no intervention {key!r} to write in")
    return review.interventions[place]
