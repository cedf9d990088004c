"""Strengths and gaps: adding, removing, weighing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from annotator.errors import DomainError
from annotator.workflow.commands import AddTag, Command, RemoveTag, SetSeverity

if TYPE_CHECKING:
    from annotator.domain.ids import TagId
    from annotator.domain.review import Review

TagCommand = AddTag | RemoveTag | SetSeverity


def changed(review: Review, command: TagCommand) -> tuple[Review, Command]:
    """Return the review with its tags changed, and the way back.

    Raises:
        DomainError: the tag is not there, or another one has its id.
    """
    match command:
        case AddTag():
            return _added(review, command)
        case RemoveTag(about, tag_id):
            place = place_of_tag(review, tag_id)
            if place is None:
                return review, command
            tags = review.tags[:place] + review.tags[place + 1 :]
            return replace(review, tags=tags), AddTag(about, review.tags[place], place)
        case SetSeverity(about, tag_id, severity):
            place = place_of_tag(review, tag_id)
            if place is None:
                raise DomainError(f"there is no tag {tag_id!r} to be weighed")
            before = review.tags[place]
            tags = (*review.tags[:place], replace(before, severity=severity), *review.tags[place + 1 :])
            return replace(review, tags=tags), SetSeverity(about, tag_id, before.severity)
        case _:
            assert_never(command)


def place_of_tag(review: Review, tag_id: TagId) -> int | None:
    """Return where a tag stands among the tags, `None` if it is not there."""
    return next((at for at, tag in enumerate(review.tags) if tag.id == tag_id), None)


def _added(review: Review, command: AddTag) -> tuple[Review, Command]:
    known = place_of_tag(review, command.tag.id)
    if known is not None:
        if review.tags[known] != command.tag:
            raise DomainError(f"another tag has the id {command.tag.id!r}")
        return review, command
    at = len(review.tags) if command.position is None else command.position
    tags = (*review.tags[:at], command.tag, *review.tags[at:])
    return replace(review, tags=tags), RemoveTag(command.about, command.tag.id)
