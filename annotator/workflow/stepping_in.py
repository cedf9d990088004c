"""Interventions: beginning one, describing it, taking it away and putting it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from annotator.domain.review import Intervention
from annotator.errors import DomainError, Refused
from annotator.i18n import _
from annotator.workflow.commands import (
    AddIntervention,
    Command,
    DescribeIntervention,
    RemoveIntervention,
    StartIntervention,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from annotator.domain.ids import InterventionId
    from annotator.domain.review import Review

InterventionCommand = StartIntervention | AddIntervention | RemoveIntervention | DescribeIntervention


def changed(review: Review, command: InterventionCommand, original: Callable[[], str]) -> tuple[Review, Command]:
    """Return the review with its interventions changed, and the way back.

    Args:
        review: the review before.
        command: what is wished.
        original: gives the deliverable's text, for a copy.

    Raises:
        DomainError: the intervention is not there, or another one has its id.
    """
    match command:
        case StartIntervention(about, id_, kind, at, is_primary, is_copy):
            if place_of_intervention(review, id_) is not None:
                return review, command
            begun = Intervention(id_, kind, is_primary, original() if is_copy else "", created_at=at)
            return _with(review, begun, None), RemoveIntervention(about, id_)
        case AddIntervention():
            return _added(review, command)
        case RemoveIntervention():
            return _removed(review, command)
        case DescribeIntervention(about, id_, kind, effort):
            place = place_of_intervention(review, id_)
            if place is None:
                return review, command  # it was measured while the edit was thrown away, or is not stored yet
            before = review.interventions[place]
            after = with_intervention(review, replace(before, kind=kind, effort=effort))
            return after, DescribeIntervention(about, id_, before.kind, before.effort)
        case _:
            assert_never(command)


def place_of_intervention(review: Review, id_: InterventionId) -> int | None:
    """Return where an intervention stands among the others, `None` if it is not there."""
    return next((at for at, each in enumerate(review.interventions) if each.id == id_), None)


def with_intervention(review: Review, intervention: Intervention) -> Review:
    """Return the review with one of its interventions as it is from now on."""
    return replace(
        review,
        interventions=tuple(intervention if each.id == intervention.id else each for each in review.interventions),
    )


def _added(review: Review, command: AddIntervention) -> tuple[Review, Command]:
    wanted = command.intervention
    if place_of_intervention(review, wanted.id) is not None:
        if _known(review, wanted.id) != wanted:
            raise DomainError(f"another intervention has the id {wanted.id!r}")
        return review, command
    own = {session.id for session in wanted.time}
    # Its sessions stayed with the review when it was taken away, and may have gone on: they come back as they are now.
    stayed = {session.id: session for session in review.time if session.id in own}
    rest = replace(review, time=tuple(session for session in review.time if session.id not in own))
    back = replace(wanted, time=tuple(stayed.get(session.id, session) for session in wanted.time))
    return _with(rest, back, command.position), RemoveIntervention(command.about, wanted.id)


def _removed(review: Review, command: RemoveIntervention) -> tuple[Review, Command]:
    place = place_of_intervention(review, command.intervention_id)
    if place is None:
        return review, command
    gone = review.interventions[place]
    if gone.result is not None:
        raise Refused(
            _("This step was not taken away: it led to another attempt."),
            safe=_("Both stay as they are."),
            hint=_("Go on with the attempt it led to."),
        )
    after = replace(
        review,
        interventions=review.interventions[:place] + review.interventions[place + 1 :],
        time=review.time + gone.time,  # the text goes, the minutes were worked all the same
    )
    return after, AddIntervention(command.about, gone, place)


def _with(review: Review, intervention: Intervention, position: int | None) -> Review:
    at = len(review.interventions) if position is None else position
    return replace(review, interventions=(*review.interventions[:at], intervention, *review.interventions[at:]))


def _known(review: Review, id_: InterventionId) -> Intervention:
    place = place_of_intervention(review, id_)
    if place is None:
        raise DomainError(f"there is no intervention {id_!r}")
    return review.interventions[place]
